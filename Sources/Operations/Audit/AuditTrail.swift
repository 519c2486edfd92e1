import OutreachCore
package import Postgres
package import Store

/// The audit trail as a whole: sealed by the service, read by the auditor's role of the database.
package struct AuditTrail: Sendable {
    private let database: Database

    /// A year, so that a service that nobody restarts does not run out of them.
    private static let monthsAhead = 12

    package init(database: Database) {
        self.database = database
    }

    /// Seals what is not yet sealed, makes the partitions of the coming months, and answers how many entries it sealed.
    ///
    /// It is housekeeping, done every few seconds, and writes no entry of its own: there would never be an end.
    package func seal() async throws -> Int {
        var total = 0
        while true {
            let sealed = try await database.write(.sealing) { try Self.seal(in: $0) }
            total += sealed
            guard sealed >= Session.mostSealsAtOnce else { return total }
        }
    }

    /// One step of sealing, in the transaction of `session`.
    static func seal(in session: borrowing Session) throws -> Int {
        try session.makeAuditPartitions(monthsAhead: monthsAhead)
        return try session.sealAudit()
    }

    /// The end of each chain as it is now.
    package func heads() async throws -> [AuditHead] {
        try await database.read(.auditing) { try $0.auditHeads() }
    }

    /// Recomputes every hash, on one snapshot of the trail.
    ///
    /// - Parameter heads: The ends of the chains as they were at an earlier time.
    /// - Returns: What was found, in numbers.
    /// - Throws: ``PostgresError``.
    package func verify(heads: [AuditHead] = []) async throws -> AuditVerification.Report {
        try await database.read(.auditing) { session in
            var verification = AuditVerification(heads: heads)
            try session.forEachSeal { verification.take($0) }
            verification.finish()
            verification.note(try session.unsealedEntries())
            return verification.report
        }
    }

    /// Hands over the entries that an ``ExportAudit`` was allowed, each as a line of JSON; answers how many.
    package func export(
        _ allowed: ExportAudit.Outcome, line: @escaping @Sendable (String) throws -> Void
    ) async throws -> Int {
        try await database.read(.auditing) { session in
            var count = 0
            try session.exportAudit(from: allowed.from, to: allowed.to, people: allowed.people) { text in
                try line(text)
                count += 1
            }
            return count
        }
    }
}
