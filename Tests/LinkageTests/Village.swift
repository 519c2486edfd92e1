import Linkage

/// Made-up people: enough of them to know which names are common.
struct Village {
    private var generator: SplitMix64
    private var count = 0

    init(seed: UInt64) {
        generator = SplitMix64(seed: seed)
    }

    /// People of a community of few names, half of them named Kaur or Singh.
    mutating func people(_ count: Int) -> [LinkageRecord] {
        (0..<count).map { _ in person() }
    }

    mutating func person() -> LinkageRecord {
        count += 1
        let isFemale = Bool.random(using: &generator)
        let given = pick(isFemale ? Self.women : Self.men)
        let family = Int.random(in: 0..<10, using: &generator) < 5 ? (isFemale ? "Kaur" : "Singh") : pick(Self.families)
        return LinkageRecord(
            id: "P\(String(count + 1_000_000))",
            givenNames: given,
            familyName: family,
            birthDate: birthDate(),
            sex: isFemale ? .female : .male,
            addressLine: "\(Int.random(in: 1...199, using: &generator)) \(pick(Self.families)) Road",
            postcode: postcode(),
            phone: phone(),
            email: "\(given).\(family)\(Int.random(in: 1...99_999, using: &generator))@mail.example")
    }

    mutating func birthDate() -> LinkageRecord.BirthDate {
        LinkageRecord.BirthDate(
            year: Int.random(in: 1960...2004, using: &generator),
            month: Int.random(in: 1...12, using: &generator),
            day: Int.random(in: 2...28, using: &generator))
    }

    mutating func postcode() -> String {
        "\(pick(["LS", "BD", "WF", "HX", "HD"]))\(Int.random(in: 1...29, using: &generator)) "
            + "\(Int.random(in: 1...9, using: &generator))\(pick(Self.inwardLetters))\(pick(Self.inwardLetters))"
    }

    mutating func phone() -> String {
        "07\(Int.random(in: 100_000_000...999_999_999, using: &generator))"
    }

    mutating func otherGivenName(than person: LinkageRecord) -> String {
        let names = (Self.women + Self.men).filter { $0 != person.givenNames }
        return pick(names)
    }

    mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[Int.random(in: choices.indices, using: &generator)]
    }

    private static let inwardLetters = ["A", "B", "D", "E", "F", "G", "H", "J", "L", "N", "P", "Q"]
    private static let women = [
        "Harpreet", "Lovepreet", "Manpreet", "Jaspreet", "Simran", "Navdeep", "Kiran", "Amandeep", "Daniela", "Maria",
        "Grace", "Blessing", "Adaeze", "Kamala", "Ioana", "Natalia", "Precious", "Josephine", "Aisha", "Fatima",
    ]
    private static let men = [
        "Harpreet", "Jagpreet", "Gurpreet", "Mandeep", "Daniel", "Kamal", "Mohammed", "Ahmed", "Emmanuel", "Samuel",
        "Tendai", "Farai", "Andrei", "Piotr", "Joseph", "Mathew", "Biju", "Jose", "Ravi", "Rajesh",
    ]
    private static let families = [
        "Thomas", "Mathew", "Varghese", "Okafor", "Adeyemi", "Nowak", "Kowalski", "Popescu", "Moyo", "Ncube", "Khan",
        "Ahmed", "Patel", "Sharma", "Santos", "Reyes", "Mensah", "Owusu", "Boateng", "Smith",
    ]
}
