import Operations
import Store

/// The requests that come by the thousand.
extension WebServices {
    func check(_ operation: CheckTemporaryID, _ exchange: Exchange) async throws -> TemporaryIDCheck {
        try await hot.check(operation, as: exchange.member)
    }

    func record(_ operation: RecordVaccination, _ exchange: Exchange) async throws -> RecordVaccination.Outcome {
        try await exchange.once(operation)
    }

    func enrol(_ operation: EnrolWorker, _ exchange: Exchange) async throws -> EnrolmentOutcome {
        try await exchange.once(operation)
    }
}
