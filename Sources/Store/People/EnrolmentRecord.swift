package import OutreachCore
package import Postgres

/// What becomes of one row of a file, or of one form: a row of the database's type `enrolment`.
package struct EnrolmentRecord: Sendable {
    /// Somebody whom the register does not know yet.
    ///
    /// A class, so that records are small where they are put together and shared out.
    package final class NewPerson: Sendable {
        package let details: PersonDetails
        package let keys: [Int64]
        /// `nil` for somebody with a number, and where a blank card was printed before.
        package let temporaryID: TemporaryID?
        package let hasBlankCard: Bool
        package let `case`: NewCase

        package init(
            _ details: PersonDetails, keys: [Int64], temporaryID: TemporaryID?, hasBlankCard: Bool,
            registration: NewCase
        ) {
            self.details = details
            self.keys = keys
            self.temporaryID = temporaryID
            self.hasBlankCard = hasBlankCard
            self.case = registration
        }
    }

    package let rowNumber: Int
    package let result: String
    /// As JSON.
    package let problems: String
    package let person: PersonID?
    package let employmentID: EmploymentID?
    package let employment: NewEmployment?
    package let newPerson: NewPerson?

    package init(
        row: Int, result: String, problems: String, person: PersonID?, employmentID: EmploymentID?,
        employment: NewEmployment?, newPerson: NewPerson?
    ) {
        rowNumber = row
        self.result = result
        self.problems = problems
        self.person = person
        self.employmentID = employmentID
        self.employment = employment
        self.newPerson = newPerson
    }

    /// In the order of the type's columns.
    fileprivate var fields: [String?] {
        [
            String(rowNumber), result, problems, person?.postgresText, employmentID?.postgresText,
            employment?.organisationId.postgresText, employment?.employerReference, employment?.jobRole,
            employment.map { String($0.priorityCohort) }, employment?.startedOn,
        ] + (newPerson.map(Self.fields) ?? Self.nobody)
    }

    private static let nobody = [String?](repeating: nil, count: 25)

    private static func fields(of new: NewPerson) -> [String?] {
        let (opened, details) = (new.case, new.details)
        return [
            new.hasBlankCard ? "card" : "person", new.temporaryID?.canonical, opened.caseId.postgresText,
            opened.organisationId.postgresText, opened.state, opened.dueOn, PostgresArray(new.keys).postgresText,
            details.title, details.givenNames, details.middleNames, details.familyName,
            PostgresArray(details.previousFamilyNames).postgresText, details.latinGivenNames,
            details.latinFamilyName, details.birthDate?.earliest.iso, details.birthDate?.precision.rawValue,
            details.sex.code, details.addressLine, details.town, details.postcode, details.phone, details.email,
            details.countryOfBirth, details.claimedNHSNumber, details.numberUnavailable.rawValue,
        ]
    }
}

extension Session {
    /// So many rows at once: a few MB of text.
    private static let rowsAtOnce = 5_000

    /// Writes what rows of enrolments bring, each with everything that belongs to it, and notes what became of them
    /// where they are of an upload.
    package func enrol(_ rows: [EnrolmentRecord], upload: UploadID? = nil) throws {
        for start in stride(from: 0, to: rows.count, by: Self.rowsAtOnce) {
            let part = rows[start..<min(start + Self.rowsAtOnce, rows.count)]
            try execute(.query("person/enrol_many"), PostgresComposites(part) { $0.fields }, upload)
        }
    }
}
