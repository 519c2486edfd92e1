import Linkage

/// What happens to people between a reference and a care home's list: the counterpart of ``Trap``.
///
/// Everything that a kind does not change stays as it was, but that half of the people have no e-mail address there.
enum TrueChange: CaseIterable {
    case marriedAndReferenceKnows
    case marriedAndListKnows
    case marriedAndNobodyKnows
    case namesExchanged
    case transliteration
    case nickname
    case movedHouse
    case movedHouseWithNewPhone
    case doubleName
    case givenNameMistyped
    case familyNameMistyped
    case dayAndMonthExchanged
    case birthDateMistyped
    case onlyYearKnown
    case postcodeMistyped
    case withoutHome

    /// How many of a hundred must at least be found, automatically or for a steward, and as the right person.
    ///
    /// A name by marriage that nobody knows, in a new home, leaves given name, birth date and phone.
    var atLeast: Int {
        switch self {
        case .movedHouseWithNewPhone: 95
        case .marriedAndNobodyKnows, .birthDateMistyped, .onlyYearKnown: 97
        case .marriedAndReferenceKnows, .marriedAndListKnows, .namesExchanged, .transliteration, .nickname, .movedHouse,
            .doubleName, .givenNameMistyped, .familyNameMistyped, .dayAndMonthExchanged, .postcodeMistyped,
            .withoutHome:
            99
        }
    }

    /// Whether the kind can happen to a person.
    func fits(_ person: LinkageRecord) -> Bool {
        switch self {
        case .marriedAndReferenceKnows, .marriedAndListKnows, .marriedAndNobodyKnows, .doubleName: person.sex == .female
        case .transliteration: Self.spellings[person.givenNames] != nil
        case .nickname: Self.nicknames[person.givenNames] != nil
        case .givenNameMistyped: person.givenNames.count > 4
        case .familyNameMistyped: person.familyName.count > 4
        case .dayAndMonthExchanged: person.birthDate.map { ($0.day ?? 0) <= 12 && $0.day != $0.month } ?? false
        case .namesExchanged, .movedHouse, .movedHouseWithNewPhone, .birthDateMistyped, .onlyYearKnown,
            .postcodeMistyped, .withoutHome:
            true
        }
    }

    /// The two records of a person.
    func records(of person: LinkageRecord, village: inout Village) -> (query: LinkageRecord, reference: LinkageRecord) {
        var (query, reference) = (person, person)
        let other = village.person()
        query.id = "T" + person.id + "\(self)"
        if person.id.last?.wholeNumberValue.map({ $0.isMultiple(of: 2) }) == true { query.email = "" }
        switch self {
        case .marriedAndReferenceKnows, .marriedAndListKnows, .marriedAndNobodyKnows:
            marry(other, &query, &reference)
        case .namesExchanged: swap(&query.givenNames, &query.familyName)
        case .transliteration: query.givenNames = Self.spellings[person.givenNames] ?? ""
        case .nickname: query.givenNames = Self.nicknames[person.givenNames] ?? ""
        case .movedHouse, .movedHouseWithNewPhone:
            (query.addressLine, query.postcode) = (other.addressLine, other.postcode)
            if self == .movedHouseWithNewPhone {
                query.phone = other.phone
                query.email = person.email
            }
        case .doubleName: query.familyName += "-Featherstone"
        case .givenNameMistyped: query.givenNames = Self.mistyped(person.givenNames)
        case .familyNameMistyped: query.familyName = Self.mistyped(person.familyName)
        case .dayAndMonthExchanged:
            query.birthDate = person.birthDate.map { .init(year: $0.year, month: $0.day, day: $0.month) }
        case .birthDateMistyped:
            query.birthDate = person.birthDate.map { .init(year: $0.year, month: $0.month, day: ($0.day ?? 2) - 1) }
        case .onlyYearKnown: query.birthDate = person.birthDate.map { .init(year: $0.year, month: 1, day: 1) }
        case .postcodeMistyped: query.postcode = String(person.postcode.dropLast(2)) + "ZZ"
        case .withoutHome: (query.addressLine, query.postcode) = ("", "")
        }
        return (query, reference)
    }

    private func marry(_ spouse: LinkageRecord, _ query: inout LinkageRecord, _ reference: inout LinkageRecord) {
        let maiden = query.familyName
        query.familyName = spouse.familyName == maiden ? "Featherstone" : spouse.familyName
        switch self {
        case .marriedAndListKnows: query.previousFamilyNames = [maiden]
        case .marriedAndReferenceKnows:
            reference.familyName = query.familyName
            reference.previousFamilyNames = [maiden]
            query.familyName = maiden
        default: (query.addressLine, query.postcode) = (spouse.addressLine, spouse.postcode)
        }
    }

    /// Two neighbours exchanged behind the second letter.
    private static func mistyped(_ name: String) -> String {
        var letters = Array(name)
        letters.swapAt(2, 3)
        return letters[2] == letters[3] ? String(letters.dropLast()) : String(letters)
    }

    private static let spellings = [
        "Mohammed": "Md", "Aisha": "Ayesha", "Fatima": "Fathema", "Mathew": "Mathai", "Harpreet": "Harprit",
        "Jaspreet": "Jasprit", "Manpreet": "Manprit", "Navdeep": "Navdip", "Ahmed": "Ahmad", "Mandeep": "Mandip",
    ]
    private static let nicknames = [
        "Daniel": "Danny", "Joseph": "Joe", "Samuel": "Sam", "Emmanuel": "Manny", "Natalia": "Natalka",
        "Josephine": "Josie", "Piotr": "Piotrek", "Maria": "Ma", "Ioana": "Oana", "Adaeze": "Ada",
    ]
}
