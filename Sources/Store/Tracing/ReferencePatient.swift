package import Linkage
import OutreachCore
package import Postgres

/// A patient of the reference, as the matcher compares them.
package struct ReferencePatient: Sendable {
    package let record: LinkageRecord
    package let nhsNumber: String
    /// A live person of the register has the number already.
    package let isHeld: Bool

    package init(row: borrowing Row) throws {
        record = try LinkageRecord(patient: row)
        nhsNumber = record.nhsNumber
        isHeld = try row.value("is_held")
    }
}

extension LinkageRecord {
    /// A patient of a reference.
    package init(patient row: borrowing Row) throws {
        var status: LinkageRecord.Status = []
        if try row.value("deceased") { status.insert(.deceased) }
        if try row.value("confidential") { status.insert(.confidential) }
        if try !row.value("superseded_by", as: String.self).isEmpty { status.insert(.superseded) }
        self.init(
            id: try row.value("record_id"),
            givenNames: try row.value("given_names"), middleNames: try row.value("middle_names"),
            familyName: try row.value("family_name"), previousFamilyNames: try row.array("previous_family_names"),
            birthDate: try OutreachCore.BirthDate(row: row).map(LinkageRecord.BirthDate.init),
            sex: LinkageRecord.Sex(try OutreachCore.Sex(column: "sex", of: row)),
            addressLine: try row.value("address_line"), postcode: try row.value("postcode"),
            previousPostcode: try row.value("previous_postcode"), phone: try row.value("phone"),
            email: try row.value("email"), nhsNumber: try row.value("nhs_number"), status: status)
    }
}

extension Session {
    /// Whether there is a reference to trace by; asked by those, too, who may not read it.
    package func hasReference() throws -> Bool {
        try first(.query("reference/find_whether_any")) { try $0.value("is_there", as: Bool.self) } ?? false
    }

    /// Patients of the active reference who share a blocking key: for comparing only.
    package func referenceCandidates(sharing keys: [Int64]) throws -> [ReferencePatient] {
        try all(.query("reference/list_candidates"), PostgresArray(keys), decode: ReferencePatient.init(row:))
    }
}
