import Crypto
package import Foundation
import OutreachCore
package import Postgres
package import Store

/// Runs operations: permission, transaction, effect, audit entry and idempotency key, all or nothing.
package struct OperationRunner: Sendable {
    private let database: Database
    private let now: @Sendable () -> Date
    private var trace: TraceContext?

    package init(database: Database, now: @escaping @Sendable () -> Date) {
        self.database = database
        self.now = now
    }

    /// The same for one request: the jobs and messages that come of it belong to its trace.
    package func traced(by trace: TraceContext?) -> OperationRunner {
        var runner = self
        runner.trace = trace
        return runner
    }

    /// Does the operation once for this call.
    ///
    /// - Throws: ``Refusal``, or ``PostgresError`` where the database could not do it.
    package func run<Task: Operation>(_ operation: Task, as member: Membership) async throws -> Task.Outcome {
        try Self.permit(Task.self, to: member)
        let moment = Moment(now())
        var context = context(of: member, operation.timeout)
        // A rehearsal may not: nothing takes back what another transaction has committed.
        context.mayHaveSecondHand = true
        return try await auditingRefusals(as: member) { [context] in
            try await database.write(context) { session in
                try Self.perform(operation, in: session, by: member, at: moment)
            }
        }
    }

    /// Does the operation once for this key, however often it is asked for.
    ///
    /// - Throws: ``Refusal``, or ``PostgresError``; after an unknown outcome, ask again with the same key.
    package func run<Task: RepeatableOperation>(
        _ operation: Task, as member: Membership, key: String
    ) async throws -> Task.Outcome {
        try Self.permit(Task.self, to: member)
        let moment = Moment(now())
        let claim = try Self.claim(operation, key: key)
        return try await auditingRefusals(as: member) {
            try await database.write(context(of: member, operation.timeout)) { session in
                try Self.perform(operation, once: claim, in: session, by: member, at: moment)
            }
        }
    }

    /// Does the operation and takes it back, to show what it would do.
    ///
    /// What was looked at for it is audited. Constraints that are checked at COMMIT are not checked.
    package func rehearse<Task: Operation>(_ operation: Task, as member: Membership) async throws -> Task.Outcome {
        try Self.permit(Task.self, to: member)
        let moment = Moment(now())
        do {
            return try await auditingRefusals(as: member) {
                try await database.write(.acting(as: member, timeout: operation.timeout)) { session in
                    throw Rehearsal(effect: try operation.perform(in: session, by: member, at: moment))
                }
            }
        } catch let rehearsal as Rehearsal<Task.Outcome> {
            try await audit(rehearsal.effect.audit.map(\.rehearsed), as: member)
            return rehearsal.effect.outcome
        }
    }

    /// Carries what an operation did out of the transaction that is undone by it.
    private struct Rehearsal<Outcome: Sendable>: Error {
        let effect: Effect<Outcome>
    }

    private func context(of member: Membership, _ timeout: Duration?) -> TransactionContext {
        .acting(as: member, timeout: timeout).traced(by: trace)
    }

    /// A refusal undoes the transaction, and with it the entry that says who looked: that is written before the answer.
    private func auditingRefusals<Result>(
        as member: Membership, _ body: () async throws -> Result
    ) async throws -> Result {
        do {
            return try await body()
        } catch let refused as AuditedRefusal {
            try await audit(refused.audit, as: member)
            throw refused.refusal
        }
    }

    private func audit(_ entries: [AuditEntry], as member: Membership) async throws {
        try await database.write(.acting(as: member)) { session in
            for entry in entries { try session.audit(entry) }
        }
    }

    static func permit<Task: Operation>(_ type: Task.Type, to member: Membership) throws {
        guard Task.roles.contains(member.role) else {
            throw Refusal(.notPermitted, "The role \(member.role.rawValue) may not do this.")
        }
    }

    private static func perform<Task: Operation>(
        _ operation: Task, in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Task.Outcome {
        let effect = try operation.perform(in: session, by: member, at: moment)
        for entry in effect.audit { try session.audit(entry) }
        return effect.outcome
    }

    private static func perform<Task: RepeatableOperation>(
        _ operation: Task, once claim: IdempotencyKey, in session: borrowing Session, by member: Membership,
        at moment: Moment
    ) throws -> Task.Outcome {
        switch try session.claim(claim) {
        case .new:
            let outcome = try perform(operation, in: session, by: member, at: moment)
            try session.answer(claim, with: try text(of: outcome))
            return outcome
        case .answered(let response):
            return try JSONDecoder().decode(Task.Outcome.self, from: Data(response.utf8))
        case .underWay:
            throw Refusal(
                .requestUnderWay, "The same request is being done at this moment. Ask again with the same key.")
        case .usedForAnother:
            throw Refusal(
                .keyUsedForAnotherRequest, "This idempotency key stands for another request. Use a new key.")
        }
    }

    /// The key of a request with what the request is.
    static func claim<Task: RepeatableOperation>(_ operation: Task, key: String) throws -> IdempotencyKey {
        IdempotencyKey(operation: Task.name, key: key, requestSHA256: try digest(of: operation))
    }

    /// An answer as it is kept with its key.
    static func text(of outcome: some Encodable) throws -> String {
        String(decoding: try JSONEncoder().encode(outcome), as: UTF8.self)
    }

    private static func digest(of request: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return Array(SHA256.hash(data: try encoder.encode(request)))
    }
}

extension AuditEntry {
    /// The same entry of something that was tried and taken back.
    fileprivate var rehearsed: AuditEntry { AuditEntry("rehearse_" + action, people: people, details: details) }
}
