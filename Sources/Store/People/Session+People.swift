package import Linkage
package import OutreachCore
package import Postgres

extension Session {
    /// Keeps enrolments of one person, or under one reference of an employer, apart until the transaction ends.
    package func lockEnrolment(keys: [Int64], employer: OrganisationID, reference: String?) throws {
        try lockEnrolment(exclusively: false)
        let references = reference.map { ["\(employer) \($0)"] } ?? []
        try execute(.query("person/lock_enrolment_keys"), PostgresArray(keys), PostgresArray(references))
    }

    /// Keeps a file of enrolments apart from every other enrolment until the transaction ends.
    package func lockEnrolmentForFile() throws {
        try lockEnrolment(exclusively: true)
    }

    private func lockEnrolment(exclusively: Bool) throws {
        try execute(.query("person/lock_enrolment"), exclusively)
    }

    /// Adds people, whose details, identifiers and employments follow.
    package func addPeople(_ people: [PersonID]) throws {
        try execute(.query("person/add_many"), PostgresArray(people))
    }

    /// Adds a version of details for each of these people, and the blocking keys that follow from it.
    package func addDetails(_ people: [(id: PersonID, version: Int, details: PersonDetails)], reason: String) throws {
        let rows = people.map { PersonDetailsRow($0.id, version: $0.version, $0.details) }
        try execute(.query("person/add_details"), JSONRows(rows), reason)
        let keyed = people.flatMap { person in person.details.blockingKeys.map { (person.id, $0) } }
        try execute(.query("person/add_keys"), PostgresArray(keyed.map(\.0)), PostgresArray(keyed.map(\.1)))
    }

    /// Forgets the blocking keys of a person whose details get a new version.
    ///
    /// Keys that another version of the normaliser made stay: they only make the person somebody to compare.
    package func removeKeys(of person: PersonID) throws {
        guard let held = try currentDetails(of: person)?.details else { return }
        try execute(.query("person/remove_keys"), person, PostgresArray(held.blockingKeys))
    }

    /// People of the whole register who share a blocking key, also those that the acting organisation may not see: for
    /// comparing only.
    package func registerCandidates(sharing keys: [Int64]) throws -> [RegisterCandidate] {
        try all(
            .query("person/list_register_candidates"), PostgresArray(keys), decode: RegisterCandidate.init(row:))
    }
}

/// A person of the register who may be somebody about to be enrolled.
package struct RegisterCandidate: Sendable {
    package let person: PersonID
    /// Whom the group is shown as.
    package let golden: PersonID
    package let record: LinkageRecord
    /// Whether the person has an NHS number.
    package let isNumbered: Bool

    init(row: borrowing Row) throws {
        person = try row.value("person_id")
        golden = try row.value("golden_person_id")
        isNumbered = try row.value("is_numbered")
        record = LinkageRecord(
            id: person.description,
            givenNames: try row.value("given_names"), middleNames: try row.value("middle_names"),
            familyName: try row.value("family_name"),
            previousFamilyNames: try row.array("previous_family_names"),
            birthDate: try BirthDate(row: row).map(LinkageRecord.BirthDate.init),
            sex: LinkageRecord.Sex(try Sex(column: "sex", of: row)),
            addressLine: try row.value("address_line"), postcode: try row.value("postcode"),
            phone: try row.value("phone"), email: try row.value("email"),
            nhsNumber: try row.value("nhs_number"))
    }
}

extension PersonDetails {
    /// The details as the matcher compares them.
    package func linkageRecord(id: String) -> LinkageRecord {
        LinkageRecord(
            id: id, givenNames: givenNames, middleNames: middleNames, familyName: familyName,
            previousFamilyNames: previousFamilyNames, birthDate: birthDate.map(LinkageRecord.BirthDate.init),
            sex: LinkageRecord.Sex(sex), addressLine: addressLine, postcode: postcode, phone: phone, email: email,
            nhsNumber: claimedNHSNumber)
    }

    /// The keys under which people who may be this one are found.
    package var blockingKeys: [Int64] { Normaliser.normalise(linkageRecord(id: "")).storedKeys }
}

extension NormalisedRecord {
    /// The blocking keys as the database stores them: 64 signed bits.
    package var storedKeys: [Int64] { blockingKeys.map { Int64(bitPattern: $0) } }
}

extension LinkageRecord.BirthDate {
    package init(_ date: BirthDate) {
        self.init(
            year: date.earliest.year, month: date.precision == .year ? nil : date.earliest.month,
            day: date.precision == .day ? date.earliest.day : nil)
    }
}

extension LinkageRecord.Sex {
    package init?(_ sex: Sex) {
        switch sex {
        case .female: self = .female
        case .male: self = .male
        case .notKnown, .notSpecified: return nil
        }
    }
}

/// A row of `person_details` as `person/add_details` reads it.
struct PersonDetailsRow: Encodable {
    let personId: PersonID
    let version: Int
    let title: String?
    let givenNames: String
    let middleNames: String
    let familyName: String
    let previousFamilyNames: [String]
    let latinGivenNames: String?
    let latinFamilyName: String?
    let birthDate: String?
    let birthDatePrecision: String?
    let sex: String
    let addressLine: String
    let town: String
    let postcode: String
    let phone: String
    let email: String
    let countryOfBirth: String
    let claimedNhsNumber: String
    let numberUnavailable: String

    init(_ id: PersonID, version: Int, _ details: PersonDetails) {
        personId = id
        self.version = version
        title = details.title
        givenNames = details.givenNames
        middleNames = details.middleNames
        familyName = details.familyName
        previousFamilyNames = details.previousFamilyNames
        latinGivenNames = details.latinGivenNames
        latinFamilyName = details.latinFamilyName
        birthDate = details.birthDate?.earliest.iso
        birthDatePrecision = details.birthDate?.precision.rawValue
        sex = details.sex.code
        addressLine = details.addressLine
        town = details.town
        postcode = details.postcode
        phone = details.phone
        email = details.email
        countryOfBirth = details.countryOfBirth
        claimedNhsNumber = details.claimedNHSNumber
        numberUnavailable = details.numberUnavailable.rawValue
    }
}
