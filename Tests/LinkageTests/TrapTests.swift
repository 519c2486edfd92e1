import Linkage
import Testing

/// Pairs of two people that look like one.
///
/// In every case the query's own person is not in the reference, which is where false merges come from.
@Suite struct TrapTests {
    private static let village: [LinkageRecord] = {
        var village = Village(seed: 11)
        return village.people(12_000)
    }()

    private static let linker = Linker(frequencies: NameFrequencies(village.map(Normaliser.normalise)))

    @Test("is never certain, alone or in a list", arguments: Trap.allCases)
    func trap(_ trap: Trap) {
        var others = Village(seed: 12)
        let victims = Self.village.prefix(800)
        let impostors = victims.map { trap.impostor(of: $0, village: &others) }
        for (victim, impostor) in zip(victims, impostors) {
            let victim = trap.amended(victim)
            let assessment = Self.linker.compare(Normaliser.normalise(impostor), Normaliser.normalise(victim))
            #expect(assessment.grade != .certain)
        }
        let decisions = Self.linker.link(queries: impostors, references: victims.map(trap.amended))
        #expect(decisions.count { $0.grade == .certain } == 0)
    }
}

@Suite struct RareNameTests {
    /// A name that one person of 12,000 bears.
    private static let reference = LinkageRecord(
        id: "P1", givenNames: "Wilhelmina", familyName: "Featherstone", birthDate: .init(year: 1985, month: 7, day: 14),
        sex: .female, addressLine: "14 Mill Lane", postcode: "LS1 4AB", phone: "07123 456789", email: "wf@mail.example")

    private static let village: [LinkageRecord] = {
        var village = Village(seed: 13)
        return village.people(12_000)
    }()

    @Test func `a rare name and a birth date are certain where nothing speaks against them`() {
        #expect(grade(with: "07123 000999", "").grade == .certain)
        #expect(grade(with: "", "BD1 1AA").grade == .certain)
    }

    @Test func `another home, phone and e-mail address make even a rare name a steward's`() {
        let decision = grade(with: "07123 000999", "BD1 1AA", "another@mail.example")
        #expect(decision.grade == .probable)
        #expect(decision.vetoes == [.onlyNameAndBirthDate])
    }

    @Test func `in a short reference no name is known to be rare`() {
        var query = Self.reference
        query.addressLine = ""
        query.postcode = ""
        query.phone = ""
        query.email = ""
        #expect(Linker().link(queries: [query], references: [Self.reference])[0].grade == .probable)
    }

    private func grade(with phone: String, _ postcode: String, _ email: String = "") -> Decision {
        var query = Self.reference
        query.id = "T1"
        query.phone = phone
        query.postcode = postcode
        query.addressLine = postcode.isEmpty ? "" : "3 High Road"
        query.email = email
        return Linker().link(queries: [query], references: Self.village + [Self.reference])[0]
    }
}

enum Trap: CaseIterable {
    case twinAtHome
    case twinWithSharedPhone
    case twinWithNameOneLetterOff
    case parentOfTheSameName
    case parentOfTheSameNameBornTheSameDay
    case namesakeBornTheSameYear
    case namesakeBornTheSameDay
    case namesakeBornOnFirstOfJanuary
    case namesakeBornOnFirstOfJanuaryWithSharedPhone
    case namesakeBornAYearLaterWithSharedPhone
    case relativesNHSNumber
    case relativesPhone
    case deadNamesake
    case housemate
    case spouseWithSameGivenName
    case siblingsOfOneFirstName
    case brothersOfCrossedNames

    func impostor(of victim: LinkageRecord, village: inout Village) -> LinkageRecord {
        var impostor = village.person()
        impostor.id = "T" + victim.id
        switch self {
        case .twinAtHome:
            copyBirthAndHome(of: victim, to: &impostor)
            impostor.givenNames = village.otherGivenName(than: victim)
        case .twinWithSharedPhone:
            copyBirthAndHome(of: victim, to: &impostor)
            impostor.givenNames = village.otherGivenName(than: victim)
            impostor.phone = victim.phone
            impostor.email = victim.email
        case .twinWithNameOneLetterOff:
            copyBirthAndHome(of: victim, to: &impostor)
            impostor.givenNames = Self.neighbours[victim.givenNames] ?? village.otherGivenName(than: victim)
            impostor.phone = victim.phone
        case .parentOfTheSameName, .parentOfTheSameNameBornTheSameDay:
            copyNames(of: victim, to: &impostor)
            copyHome(of: victim, to: &impostor)
            impostor.phone = victim.phone
            impostor.email = victim.email
            let year = (victim.birthDate?.year ?? 1980) - 27
            impostor.birthDate?.year = year
            if self == .parentOfTheSameNameBornTheSameDay { impostor.birthDate = victim.birthDate.map { $0.in(year) } }
        case .namesakeBornTheSameYear:
            copyNames(of: victim, to: &impostor)
            impostor.postcode = victim.postcode
            impostor.birthDate?.year = victim.birthDate?.year ?? 1980
            impostor.birthDate?.month = (victim.birthDate?.month ?? 1) % 12 + 1
        case .namesakeBornTheSameDay:
            copyNames(of: victim, to: &impostor)
            impostor.birthDate = victim.birthDate
        case .namesakeBornOnFirstOfJanuary:
            copyNames(of: victim, to: &impostor)
            copyHome(of: victim, to: &impostor)
            impostor.birthDate = amended(victim).birthDate
        case .namesakeBornOnFirstOfJanuaryWithSharedPhone:
            copyNames(of: victim, to: &impostor)
            impostor.phone = victim.phone
            impostor.birthDate = amended(victim).birthDate
        case .namesakeBornAYearLaterWithSharedPhone:
            copyNames(of: victim, to: &impostor)
            impostor.phone = victim.phone
            impostor.birthDate = victim.birthDate.map { $0.in($0.year + 1) }
        case .relativesNHSNumber:
            impostor.familyName = victim.familyName
            impostor.nhsNumber = amended(victim).nhsNumber
            copyHome(of: victim, to: &impostor)
        case .relativesPhone:
            impostor.familyName = victim.familyName
            impostor.givenNames = village.otherGivenName(than: victim)
            impostor.phone = victim.phone
        case .deadNamesake:
            let id = impostor.id
            impostor = victim
            impostor.id = id
        case .housemate:
            copyHome(of: victim, to: &impostor)
            impostor.phone = victim.phone
            impostor.familyName = victim.familyName
        case .spouseWithSameGivenName:
            impostor.givenNames = victim.givenNames
            impostor.familyName = victim.sex == .female ? "Singh" : "Kaur"
            impostor.sex = victim.sex == .female ? .male : .female
            copyHome(of: victim, to: &impostor)
            impostor.birthDate = victim.birthDate
            impostor.phone = victim.phone
        case .siblingsOfOneFirstName:
            copyBirthAndHome(of: victim, to: &impostor)
            impostor.givenNames = victim.givenNames + " Hassan"
            impostor.phone = victim.phone
        case .brothersOfCrossedNames:
            copyBirthAndHome(of: victim, to: &impostor)
            impostor.givenNames = victim.givenNames + " Hassan"
            impostor.phone = victim.phone
        }
        return impostor
    }

    /// The reference as the trap needs it.
    func amended(_ victim: LinkageRecord) -> LinkageRecord {
        var victim = victim
        switch self {
        case .deadNamesake: victim.status = .deceased
        case .relativesNHSNumber: victim.nhsNumber = "999" + String(victim.id.dropFirst())
        case .namesakeBornOnFirstOfJanuary, .namesakeBornOnFirstOfJanuaryWithSharedPhone:
            victim.birthDate = .init(year: victim.birthDate?.year ?? 1980, month: 1, day: 1)
        case .siblingsOfOneFirstName: victim.givenNames += " Ali"
        case .brothersOfCrossedNames: victim.givenNames = "Ali " + victim.givenNames
        case .twinAtHome, .twinWithSharedPhone, .twinWithNameOneLetterOff, .parentOfTheSameName,
            .parentOfTheSameNameBornTheSameDay, .namesakeBornTheSameYear, .namesakeBornTheSameDay, .relativesPhone,
            .namesakeBornAYearLaterWithSharedPhone, .housemate, .spouseWithSameGivenName:
            break
        }
        return victim
    }

    private static let neighbours = [
        "Daniel": "Daniela", "Daniela": "Daniel", "Kamal": "Kamala", "Kamala": "Kamal", "Jaspreet": "Jagpreet",
        "Jagpreet": "Jaspreet", "Gurpreet": "Harpreet", "Harpreet": "Jaspreet", "Mandeep": "Amandeep",
        "Amandeep": "Mandeep", "Jose": "Joseph", "Joseph": "Josephine", "Manpreet": "Harpreet",
    ]

    private func copyNames(of victim: LinkageRecord, to impostor: inout LinkageRecord) {
        impostor.givenNames = victim.givenNames
        impostor.familyName = victim.familyName
        impostor.sex = victim.sex
    }

    private func copyHome(of victim: LinkageRecord, to impostor: inout LinkageRecord) {
        impostor.addressLine = victim.addressLine
        impostor.postcode = victim.postcode
    }

    private func copyBirthAndHome(of victim: LinkageRecord, to impostor: inout LinkageRecord) {
        copyHome(of: victim, to: &impostor)
        impostor.familyName = victim.familyName
        impostor.birthDate = victim.birthDate
        impostor.sex = victim.sex
    }
}

extension LinkageRecord.BirthDate {
    fileprivate func `in`(_ year: Int) -> Self {
        var date = self
        date.year = year
        return date
    }
}
