import Testing

@testable import Linkage

/// What a list says about its pairs beyond the two records.
@Suite struct ListEvidenceTests {
    @Test func `two enrolments of one person do not share a phone with one another, a colleague does`() throws {
        var village = Village(seed: 71)
        var person = village.person()
        person.email = ""
        var again = person
        again.id = "A" + person.id
        again.birthDate = person.birthDate.map { .init(year: $0.year, month: $0.month, day: ($0.day ?? 2) - 1) }
        let alone = try #require(Linker().deduplicate([person, again]).first)
        #expect(alone.grade == .certain)
        var colleague = village.person()
        colleague.phone = person.phone
        let pairs = Linker().deduplicate([person, again, colleague])
        let shared = try #require(pairs.first { $0.first == again.id && $0.second == person.id })
        #expect(shared.grade != .certain)
        #expect(shared.score < alone.score)
    }

    @Test func `two given names on one phone share it`() throws {
        var village = Village(seed: 72)
        let person = village.person()
        var twin = person
        twin.id = "A" + person.id
        twin.givenNames = village.otherGivenName(than: person)
        let pair = try #require(Linker().deduplicate([person, twin]).first)
        #expect(pair.grade != .certain)
        let phone = try #require(pair.waterfall.steps.first { $0.comparison == "phone" })
        #expect(phone.bits == 4)
    }

    @Test func `who lives together is counted, apart from slips of one person`() {
        var village = Village(seed: 73)
        let people = village.people(2_000)
        #expect(Housemates(Self.table(people)).perPerson == 0.01)
        let again = people.map { person in
            var again = person
            again.givenNames += "x"
            return again
        }
        #expect(Housemates(Self.table(people + again)).perPerson == 0.01)
        let partners = people.map { person in
            var partner = village.person()
            (partner.addressLine, partner.postcode) = (person.addressLine, person.postcode)
            return partner
        }
        let together = Housemates(Self.table(people + partners)).perPerson ?? 0
        #expect((0.9...1).contains(together))
        #expect(Housemates(Self.table(Array(people.prefix(100)))).perPerson == nil)
    }

    @Test func `in a list of one town the same town says nothing`() throws {
        var village = Village(seed: 74)
        let people = village.people(12_000).map { person in
            var person = person
            person.postcode = ""
            person.town = "Leeds"
            return person
        }
        var query = people[7]
        query.id = "T1"
        query.addressLine = "3 Elsewhere Street"
        let everywhere = people.enumerated().map { index, person in
            var person = person
            person.town = index.isMultiple(of: 40) || index == 7 ? "Leeds" : "Hull"
            return person
        }
        let (oneTown, manyTowns) = (
            Linker().link(queries: [query], references: people)[0],
            Linker().link(queries: [query], references: everywhere)[0]
        )
        #expect(oneTown.reference == people[7].id)
        #expect(oneTown.score < manyTowns.score - 1)
    }

    @Test func `a frequent slip of a common name is a slip, and a name of its own is not`() throws {
        var village = Village(seed: 75)
        let names = ["Jaya", "Daniel", "Daniela"]
        var people = village.people(12_000).enumerated().map { index, person in
            var person = person
            person.givenNames = names[index % 3]
            return person
        }
        for index in stride(from: 0, to: 300, by: 3) { people[index].givenNames = "Jaia" }
        let linker = Linker(frequencies: NameFrequencies(people.map(Normaliser.normalise)))
        var victim = village.person()
        victim.givenNames = "Jaya"
        var query = victim
        query.id = "T1"
        query.givenNames = "Jaia"
        let slip = linker.link(queries: [query], references: [victim])[0]
        #expect(slip.grade == .certain)
        (victim.givenNames, query.givenNames) = ("Daniel", "Daniela")
        let sister = linker.link(queries: [query], references: [victim])[0]
        #expect(sister.vetoes == [.differentGivenName])
    }

    private static func table(_ people: [LinkageRecord]) -> RecordTable {
        RecordTable(people.map(Normaliser.normalise))
    }

    @Test(arguments: [8, 9])
    func `a key that is only for rare values leads to eight references and not to nine`(_ count: Int) throws {
        let namesakes = (0..<count).map { index in
            LinkageRecord(
                id: "P\(index)", givenNames: "Maria", familyName: "Lopez",
                birthDate: .init(year: 1960 + index, month: 1 + index, day: 11 + index))
        }
        let query = LinkageRecord(id: "T1", givenNames: "Maria", familyName: "Lopez")
        let index = QueryIndex(RecordTable([Normaliser.normalise(query)]))
        let scan = index.scan(RecordTable(namesakes.map(Normaliser.normalise)))
        var found: [Int32] = []
        Candidates(index, scan, frequencies: nil).read(0, into: &found)
        #expect(found.count == (count == 8 ? 8 : 0))
    }
}
