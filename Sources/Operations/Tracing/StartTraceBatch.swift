internal import Foundation
package import OutreachCore
package import Postgres
package import Store

/// Makes a batch of questions for the national tracing service: about everybody who waits for a number, or about every
/// number that is held.
package struct StartTraceBatch: RepeatableOperation {
    package static let name = "start_trace_batch"
    package static let roles: Set<Role> = [.steward]

    package let scope: TraceScope

    package init(_ scope: TraceScope = .waiting) {
        self.scope = scope
    }

    package struct Outcome: Hashable, Codable, Sendable {
        /// Nothing where there is nobody to ask about.
        package let batch: TraceBatchID?
        package let rows: Int

        package init(batch: TraceBatchID?, rows: Int) {
            self.batch = batch
            self.rows = rows
        }
    }

    package var timeout: Duration? { .seconds(120) }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let people = try session.peopleToAsk(scope)
        guard !people.isEmpty else { return Effect(Outcome(batch: nil, rows: 0), audit: AuditEntry(Self.name)) }
        let batch = TraceBatchID()
        try session.add(
            people.map { NewTraceQuestion($0, reference: UUID().uuidString.replacing("-", with: "")) }, as: batch, scope
        )
        return Effect(
            Outcome(batch: batch, rows: people.count),
            audit: AuditEntry(
                Self.name, details: ["batch": batch.description, "rows": String(people.count), "scope": scope.rawValue])
        )
    }
}

/// Hands out the file of a batch, as often as it is asked for: what was true when the batch was made.
package struct ExportTraceBatch: Operation {
    package static let name = "export_trace_batch"
    package static let roles: Set<Role> = [.steward]

    package let batch: TraceBatchID

    package init(_ batch: TraceBatchID) {
        self.batch = batch
    }

    package struct Outcome: Sendable, PersonalData {
        /// The file, with carriage returns at the ends of lines.
        package let bytes: [UInt8]
        package let rows: Int
    }

    package var timeout: Duration? { .seconds(120) }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        guard let questions = try session.questions(of: batch) else { throw Refusal.notFound("trace batch") }
        return Effect(
            Outcome(bytes: TraceRequestFile.bytes(questions), rows: questions.count),
            audit: AuditEntry(Self.name, people: questions.map(\.person), details: ["batch": batch.description]))
    }
}
