package import OutreachCore
package import Postgres
package import Store

/// Gives somebody a role at an organisation, with an account where the sign-in has none yet.
package struct AddAccount: RepeatableOperation {
    package static let name = "add_account"
    package static let roles: Set<Role> = [.administrator]

    package let signIn: SignIn
    /// The name of a new account; a known account keeps the one it has.
    package let accountName: String?
    package let role: Role
    package let odsCode: ODSCode

    package init(signIn: SignIn, name: String?, role: Role, odsCode: ODSCode) {
        self.signIn = signIn
        accountName = name
        self.role = role
        self.odsCode = odsCode
    }

    package enum Outcome: String, Codable, Sendable {
        case accountAdded = "account_added"
        /// The account was there and has one more role.
        case roleAdded = "role_added"
        /// The account was there and has the role.
        case unchanged
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let organisation = try session.existingOrganisation(odsCode)
        try role.requireFit(organisation.kinds)
        let (account, isNew) = try account(in: session)
        let opened = try session.openMembership(of: account.id, at: organisation.id, as: role)
        let entry = AuditEntry(
            Self.name,
            details: ["account": account.id.description, "role": role.rawValue, "ods_code": odsCode.canonical])
        return Effect(isNew ? .accountAdded : opened ? .roleAdded : .unchanged, audit: entry)
    }

    private func account(in session: borrowing Session) throws -> (account: Account, isNew: Bool) {
        if let known = try session.account(signIn) { return (try enabled(known), false) }
        guard let accountName, !accountName.isEmpty else {
            throw Refusal(.invalid, "There is no account with this sign-in yet. Give its name too, to add one.")
        }
        let new = Account(signIn: signIn, name: accountName)
        if try session.add(new) { return (new, true) }
        return (try enabled(session.existingAccount(signIn)), false)
    }

    private func enabled(_ account: Account) throws -> Account {
        guard !account.isDisabled else {
            throw Refusal(.conflict, "The account with this sign-in is disabled. Use another sign-in.")
        }
        return account
    }
}
