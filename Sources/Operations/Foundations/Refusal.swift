package import OutreachCore
package import Store

/// Why an operation was not done, in words for the person who asked for it.
///
/// Nothing has changed. It never repeats what was entered.
package struct Refusal: Error, Hashable, Codable, CustomStringConvertible {
    /// Stable names for programs.
    package enum Code: String, Hashable, Codable, Sendable {
        case notPermitted = "not_permitted"
        case notFound = "not_found"
        case invalid
        case conflict
        /// Somebody has changed it since the caller saw it.
        case changedMeanwhile = "changed_meanwhile"
        /// The same request, under the same key, is being done at this moment.
        case requestUnderWay = "request_under_way"
        case keyUsedForAnotherRequest = "idempotency_key_used_for_another_request"
    }

    package let code: Code
    /// One sentence that says what to do.
    package let sentence: String
    package let problems: [FieldProblem]

    package init(_ code: Code, _ sentence: String, problems: [FieldProblem] = []) {
        self.code = code
        self.sentence = sentence
        self.problems = problems
    }

    package var description: String { sentence }

    /// What is absent and what belongs to somebody else look the same.
    package static func notFound(_ what: String) -> Refusal {
        Refusal(.notFound, "There is no \(what) like that here. Check what you entered.")
    }

    package static func invalid(_ problems: [FieldProblem]) -> Refusal {
        Refusal(.invalid, "Some of what was entered cannot be taken.", problems: problems)
    }
}

/// A refusal that itself tells something: that a person is there or not, or what is recorded of them.
///
/// The operation is undone like after any refusal, and ``OperationRunner`` writes these entries before it passes the
/// refusal on: whoever learns something of a person stands in the audit trail.
package struct AuditedRefusal: Error, Sendable {
    package let refusal: Refusal
    package let audit: [AuditEntry]

    package init(_ refusal: Refusal, audit: AuditEntry) {
        self.refusal = refusal
        self.audit = [audit]
    }
}
