internal import OutreachCore
package import Postgres
package import Store

/// The built-in account as which workers act: a steward at the operator's organisation.
package enum WorkerAccount {
    /// Its membership, asked for anew by each job, so that whoever disables the account stops what it does.
    ///
    /// - Throws: ``Refusal`` where the account is disabled or has lost its role.
    package static func membership(in database: Database) async throws -> Membership {
        let memberships = try await database.read(.signingIn) { try $0.memberships(of: "worker") }
        guard let member = memberships.first(where: { $0.role == .steward }) else {
            throw Refusal(.notPermitted, "The account worker is disabled or is no steward, so no job can be done.")
        }
        return member
    }
}
