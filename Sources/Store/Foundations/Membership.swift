package import OutreachCore

/// The account that acts, the organisation it acts for and the role it acts in: one of each at a time.
package struct Membership: Hashable, Sendable {
    package let account: AccountID
    package let accountName: String
    package let organisation: OrganisationID
    package let odsCode: ODSCode
    package let role: Role

    package init(
        account: AccountID, accountName: String, organisation: OrganisationID, odsCode: ODSCode, role: Role
    ) {
        self.account = account
        self.accountName = accountName
        self.organisation = organisation
        self.odsCode = odsCode
        self.role = role
    }
}
