import OutreachCore
import Testing

@Suite struct `Personal data` {
    /// Personal values as an application would nest them; not private, or dumps would show a random address.
    struct Nested {
        let number: NHSNumber
        let born: [BirthDate]
        let id: TemporaryID?
    }

    private let number: NHSNumber
    private let born: BirthDate
    private let id: TemporaryID

    init() throws {
        number = try NHSNumber(parsing: "999 000 0018")
        born = try BirthDate(parsing: "1985-07-14")
        var generator = SeededGenerator(seed: 1)
        id = TemporaryID.random(using: &generator)
    }

    @Test func `shows its type's name when it is printed`() {
        #expect("\(number) \(born) \(id)" == "NHSNumber BirthDate TemporaryID")
        #expect(String(reflecting: number) == "NHSNumber")
        #expect(String(describing: [number]) == "[NHSNumber]")
    }

    @Test func `has no children to reflect`() {
        #expect(Mirror(reflecting: number).children.isEmpty)
        #expect(Mirror(reflecting: born).children.isEmpty)
        #expect(Mirror(reflecting: id).children.isEmpty)
    }

    @Test func `stays hidden inside other values`() {
        let nested = Nested(number: number, born: [born], id: id)
        var dumped = ""
        dump(nested, to: &dumped)
        dump(["key": nested], to: &dumped)
        for output in [dumped, "\(nested)", String(reflecting: nested)] {
            for secret in ["999", "0018", "1985", "14", id.canonical, String(id.canonical.suffix(4))] {
                #expect(!output.contains(secret))
            }
            #expect(output.contains("NHSNumber"))
        }
    }
}
