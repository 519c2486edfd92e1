package import OutreachCore
package import Postgres
package import Store

/// Shows every account with its roles.
package struct ListAccounts: Operation {
    package static let name = "list_accounts"
    package static let roles: Set<Role> = [.administrator]

    package init() {}

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<[AccountListing]> {
        Effect(try session.accounts(), audit: AuditEntry(Self.name))
    }
}
