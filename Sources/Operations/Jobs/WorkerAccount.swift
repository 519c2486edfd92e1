package import OutreachCore
package import Postgres
package import Store

/// The built-in account as which workers act at the operator's organisation: steward for what they do to the register,
/// auditor for the heads of the trail.
package enum WorkerAccount {
    /// Its membership, asked for anew by each job, so that whoever disables the account stops what it does.
    ///
    /// - Throws: ``Refusal`` where the account is disabled or has lost its role.
    package static func membership(in database: Database, as role: Role = .steward) async throws -> Membership {
        let memberships = try await database.read(.signingIn) { try $0.memberships(of: "worker") }
        guard let member = memberships.first(where: { $0.role == role }) else {
            throw Refusal(
                .notPermitted, "The account worker is disabled or is no \(role.rawValue), so the job cannot be done.")
        }
        return member
    }
}
