import Linkage
import Testing

@Suite struct NormaliserTests {
    @Test(
        "Names of any script become lower-case Latin tokens",
        arguments: [
            ("Łukasz", ["lukasz"]),
            ("Bjørn-Åge", ["bjorn", "age"]),
            ("Đặng", ["dang"]),
            ("Groß", ["gross"]),
            ("Ærøskøbing", ["aeroskobing"]),
            ("Aristița", ["aristita"]),
            ("O'Brien", ["obrien"]),
            ("O’Brien", ["obrien"]),
            ("  Mary   Anne ", ["mary", "anne"]),
            ("Mrs Anna", ["anna"]),
            ("Dr", ["dr"]),
            ("Ωmega", ["omega"]),
            ("İbrahim", ["ibrahim"]),
            ("", []),
            ("--", []),
        ])
    func tokens(_ text: String, _ expected: [String]) {
        #expect(Normaliser.normalise(LinkageRecord(id: "1", givenNames: text)).givenNames == expected)
    }

    @Test("Every script gives Latin letters", arguments: ["Наталья", "王小明", "ਗੁਰਪ੍ਰੀਤ", "محمد", "Γεωργία", "ნინო"])
    func transliteration(_ text: String) {
        let tokens = Normaliser.normalise(LinkageRecord(id: "1", givenNames: text)).givenNames
        #expect(!tokens.isEmpty)
        #expect(tokens.allSatisfy { $0.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) } })
    }

    @Test func `a family name is joined and its parts are kept, but for particles`() {
        let record = Normaliser.normalise(LinkageRecord(id: "1", familyName: "Dela Cruz-Santos"))
        #expect(record.familyName == "delacruzsantos")
        #expect(record.familyNameParts == ["cruz", "santos"])
    }

    @Test(
        "Postcodes are mended by position",
        arguments: [
            ("PL14 9FD", "PL149FD"), ("pli49fd", "PL149FD"), ("PL1 49FD", "PL149FD"), ("S01 2AB", "SO12AB"),
            ("SO1 2AB", "SO12AB"), ("EI4 2AB", "E142AB"), ("S1O 2AB", "S102AB"), ("W1A OAX", "W1A0AX"),
            ("BI 1AA", "B11AA"), ("EC1A 1BB", "EC1A1BB"), ("C01O 1AA", "CO101AA"), ("", ""), ("none", ""),
            ("12345678", ""), ("ABC", ""),
        ])
    func postcode(_ text: String, _ expected: String) {
        #expect(Normaliser.normalise(LinkageRecord(id: "1", postcode: text)).postcode == expected)
    }

    @Test(
        "A phone is its last ten digits",
        arguments: [
            ("07123 456789", "7123456789"), ("+44 7123 456789", "7123456789"),  // phones, not an NHS number
            ("0044(0)7123456789", "7123456789"),  // phones, not an NHS number
            ("456789", ""), ("00000000000", ""), ("", ""),
        ])
    func phone(_ text: String, _ expected: String) {
        #expect(Normaliser.normalise(LinkageRecord(id: "1", phone: text)).phone == expected)
    }

    @Test func `house numbers keep their order and the house comes last`() {
        let record = Normaliser.normalise(LinkageRecord(id: "1", addressLine: "FLAT 11, 53A Ash St"))
        #expect(record.houseNumbers == ["11", "53a"])
    }

    @Test func `e-mail addresses and NHS numbers are folded or dropped`() {
        let record = Normaliser.normalise(
            LinkageRecord(id: "1", email: " Ann.B@Mail.Example ", nhsNumber: "999 000 0018"))
        #expect(record.email == "ann.b@mail.example")
        #expect(record.nhsNumber == "9990000018")
        let unusable = Normaliser.normalise(LinkageRecord(id: "1", email: "n/a", nhsNumber: "99900"))
        #expect(unusable.email.isEmpty)
        #expect(unusable.nhsNumber.isEmpty)
    }

    @Test func `printing or dumping a record shows nothing of the person`() {
        var village = Village(seed: 1)
        let record = village.person()
        var dumped = ""
        dump(record, to: &dumped)
        dump(Normaliser.normalise(record), to: &dumped)
        let texts = [dumped, "\(record)", String(reflecting: record), "\(Normaliser.normalise(record))"]
        for text in texts {
            #expect(!text.contains(record.givenNames))
            #expect(!text.contains(record.familyName))
            #expect(!text.contains("19"))
        }
    }
}
