import Operations
import Store

/// The requests that come by the thousand.
extension WebServices {
    func check(_ operation: CheckTemporaryID, _ exchange: Exchange) async throws -> TemporaryIDCheck {
        try await hot.check(operation, as: exchange.member)
    }

    func record(_ operation: RecordVaccination, _ exchange: Exchange) async throws -> RecordVaccination.Outcome {
        try await hot.record(operation, as: exchange.member, key: exchange.idempotencyKey)
    }

    func enrol(_ operation: EnrolWorker, _ exchange: Exchange) async throws -> EnrolmentOutcome {
        try await hot.enrol(operation, as: exchange.member, key: exchange.idempotencyKey)
    }
}
