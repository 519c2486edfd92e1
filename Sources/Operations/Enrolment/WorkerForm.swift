internal import OutreachCore

/// What an employer writes about one worker: text as typed, nothing checked yet.
package struct WorkerForm: Hashable, Codable, Sendable, PersonalData {
    /// The parts of the form; the raw values name them in problems and files.
    package enum Field: String, Hashable, Codable, Sendable, CaseIterable {
        case employerReference = "employer_reference"
        case employer
        case title
        case givenNames = "given_names"
        case middleNames = "middle_names"
        case familyName = "family_name"
        case previousFamilyName = "previous_family_name"
        case latinGivenNames = "latin_given_names"
        case latinFamilyName = "latin_family_name"
        case birthDate = "birth_date"
        case sex
        case addressLine = "address_line"
        case town
        case postcode
        case phone
        case email
        case countryOfBirth = "country_of_birth"
        case jobRole = "job_role"
        case startedOn = "started_on"
        case nhsNumber = "nhs_number"
        case numberUnavailable = "number_unavailable"
    }

    fileprivate var texts: [Field: String] = [:]

    package init(_ texts: [Field: String] = [:]) {
        self.texts = texts
    }

    /// The text of a field; empty where nothing was written.
    package subscript(field: Field) -> String {
        get { texts[field] ?? "" }
        set { texts[field] = newValue }
    }

    package init(from decoder: any Decoder) throws {
        texts = try decoder.singleValueContainer().decode([Field: String].self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(texts.filter { !$0.value.isEmpty })
    }
}

extension WorkerForm.Field: CodingKeyRepresentable {}

extension WorkerForm {
    /// Whether nothing at all was written.
    package var isEmpty: Bool { texts.values.allSatisfy(\.isEmpty) }
}
