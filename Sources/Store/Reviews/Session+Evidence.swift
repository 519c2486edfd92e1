package import Foundation
package import Linkage
package import OutreachCore
package import Postgres

/// A patient of the active reference as somebody looks at one.
package struct PatientDetails: Sendable, PersonalData {
    package let record: LinkageRecord
    package let number: NHSNumber
    package let birthDate: BirthDate?
    package let sex: Sex
    package let practiceCode: String
    package let supersededBy: NHSNumber?
    /// The live person of the register who holds the number.
    package let holder: PersonID?

    fileprivate init(row: borrowing Row) throws {
        record = try LinkageRecord(patient: row)
        number = try row.value("nhs_number")
        birthDate = try BirthDate(row: row)
        sex = try Sex(column: "sex", of: row)
        practiceCode = try row.value("practice_code")
        supersededBy = try? NHSNumber(parsing: try row.value("superseded_by"))
        holder = try row.optional("holder")
    }
}

/// What one trace of a person found, as somebody looks at it.
package struct TraceEntry: Hashable, Encodable, Sendable, PersonalData {
    package let personID: PersonID
    package let runID: RunID?
    package let source: String
    package let grade: String
    package let nhsNumber: NHSNumber?
    package let score: Double
    package let reasons: [String]
    package let vetoes: [String]
    package let outcome: String
    package let tracedAt: Date

    fileprivate init(row: borrowing Row) throws {
        personID = try row.value("person_id")
        runID = try row.optional("run_id")
        source = try row.value("source")
        grade = try row.value("grade")
        nhsNumber = try row.optional("nhs_number")
        score = try row.value("score")
        reasons = try row.array("reasons")
        vetoes = try row.array("vetoes")
        outcome = try row.value("outcome")
        tracedAt = try row.value("traced_at")
    }
}

extension Session {
    /// What the active reference says under a number; `nil` where it has none, or none is loaded.
    package func patient(_ number: NHSNumber) throws -> PatientDetails? {
        try first(.query("reference/find_patient"), number, decode: PatientDetails.init(row:))
    }

    /// What traces of these people found, the latest first.
    package func traces(of people: [PersonID], maximum: Int) throws -> [TraceEntry] {
        try all(.query("trace/list_of_people"), PostgresArray(people), maximum, decode: TraceEntry.init(row:))
    }

    /// The version of the details that holds now, of each of these people.
    package func detailVersions(of people: [PersonID]) throws -> [PersonID: Int] {
        let rows = try all(.query("person/list_versions"), PostgresArray(people)) { row in
            (try row.value("person_id", as: PersonID.self), try row.value("version", as: Int.self))
        }
        return Dictionary(uniqueKeysWithValues: rows)
    }
}
