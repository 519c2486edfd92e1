internal import Linkage
internal import OutreachCore
internal import Store

/// One field of the two records of a review, with the characters marked in which they differ.
package struct ComparedField: Hashable, Encodable, Sendable, PersonalData {
    package let field: String
    package let this: [TextSegment]
    package let other: [TextSegment]

    init(_ field: String, _ this: String, _ other: String) {
        let difference = TextDifference(this, other)
        self.field = field
        self.this = difference.this
        self.other = difference.other
    }
}

/// A record as the two sides of a review are shown: field by field, in one order.
struct ShownRecord {
    private let values: [(field: String, text: String)]

    private static let fields = [
        "title", "given_names", "middle_names", "family_name", "previous_family_names", "latin_given_names",
        "latin_family_name", "birth_date", "sex", "address_line", "town", "postcode", "previous_postcode", "phone",
        "email", "country_of_birth", "claimed_nhs_number", "nhs_number", "practice_code", "status",
    ]

    init(_ details: PersonDetails, numbers: [NHSNumber]) {
        values = [
            ("title", details.title ?? ""), ("given_names", details.givenNames),
            ("middle_names", details.middleNames), ("family_name", details.familyName),
            ("previous_family_names", details.previousFamilyNames.joined(separator: ", ")),
            ("latin_given_names", details.latinGivenNames ?? ""),
            ("latin_family_name", details.latinFamilyName ?? ""),
            ("birth_date", details.birthDate?.formattedForStaff ?? ""), ("sex", details.sex.code),
            ("address_line", details.addressLine), ("town", details.town), ("postcode", details.postcode),
            ("phone", details.phone), ("email", details.email), ("country_of_birth", details.countryOfBirth),
            ("claimed_nhs_number", details.claimedNHSNumber),
            ("nhs_number", numbers.map(\.formatted).joined(separator: ", ")),
        ]
    }

    /// A patient whose details are withheld is shown without what tells where they are (hazard H15).
    init(_ patient: PatientDetails) {
        let record = patient.record
        let isWithheld = record.status.contains(.confidential)
        let places = [
            ("address_line", record.addressLine), ("postcode", record.postcode),
            ("previous_postcode", record.previousPostcode), ("phone", record.phone), ("email", record.email),
            ("practice_code", patient.practiceCode),
        ]
        values =
            [
                ("given_names", record.givenNames), ("middle_names", record.middleNames),
                ("family_name", record.familyName),
                ("previous_family_names", record.previousFamilyNames.joined(separator: ", ")),
                ("birth_date", patient.birthDate?.formattedForStaff ?? ""), ("sex", patient.sex.code),
                ("nhs_number", patient.number.formatted), ("status", record.status.words),
            ] + (isWithheld ? [] : places)
    }

    /// The fields of two records side by side; those that neither has are left out.
    static func compare(_ this: ShownRecord, _ other: ShownRecord?) -> [ComparedField] {
        fields.compactMap { field in
            let (one, two) = (this[field], other?[field] ?? "")
            return one.isEmpty && two.isEmpty ? nil : ComparedField(field, one, two)
        }
    }

    private subscript(field: String) -> String { values.first { $0.field == field }?.text ?? "" }
}

extension LinkageRecord.Status {
    fileprivate var words: String {
        [
            contains(.deceased) ? "deceased" : nil, contains(.superseded) ? "superseded" : nil,
            contains(.confidential) ? "details withheld" : nil,
        ].compactMap(\.self).joined(separator: ", ")
    }
}
