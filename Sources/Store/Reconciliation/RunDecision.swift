package import Foundation
package import Linkage
package import OutreachCore
package import Postgres

/// What became of a person in a run.
package enum RunBand: String, Codable, Hashable, Sendable, CaseIterable {
    /// A number was given without a person.
    case automatic
    /// A steward was asked: it was doubtful, or in conflict with something.
    case review
    /// Nobody was found, or nobody likely enough.
    case none

    init(outcome: String) {
        self = Self.allCases.first { $0.outcomes.contains(outcome) } ?? .none
    }

    fileprivate var outcomes: [String] {
        switch self {
        case .automatic: ["assigned"]
        case .review: ["review", "conflict"]
        case .none: ["none"]
        }
    }
}

/// What a run decided about one person, and why.
package struct RunDecision: Sendable, PersonalData {
    package let person: PersonID
    package let band: RunBand
    package let grade: String
    /// The record of the best patient of the reference.
    package let record: String?
    package let number: NHSNumber?
    package let isConflict: Bool
    /// Evidence in bits.
    package let score: Double
    /// What decided, with the id of the model.
    package let rule: String
    package let reasons: [String]
    package let vetoes: [String]
    package let runnerUp: RunnerUp?
    package let waterfall: Waterfall?
    /// Whom the run merged with them, as far as that still stands.
    package let mergedWith: [PersonID]
    package let decidedAt: Date

    /// The next best patient.
    package struct RunnerUp: Encodable, Sendable {
        package let recordID: String
        package let score: Double
        /// How many bits it is behind, before vetoes.
        package let margin: Double
    }

    fileprivate init(row: borrowing Row) throws {
        person = try row.value("person_id")
        let outcome: String = try row.value("outcome")
        band = RunBand(outcome: outcome)
        isConflict = outcome == "conflict"
        grade = try row.value("grade")
        record = try row.optional("record_id")
        number = try row.optional("nhs_number")
        score = try row.value("score")
        rule = try row.value("rule")
        reasons = try row.array("reasons")
        vetoes = try row.array("vetoes")
        waterfall = try row.optional("waterfall", as: String.self).flatMap(Waterfall.init(text:))
        mergedWith = try row.array("merged_with")
        decidedAt = try row.value("traced_at")
        if let record: String = try row.optional("runner_up_record_id") {
            runnerUp = RunnerUp(
                recordID: record, score: try row.optional("runner_up_score") ?? 0,
                margin: try row.optional("margin") ?? 0)
        } else {
            runnerUp = nil
        }
    }
}

/// How many people of one country of birth a run decided about, and how.
package struct RunGroup: Sendable {
    /// Empty where it is not known.
    package let country: String
    package let people: Int
    package let automatic: Int
    package let review: Int

    package init(country: String, people: Int, automatic: Int, review: Int) {
        self.country = country
        self.people = people
        self.automatic = automatic
        self.review = review
    }

    fileprivate init(row: borrowing Row) throws {
        country = try row.value("country_of_birth")
        people = try row.value("people")
        automatic = try row.value("automatic")
        review = try row.value("review")
    }
}

extension Session {
    /// What a run decided, in the order of the people's ids.
    package func decisions(
        of run: RunID, in bands: [RunBand], after last: PersonID?, maximum: Int
    ) throws -> [RunDecision] {
        let outcomes = bands.isEmpty ? nil : PostgresArray(bands.flatMap(\.outcomes))
        return try all(
            .query("run/list_decisions"), run, outcomes, last, maximum, decode: RunDecision.init(row:))
    }

    /// What a run decided, by country of birth, the most people first.
    package func groups(of run: RunID) throws -> [RunGroup] {
        try all(.query("run/count_groups"), run, decode: RunGroup.init(row:))
    }
}
