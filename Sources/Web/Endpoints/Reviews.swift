import Foundation
import HTTPTypes
import Hummingbird
import Operations
import OutreachCore
import Store

extension Endpoint {
    /// What the records team decides: doubtful matches, conflicts, declarations, numbers.
    static let reviews: [Endpoint] = [
        Endpoint(.get, "/reviews", ListReviews.self, limit: .lookup) { exchange in
            let kinds = try exchange.words("kind", NewReview.Kind.self)
            let standings = try exchange.words("standing", ReviewStanding.self)
            let assignee = try exchange.words("assignee", ListReviews.Assignee.self).first
            let days = try exchange.days("older_than_days")
            return try await exchange.list(by: { (line: ListReviews.Line) in line.reviewID }) { after, size in
                try await exchange.run(
                    ListReviews(
                        kinds: kinds, standings: standings, assignee: assignee, olderThanDays: days, after: after,
                        maximum: size))
            }
        },
        Endpoint(.get, "/reviews/{review_id}", ShowReview.self, limit: .lookup) { exchange in
            let shown = try await exchange.run(ShowReview(try exchange.id("review_id", of: "review")))
            return try Answer.json(.ok, shown, headers: [.eTag: "\"\(shown.version)\""])
        },
        Endpoint(.post, "/reviews/{review_id}/assign", AssignReview.self) { exchange in
            let review: ReviewID = try exchange.id("review_id", of: "review")
            let request = try await exchange.read { AssignReview(review, to: $0.value("colleague", SignIn.self)) }
            return try Answer.json(.ok, AssignedReview(try await exchange.once(request)))
        },
        Endpoint(.post, "/reviews/{review_id}/release", ReleaseReview.self) { exchange in
            let review: ReviewID = try exchange.id("review_id", of: "review")
            return try Answer.json(.ok, Result(try await exchange.once(ReleaseReview(review))))
        },
        Endpoint(.post, "/reviews/{review_id}/decisions", DecideReview.self) { exchange in
            let review: ReviewID = try exchange.id("review_id", of: "review")
            let version = try exchange.expectedVersion
            let request = try await exchange.read { (fields: inout JSONFields) -> DecideReview? in
                fields.require("verdict")
                let verdict = fields.word("verdict", ReviewVerdict.self)
                let reason = fields.requiredText("reason")
                let day = fields.value("returns_on", CalendarDate.self)
                return verdict.map {
                    DecideReview(review, $0, reason: reason, returnsOn: day, seenVersion: version)
                }
            }
            let decided = try await exchange.once(request)
            return try Answer.json(.ok, DecidedReview(decided), headers: [.eTag: "\"\(decided.version)\""])
        },
        Endpoint(.post, "/reviews/{review_id}/undo", UndoReview.self) { exchange in
            let review: ReviewID = try exchange.id("review_id", of: "review")
            let request = try await exchange.read { UndoReview(review, reason: $0.requiredText("reason")) }
            return try Answer.json(.ok, UndoneReview(try await exchange.once(request)))
        },
        Endpoint(.get, "/review-figures", ReviewFigures.self) { exchange in
            try Answer.json(.ok, try await exchange.run(ReviewFigures(days: try exchange.days("days") ?? 30)))
        },
        Endpoint(.get, "/exclusions", ListExclusions.self, limit: .lookup) { exchange in
            let all = try exchange.flag("withdrawn")
            return try await exchange.list(by: { (line: ListExclusions.Line) in line.exclusionID }) { after, size in
                try await exchange.run(ListExclusions(onlyStanding: !all, after: after, maximum: size))
            }
        },
        Endpoint(.post, "/exclusions", DeclareExclusion.self, limit: .lookup) { exchange in
            let request = try await exchange.read { $0.exclusion() }
            return try Answer.json(.created, DeclaredExclusion(try await exchange.once(request)))
        },
        Endpoint(.post, "/exclusions/{exclusion_id}/withdraw", WithdrawExclusion.self) { exchange in
            let exclusion: ExclusionID = try exchange.id("exclusion_id", of: "declaration")
            let request = try await exchange.read { WithdrawExclusion(exclusion, reason: $0.requiredText("reason")) }
            return try Answer.json(.ok, Result(try await exchange.once(request)))
        },
        Endpoint(.post, "/people/numbers", EnterNumber.self, limit: .lookup) { exchange in
            let accepts = exchange.services.acceptsTestNumbers
            let request = try await exchange.read { (fields: inout JSONFields) -> EnterNumber? in
                let person = fields.person("person")
                fields.require("nhs_number")
                let number = fields.value("nhs_number", NHSNumber.self)
                let reason = fields.requiredText("reason")
                guard let person, let number else { return nil }
                return EnterNumber(person, number, reason: reason, acceptsTestNumbers: accepts)
            }
            let outcome = try await exchange.once(request)
            return try Answer.json(outcome.result == .given ? .created : .accepted, EnteredNumber(outcome))
        },
        Endpoint(.post, "/people/numbers/close", CloseNumber.self, limit: .lookup) { exchange in
            let request = try await exchange.read { (fields: inout JSONFields) -> CloseNumber? in
                fields.require("nhs_number")
                let number = fields.value("nhs_number", NHSNumber.self)
                let reason = fields.requiredText("reason")
                return number.map { CloseNumber($0, reason: reason) }
            }
            return try Answer.json(.ok, ClosedNumber(try await exchange.once(request)))
        },
        Endpoint(.post, "/number-changes/{change_id}/undo", UndoNumberChange.self) { exchange in
            let change: NumberChangeID = try exchange.id("change_id", of: "change of a number")
            let request = try await exchange.read { UndoNumberChange(change, reason: $0.requiredText("reason")) }
            return try Answer.json(.ok, UndoneNumberChange(try await exchange.once(request)))
        },
    ]
}

extension JSONFields {
    /// What a person is not: another person, or whoever has a number.
    fileprivate mutating func exclusion() -> DeclareExclusion? {
        let person = person("person")
        let reason = requiredText("reason")
        let number = value("nhs_number", NHSNumber.self)
        if isAbsent("other") == isAbsent("nhs_number") {
            return refuse("other", "one_needed", "Send either other or nhs_number.")
        }
        if let number { return person.map { DeclareExclusion($0, isNot: .number(number), reason: reason) } }
        guard let other = self.person("other") else { return nil }
        return person.map { DeclareExclusion($0, isNot: .person(other), reason: reason) }
    }
}

extension Exchange {
    /// Words of a closed list in the query string, with commas between.
    func words<Word: RawRepresentable<String> & CaseIterable>(
        _ name: String, _ type: Word.Type
    ) throws -> [Word] {
        try (query(name) ?? "").split(separator: ",").map { text in
            guard let word = Word(rawValue: String(text)) else {
                throw Problem(
                    .badRequest, "invalid_query",
                    "Send as \(name) out of: \(Word.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
            return word
        }
    }

    fileprivate func days(_ name: String) throws -> Int? {
        guard let text = query(name) else { return nil }
        guard let days = Int(text), (0...3_660).contains(days) else {
            throw Problem(.badRequest, "invalid_query", "Send as \(name) a whole number of days from 0 to 3660.")
        }
        return days
    }
}

private struct AssignedReview: Encodable {
    let reviewID: ReviewID
    let assignedUntil: Date

    init(_ outcome: AssignReview.Outcome) {
        reviewID = outcome.review
        assignedUntil = outcome.assignedUntil
    }
}

private struct DecidedReview: Encodable {
    let reviewID: ReviewID
    let outcome: ReviewStep.Outcome
    let standing: ReviewStanding
    let causes: [SecondPersonCause]
    let mergeID: MergeID?
    let exclusionID: ExclusionID?
    let conflictReviewID: ReviewID?
    let warnings: [DoseWarning]
    let version: Int

    init(_ decided: DecideReview.Outcome) {
        reviewID = decided.review
        outcome = decided.outcome
        standing = decided.standing
        causes = decided.causes
        mergeID = decided.merge
        exclusionID = decided.exclusion
        conflictReviewID = decided.conflict
        warnings = decided.warnings
        version = decided.version
    }
}

private struct UndoneReview: Encodable {
    let reviewID: ReviewID
    let mergeID: MergeID?
    let exclusionID: ExclusionID?
    let numberClosed: Bool
    let numberReturned: Bool
    let caseRestored: Bool

    init(_ outcome: UndoReview.Outcome) {
        reviewID = outcome.review
        mergeID = outcome.merge
        exclusionID = outcome.exclusion
        numberClosed = outcome.number
        numberReturned = outcome.returned
        caseRestored = outcome.restored
    }
}

private struct DeclaredExclusion: Encodable {
    let exclusionID: ExclusionID

    init(_ outcome: DeclareExclusion.Outcome) {
        exclusionID = outcome.exclusion
    }
}

private struct EnteredNumber: Encodable {
    let personID: PersonID
    let result: EnterNumber.Outcome.Result
    let reviewID: ReviewID?
    let causes: [SecondPersonCause]
    let changeID: NumberChangeID?

    init(_ outcome: EnterNumber.Outcome) {
        personID = outcome.person
        result = outcome.result
        reviewID = outcome.review
        causes = outcome.causes
        changeID = outcome.change
    }
}

private struct ClosedNumber: Encodable {
    let personID: PersonID
    let exclusionID: ExclusionID
    let changeID: NumberChangeID

    init(_ outcome: CloseNumber.Outcome) {
        personID = outcome.person
        exclusionID = outcome.exclusion
        changeID = outcome.change
    }
}

private struct UndoneNumberChange: Encodable {
    let changeID: NumberChangeID
    let personID: PersonID
    let numberReturned: Bool

    init(_ outcome: UndoNumberChange.Outcome) {
        changeID = outcome.change
        personID = outcome.person
        numberReturned = outcome.returned
    }
}
