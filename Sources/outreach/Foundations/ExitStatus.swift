import ArgumentParser
import Foundation
import Operations
import OutreachCore
import Postgres
import Store

/// The exit statuses of the program, after sysexits(3) where it has one.
enum ExitStatus: Int32 {
    /// Refused: the message says what to do, and nothing has changed.
    case notDone = 1
    /// Not there, or not for this account to see.
    case notFound = 2
    /// A defect or an incomplete installation.
    case broken = 70
    /// Done or not done: ask again with the same idempotency key.
    case unknown = 74
    /// Nothing was done, and the same command may work in a moment.
    case tryAgain = 75
    /// Not permitted for the account.
    case notPermitted = 77
    /// A setting is missing, or the database is not fit for use.
    case notConfigured = 78

    init(_ error: any Error) {
        switch error {
        case let refusal as Refusal:
            switch refusal.code {
            case .notPermitted: self = .notPermitted
            case .notFound: self = .notFound
            case .requestUnderWay: self = .tryAgain
            case .invalid, .conflict, .changedMeanwhile, .keyUsedForAnotherRequest: self = .notDone
            }
        case let error as PostgresError:
            self = error.kind == .outcomeUnknown ? .unknown : error.isRetryable ? .tryAgain : .broken
        case is Settings.Missing, is Services.NotReady, is Migrator.Failure: self = .notConfigured
        default: self = .broken
        }
    }
}

/// Runs the body of a command and turns its failure into a sentence on standard error and an exit status.
func reportingFailures(_ body: () async throws -> Void) async throws {
    do {
        try await body()
    } catch let exit as ExitCode {
        throw exit
    } catch let error as ValidationError {
        throw error
    } catch {
        for line in sentences(for: error) { Terminal.warn(line) }
        throw ExitCode(ExitStatus(error).rawValue)
    }
}

/// What a person is told.
///
/// Only texts that this program wrote itself: another error's text may repeat what was entered.
private func sentences(for error: any Error) -> [String] {
    switch error {
    case let refusal as Refusal:
        [refusal.sentence] + refusal.problems.map { "  \($0.field): \($0.message)" }
    case let error as PostgresError where error.kind == .outcomeUnknown:
        ["The database did not say whether it was done. Run the same command again with the same key."]
    case let error as PostgresError where error.isRetryable:
        ["The database cannot be reached or is busy; nothing was done. Try again, or see outreach doctor."]
    case let codes as PostgresError:
        ["The database refused a statement of this program; nothing was done. Please report: \(codes.description)"]
    case let missing as Settings.Missing: [missing.description]
    case let reasons as Services.NotReady: [reasons.description]
    case let failure as Migrator.Failure: [failure.description]
    default: ["This failed and nothing was done. Please report: \(String(describing: type(of: error)))"]
    }
}
