import Foundation
import OutreachCore
import Postgres
package import Store

extension HotOperations {
    /// Does ``RecordVaccination`` once for this key, however often it is asked for.
    ///
    /// A dose that the rules let pass, for whoever holds the ID, goes by batches: one reads, ``RecordVaccination`` decides,
    /// another writes where nothing has changed meanwhile. Everything else is done by an ordinary transaction.
    ///
    /// - Throws: ``Refusal``, or ``PostgresError``; after an unknown outcome, ask again with the same key.
    package func record(
        _ operation: RecordVaccination, as member: Membership, key: String
    ) async throws -> RecordVaccination.Outcome {
        try OperationRunner.permit(RecordVaccination.self, to: member)
        if let outcome = try await recordInBatch(operation, as: member, key: key) { return outcome }
        return try await runner.run(operation, as: member, key: key)
    }

    private func recordInBatch(
        _ operation: RecordVaccination, as member: Membership, key: String
    ) async throws -> RecordVaccination.Outcome? {
        let moment = Moment(now())
        guard case .temporaryID(let text) = operation.person, let id = try? TemporaryID(parsing: text),
            let entry = try? DoseEntry(operation.dose, performer: member.accountName, at: moment),
            let recipient = try await permitted(writes.recipient(id, for: member, key: key)),
            // Whatever is refused, or recorded already, is said by the ordinary operation.
            case .add(let dose)? = try? operation.decide(
                entry, for: RecordVaccination.Recipient(recipient.file), by: member, at: moment)
        else { return nil }
        let claim = try OperationRunner.claim(operation, key: key)
        let decided = DecidedDose(
            dose.version, number: dose.number, audit: dose.audit, claim: claim,
            response: try OperationRunner.text(of: dose.outcome))
        let isDone = try await permitted(
            writes.record(decided, presenting: id, of: recipient, for: member, key: key))
        return isDone ? dose.outcome : nil
    }

    func permitted<Value>(_ answer: Permitted<Value>) throws -> Value {
        switch answer {
        case .no: throw Self.membershipEnded
        case .yes(let value): return value
        }
    }
}
