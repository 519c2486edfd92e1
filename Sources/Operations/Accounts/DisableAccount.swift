package import OutreachCore
package import Postgres
package import Store

/// Ends the use of an account in all its roles; what it did stays under its name.
package struct DisableAccount: RepeatableOperation {
    package static let name = "disable_account"
    package static let roles: Set<Role> = [.administrator]

    package let signIn: SignIn

    package init(signIn: SignIn) {
        self.signIn = signIn
    }

    package enum Outcome: String, Codable, Sendable {
        case disabled
        /// It was disabled before.
        case unchanged
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let disabled = try session.existingAccount(signIn)
        try session.keepAnAdministrator { account, _ in account == disabled.id }
        let outcome: Outcome = try session.disable(disabled.id) ? .disabled : .unchanged
        return Effect(outcome, audit: AuditEntry(Self.name, details: ["account": disabled.id.description]))
    }
}
