package import Linkage
package import OutreachCore
package import Postgres

/// A doubtful match that is to be put before a steward; its properties are the columns.
package struct NewReview: Encodable, Sendable {
    package enum Kind: String, Codable, Sendable, CaseIterable, PostgresValue {
        /// Two people of the register may be one.
        case duplicate
        /// A person may be a patient of the reference.
        case trace
        /// A number found for one person is held by another.
        case conflict
    }

    package let personId: PersonID
    /// Drawn by the database where it is not given.
    package let reviewId: ReviewID?
    package let kind: Kind
    /// Of a conflict.
    package let conflict: ConflictKind?
    package let otherPersonId: PersonID?
    package let recordId: String?
    package let nhsNumber: String?
    package let score: Double
    package let reasons: [String]
    package let vetoes: [String]
    package let runId: RunID?

    /// A duplicate: the two in one order, so that one pair has one review.
    package init(duplicate one: PersonID, _ other: PersonID, _ match: PairEvidence) {
        self.init(.duplicate, min(one, other), other: max(one, other), match: match)
    }

    /// A trace that a person has to look at, or a number that another person holds.
    package init(
        _ kind: Kind, _ person: PersonID, conflict: ConflictKind? = nil, other: PersonID? = nil, record: String? = nil,
        number: String? = nil, match: PairEvidence, run: RunID? = nil, id: ReviewID? = nil
    ) {
        personId = person
        reviewId = id
        self.kind = kind
        self.conflict = conflict
        otherPersonId = other
        recordId = record
        nhsNumber = number
        score = match.score
        reasons = match.reasons
        vetoes = match.vetoes
        runId = run
    }
}

/// What spoke for a match and what forbade it, in words and codes.
package struct PairEvidence: Sendable {
    package let score: Double
    package let rule: String
    package let reasons: [String]
    package let vetoes: [String]

    /// Two people named one number of Scotland or Northern Ireland; nothing was scored.
    package static let sameNationalNumber = PairEvidence(
        score: 0, rule: "same-national-number", reasons: ["the same CHI or H&C number"],
        vetoes: ["different-person-holds-number"])

    package init(score: Double, rule: String, reasons: [String], vetoes: [String]) {
        (self.score, self.rule, self.reasons, self.vetoes) = (score, rule, reasons, vetoes)
    }

    /// The matcher's score decided, by a model.
    ///
    /// - Parameters:
    ///   - decision: what it said.
    ///   - model: the id of the model.
    package init(_ decision: Decision, by model: String) {
        score = decision.score
        rule = Self.scored(by: model)
        reasons = decision.reasons
        vetoes = decision.vetoes.map(\.rawValue)
    }

    package init(_ decision: DuplicateDecision, by model: String) {
        score = decision.score
        rule = Self.scored(by: model)
        reasons = decision.reasons
        vetoes = decision.vetoes.map(\.rawValue)
    }

    private static func scored(by model: String) -> String { "fellegi-sunter:\(model)" }
}

/// What one trace of one person found.
package struct NewTrace: Sendable {
    package enum Outcome: String, PostgresValue {
        case assigned
        case review
        case conflict
        case none
    }

    package let person: PersonID
    package let source: String
    package let grade: MatchGrade
    package let record: String?
    package let number: NHSNumber?
    package let evidence: PairEvidence
    package let outcome: Outcome
    package let runnerUp: Decision.RunnerUp?
    package let waterfall: Waterfall?
    /// Of the person's details that were compared, where a run did.
    package let detailsVersion: Int?

    package init(
        _ person: PersonID, _ decision: Decision, by model: String, number: NHSNumber?, outcome: Outcome,
        version: Int? = nil, source: String = "reference"
    ) {
        self.person = person
        self.source = source
        grade = decision.grade
        record = decision.reference
        self.number = number
        evidence = PairEvidence(decision, by: model)
        self.outcome = outcome
        runnerUp = decision.runnerUp
        waterfall = decision.waterfall
        detailsVersion = version
    }

    /// A trace that led to no patient, and why in words.
    package init(_ person: PersonID, source: String, grade: MatchGrade, reason: String) {
        self.person = person
        self.source = source
        self.grade = grade
        evidence = PairEvidence(score: 0, rule: "", reasons: [reason], vetoes: [])
        outcome = .none
        (record, number, runnerUp, waterfall, detailsVersion) = (nil, nil, nil, nil, nil)
    }
}

/// What makes a review one of a kind among those that are open.
package struct ReviewTopic: Hashable, Sendable {
    package let person: PersonID
    package let kind: NewReview.Kind
    /// Of a duplicate.
    package let other: PersonID?
    /// Of a trace or a conflict.
    package let record: String?

    package init(_ kind: NewReview.Kind, _ person: PersonID, other: PersonID?, record: String?) {
        self.person = person
        self.kind = kind
        self.other = kind == .duplicate ? other : nil
        self.record = kind == .duplicate ? nil : record
    }
}

extension Session {
    /// What the reviews that wait are about.
    package func openReviews() throws -> Set<ReviewTopic> {
        Set(
            try all(.query("review/list_open")) { row in
                ReviewTopic(
                    try row.value("kind"), try row.value("person_id"), other: try row.optional("other_person_id"),
                    record: try row.optional("record_id"))
            })
    }

    package func open(_ reviews: [NewReview]) throws {
        guard !reviews.isEmpty else { return }
        try execute(.query("review/open_many"), JSONRows(reviews))
    }

    /// Keeps what traces found, on behalf of a run where there is one.
    ///
    /// Column by column: an object of JSON for each of a hundred thousand took a fifth of a run.
    package func add(_ traces: [NewTrace], run: RunID? = nil) throws {
        guard !traces.isEmpty else { return }
        try execute(
            .query("trace/add_many"), PostgresArray(traces.map(\.person)), run, PostgresArray(traces.map(\.source)),
            PostgresArray(traces.map(\.grade.rawValue)), PostgresArray(traces.map(\.record)),
            PostgresArray(traces.map(\.number)), PostgresArray(traces.map(\.evidence.score)),
            PostgresArray(traces.map(\.evidence.rule)),
            PostgresArray(traces.map { PostgresArray($0.evidence.reasons) }),
            PostgresArray(traces.map { PostgresArray($0.evidence.vetoes) }), PostgresArray(traces.map(\.outcome)),
            PostgresArray(traces.map(\.runnerUp?.reference)), PostgresArray(traces.map(\.runnerUp?.score)),
            PostgresArray(traces.map(\.runnerUp?.margin)), PostgresArray(traces.map(\.waterfall?.text)),
            PostgresArray(traces.map(\.detailsVersion)))
    }
}
