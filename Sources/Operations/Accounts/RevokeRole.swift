package import OutreachCore
package import Postgres
package import Store

/// Takes one role at one organisation from an account.
package struct RevokeRole: RepeatableOperation {
    package static let name = "revoke_role"
    package static let roles: Set<Role> = [.administrator]

    package let signIn: SignIn
    package let role: Role
    package let odsCode: ODSCode

    package init(signIn: SignIn, role: Role, odsCode: ODSCode) {
        self.signIn = signIn
        self.role = role
        self.odsCode = odsCode
    }

    package enum Outcome: String, Codable, Sendable {
        case revoked
        /// The account did not have the role.
        case unchanged
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let account = try session.existingAccount(signIn)
        let organisation = try session.existingOrganisation(odsCode)
        if role == .administrator {
            try session.keepAnAdministrator { $0 == account.id && $1 == organisation.id }
        }
        let revoked = try session.closeMembership(of: account.id, at: organisation.id, as: role)
        let entry = AuditEntry(
            Self.name,
            details: ["account": account.id.description, "role": role.rawValue, "ods_code": odsCode.canonical])
        return Effect(revoked ? .revoked : .unchanged, audit: entry)
    }
}
