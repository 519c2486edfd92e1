package import OutreachCore
package import Postgres

package enum TraceBatchSubject {}
package typealias TraceBatchID = Key<TraceBatchSubject>

/// Whom a batch of questions is about.
package enum TraceScope: String, Hashable, Codable, Sendable, CaseIterable, PostgresValue {
    /// People who wait for a number.
    case waiting
    /// People who hold one: whether it still stands.
    case held
}

/// Somebody about whom a batch may ask.
package struct PersonToAsk: Sendable {
    package let person: PersonID
    package let version: Int
    /// The number that is held, or the one that the person claims; `nil` where there is none that can be one.
    package let number: NHSNumber?
}

/// A question that is to be added; its properties are the columns.
package struct NewTraceQuestion: Encodable, Sendable {
    package let personId: PersonID
    package let reference: String
    package let version: Int
    package let askedNumber: String

    package init(_ asked: PersonToAsk, reference: String) {
        personId = asked.person
        self.reference = reference
        version = asked.version
        askedNumber = asked.number?.digits ?? ""
    }
}

/// A question as it goes out.
package struct TraceQuestion: Sendable, PersonalData {
    package let reference: String
    package let person: PersonID
    package let askedNumber: String
    package let details: PersonDetails
}

/// A question that an answer belongs to, and what was answered before.
package struct AskedQuestion: Sendable {
    package let reference: String
    package let person: PersonID
    package let askedNumber: String
    package let code: String?
    package let matchedNumber: String?
}

/// An answer that is to be kept; its properties are the columns.
package struct NewTraceAnswer: Encodable, Sendable, PersonalData {
    package let reference: String
    package let code: String
    package let outcome: String
    package let matchedNumber: String?
    package let algorithm: String
    package let confidence: Double?
    package var givenNames = ""
    package var middleNames = ""
    package var familyName = ""
    package var birthDate: String?
    package var birthDatePrecision: String?
    package var sex = "0"
    package var addressLine = ""
    package var postcode = ""
    package var phone = ""
    package var email = ""
    package var practiceCode = ""
    package var deceased = false
    package var confidential = false

    package init(
        _ reference: String, code: String, outcome: String, matched: NHSNumber?, algorithm: String, confidence: Double?
    ) {
        self.reference = reference
        self.code = code
        self.outcome = outcome
        matchedNumber = matched?.digits
        self.algorithm = algorithm
        self.confidence = confidence
    }
}

extension Session {
    /// Whom a batch may ask about now.
    package func peopleToAsk(_ scope: TraceScope) throws -> [PersonToAsk] {
        try all(.query("trace_batch/list_people_to_ask"), scope) { row in
            let claimed = try? NHSNumber(parsing: try row.value("claimed_nhs_number"))
            return PersonToAsk(
                person: try row.value("person_id"), version: try row.value("version"),
                number: try row.optional("held_number") ?? claimed)
        }
    }

    package func add(_ questions: [NewTraceQuestion], as batch: TraceBatchID, _ scope: TraceScope) throws {
        try execute(.query("trace_batch/add"), batch, scope)
        try execute(.query("trace_batch/add_rows"), batch, JSONRows(questions))
    }

    /// The questions of a batch, or `nil` where there is none of this id.
    package func questions(of batch: TraceBatchID) throws -> [TraceQuestion]? {
        let found = try first(.query("trace_batch/find"), batch) { try $0.value("scope", as: TraceScope.self) }
        guard found != nil else { return nil }
        return try all(.query("trace_batch/list_questions"), batch) { row in
            TraceQuestion(
                reference: try row.value("reference"), person: try row.value("person_id"),
                askedNumber: try row.value("asked_number"), details: try PersonDetails(row: row))
        }
    }

    /// The questions of these references, locked until the transaction ends.
    package func askedQuestions(_ references: [String]) throws -> [String: AskedQuestion] {
        let rows = try all(.query("trace_batch/list_rows"), PostgresArray(references)) { row in
            AskedQuestion(
                reference: try row.value("reference"), person: try row.value("person_id"),
                askedNumber: try row.value("asked_number"), code: try row.optional("code"),
                matchedNumber: try row.optional("matched_number"))
        }
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.reference, $0) })
    }

    package func keep(_ answers: [NewTraceAnswer]) throws {
        try execute(.query("trace_batch/answer_rows"), JSONRows(answers))
    }
}
