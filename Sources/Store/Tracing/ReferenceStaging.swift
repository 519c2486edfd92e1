package import Linkage
package import OutreachCore
internal import Postgres

/// Writes the rows of a reference file into their staging table.
package struct ReferenceStaging {
    var writer: CopyWriter

    /// Adds one row, with the blocking keys under which its patient is found and the record that is
    /// compared.
    package mutating func write(_ row: ReferenceRow) throws {
        try writer.writeRow(row.values)
    }
}

/// One row of a reference file.
package enum ReferenceRow: Sendable, PersonalData {
    case patient(NewReferencePatient)
    /// Of a file of changes: the reference has this patient no more.
    case removal(rowNumber: Int, line: Int, record: String)

    /// In the order of `reference/copy_staging`.
    fileprivate var values: [any PostgresValue] {
        switch self {
        case .patient(let patient): patient.values + [false]
        case .removal(let rowNumber, let line, let record):
            [rowNumber, line, record] + Array(repeating: String?.none, count: 19) + [true]
        }
    }
}

/// One patient of a reference file.
package struct NewReferencePatient: Sendable, PersonalData {
    package let rowNumber: Int
    package let line: Int
    package let number: NHSNumber
    /// The patient as the matcher compares them; its id is the file's own key of the row.
    package let record: LinkageRecord
    package let birthDate: BirthDate?
    package let sex: Sex
    package let practiceCode: String
    package let supersededBy: String

    package init(
        rowNumber: Int, line: Int, number: NHSNumber, record: LinkageRecord, birthDate: BirthDate?, sex: Sex,
        practiceCode: String, supersededBy: String
    ) {
        self.rowNumber = rowNumber
        self.line = line
        self.number = number
        self.record = record
        self.birthDate = birthDate
        self.sex = sex
        self.practiceCode = practiceCode
        self.supersededBy = supersededBy
    }

    /// All but the last column of `reference/copy_staging`.
    fileprivate var values: [any PostgresValue] {
        let normalised = Normaliser.normalise(record)
        return [
            rowNumber, line, record.id, number, record.givenNames, record.middleNames, record.familyName,
            PostgresArray(record.previousFamilyNames), birthDate?.earliest, birthDate?.precision, sex.code,
            record.addressLine, record.postcode, record.previousPostcode, record.phone, record.email, practiceCode,
            record.status.contains(.deceased), record.status.contains(.confidential), supersededBy,
            PostgresArray(normalised.storedKeys), normalised.packed,
        ]
    }
}
