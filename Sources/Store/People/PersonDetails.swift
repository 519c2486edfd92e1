package import OutreachCore
package import Postgres

/// One version of what is known of a person, as one employer or site described them.
///
/// Contact fields hold what was entered where it could not be read as what it should be: a wrong postcode still helps
/// to find somebody.
package struct PersonDetails: Hashable, Sendable, PersonalData {
    package var title: String?
    package var givenNames = ""
    package var middleNames = ""
    package var familyName = ""
    package var previousFamilyNames: [String] = []
    package var latinGivenNames: String?
    package var latinFamilyName: String?
    package var birthDate: BirthDate?
    package var sex = Sex.notKnown
    package var addressLine = ""
    package var town = ""
    package var postcode = ""
    package var phone = ""
    package var email = ""
    package var countryOfBirth = ""
    package var claimedNHSNumber = ""
    package var numberUnavailable = NHSNumberUnavailableReason.notKnown

    package init() {}

    package init(row: borrowing Row) throws {
        title = try row.optional("title")
        givenNames = try row.value("given_names")
        middleNames = try row.value("middle_names")
        familyName = try row.value("family_name")
        previousFamilyNames = try row.array("previous_family_names")
        latinGivenNames = try row.optional("latin_given_names")
        latinFamilyName = try row.optional("latin_family_name")
        birthDate = try BirthDate(row: row)
        sex = try Sex(column: "sex", of: row)
        addressLine = try row.value("address_line")
        town = try row.value("town")
        postcode = try row.value("postcode")
        phone = try row.value("phone")
        email = try row.value("email")
        countryOfBirth = try row.value("country_of_birth")
        claimedNHSNumber = try row.value("claimed_nhs_number")
        numberUnavailable = try row.value("number_unavailable")
    }
}

extension PersonDetails {
    /// The name with its parts where pages and cards show it.
    ///
    /// - Throws: ``PersonName/ParseError`` for text that was never taken through it: a defect.
    package var name: PersonName {
        get throws {
            let given = [givenNames, middleNames].filter { !$0.isEmpty }.joined(separator: " ")
            return try PersonName(
                given: given, family: familyName, title: title, latin: nil, previousFamilyNames: previousFamilyNames)
        }
    }
}

extension BirthDate {
    /// The columns `birth_date` and `birth_date_precision`; `nil` where they are NULL.
    package init?(row: borrowing Row) throws {
        guard let date = try row.optional("birth_date", as: CalendarDate.self) else { return nil }
        self.init(date, precision: try row.value("birth_date_precision"))
    }
}

extension Sex {
    /// A column that holds the code of the NHS Data Dictionary.
    package init(column: String, of row: borrowing Row) throws {
        let code: String = try row.value(column)
        guard let sex = Sex.allCases.first(where: { $0.code == code }) else {
            throw PostgresError(.undecodable, subject: column)
        }
        self = sex
    }
}
