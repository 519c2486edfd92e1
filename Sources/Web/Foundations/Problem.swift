import Foundation
import HTTPTypes
import Operations
import OutreachCore
import Postgres

/// Why a request was not done, as RFC 9457 wants it told: a stable code for programs, a sentence for people.
struct Problem: Error, Sendable {
    let status: HTTPResponse.Status
    /// Stable, in snake case; the documentation lists them all.
    let code: String
    /// What to do, in one sentence that never repeats what was sent.
    let detail: String
    var errors: [FieldProblem] = []
    var headers: HTTPFields = [:]

    init(
        _ status: HTTPResponse.Status, _ code: String, _ detail: String, errors: [FieldProblem] = [],
        headers: HTTPFields = [:]
    ) {
        self.status = status
        self.code = code
        self.detail = detail
        self.errors = errors
        self.headers = headers
    }

    static func invalid(_ problems: [FieldProblem]) -> Problem {
        Problem(
            .unprocessableContent, "invalid", "Some of what was sent cannot be taken.",
            // Enough to correct a form or find a pattern in a file; safety.md, "Limits".
            errors: Array(problems.prefix(100)))
    }

    /// A problem that may be gone after some seconds.
    static func tryAgain(
        _ status: HTTPResponse.Status, _ code: String, _ detail: String, after seconds: Int = 1
    ) -> Problem {
        Problem(status, code, detail, headers: [.retryAfter: String(seconds)])
    }

    /// The service ends, or the caller has gone.
    private static let cancelled = Problem.tryAgain(
        .serviceUnavailable, "cancelled", "The request was cut off. Ask again with the same key.")

    /// The body, `application/problem+json`.
    struct Body: Encodable {
        let type: String
        let title: String
        let status: Int
        let detail: String
        let code: String
        let requestId: String
        let errors: [FieldProblem]?
    }

    func body(of requestID: String) -> Body {
        Body(
            type: "/docs#problem-\(code)", title: status.reasonPhrase, status: status.code, detail: detail, code: code,
            requestId: requestID, errors: errors.isEmpty ? nil : errors)
    }
}

extension Problem {
    /// What an error of the layers below means to a caller; `nil` where it is a defect of this program.
    init?(_ error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let refusal as Refusal: self.init(refusal)
        case let error as PostgresError: self.init(error)
        case is CancellationError: self = .cancelled
        default: return nil
        }
    }

    private init(_ refusal: Refusal) {
        let status: HTTPResponse.Status =
            switch refusal.code {
            case .notPermitted: .forbidden
            case .notFound: .notFound
            case .invalid, .keyUsedForAnotherRequest: .unprocessableContent
            case .conflict, .requestUnderWay: .conflict
            case .changedMeanwhile: .preconditionFailed
            }
        self.init(
            status, refusal.code.rawValue, refusal.sentence, errors: Array(refusal.problems.prefix(100)),
            headers: refusal.code == .requestUnderWay ? [.retryAfter: "1"] : [:])
    }

    private init?(_ error: PostgresError) {
        switch error.kind {
        case .outcomeUnknown:
            self = .tryAgain(
                .gatewayTimeout, "outcome_unknown",
                "It is not known whether this was done. Ask again with the same Idempotency-Key: it is done once.")
        case .nulInText:
            self = .invalid([
                FieldProblem(field: "body", code: "nul_in_text", message: "A text holds a character of code zero.")
            ])
        case .cancelled: self = .cancelled
        case .poolExhausted:
            self = .tryAgain(.serviceUnavailable, "busy", "The service is busy; nothing was done. Ask again.")
        case _ where error.isRetryable:
            self = .tryAgain(
                .serviceUnavailable, "unavailable", "The database cannot be reached; nothing was done. Ask again.")
        default: return nil
        }
    }
}
