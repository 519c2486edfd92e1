import Testing

@testable import Linkage

@Suite struct NameVariantsTests {
    private static let communities = [
        NameVariants.british, NameVariants.filipino, NameVariants.southAsian, NameVariants.arabic,
        NameVariants.nigerian, NameVariants.ghanaian, NameVariants.zimbabwean, NameVariants.romanian,
        NameVariants.polish, NameVariants.portuguese,
    ]

    @Test func `every community has names, and every line at least two forms`() {
        #expect(Self.communities.allSatisfy { NameGroups($0).groups.count >= 10 })
        let lines = NameVariants.given.groups + NameVariants.family.groups
        #expect(
            lines.count
                == Self.communities.reduce(NameVariants.family.groups.count) { $0 + NameGroups($1).groups.count })
        for line in lines { #expect(line.count >= 2 && Set(line).count == line.count, "\(line)") }
    }

    @Test func `every name is as the normaliser leaves it`() {
        for name in Set((NameVariants.given.groups + NameVariants.family.groups).joined()) {
            let record = Normaliser.normalise(LinkageRecord(id: "P1", givenNames: name.uppercased(), familyName: name))
            #expect(record.givenNames == [name])
            #expect(record.familyName == name)
        }
    }

    /// "jan" is a Polish man and short for Janet; "sandra" a name of its own and short for Alexandra.
    private static let namesOfTheirOwn: Set = ["jan", "sandra"]

    @Test func `a full name stands in one line, and only short forms in several`() {
        let lines = NameVariants.given.groups
        let full = lines.compactMap(\.first)
        #expect(Set(full).count == full.count)
        let short = Set(lines.flatMap { $0.dropFirst() })
        #expect(short.intersection(full) == Self.namesOfTheirOwn)
    }

    @Test func `forms of a name are found both ways, and lead to no third name`() {
        for line in NameVariants.given.groups {
            for form in line.dropFirst() {
                let (one, other) = (Self.named(line[0]), Self.named(form))
                #expect(Comparison(one, other).givenName == .variant)
                #expect(Comparison(other, one).givenName == .variant)
            }
        }
        #expect(Comparison(Self.named("christine"), Self.named("christopher")).givenName != .variant)
    }

    @Test(
        "Names that brothers or sisters bear are two names",
        arguments: [
            ("Emma", "Emily"), ("Mohammed", "Ahmed"), ("Maria", "Mary"), ("Jaspreet", "Harpreet"), ("Kofi", "Kwame"),
            ("Anca", "Ana"), ("Joanna", "Anna"), ("Hassan", "Hussain"), ("Kehinde", "Taiwo"),
        ])
    func siblings(_ one: String, _ other: String) {
        #expect(Comparison(Self.named(one), Self.named(other)).givenName > .variant)
    }

    @Test(
        "Family names of several spellings are nearly the same",
        arguments: [
            ("Chowdhury", "Chaudhry"), ("Hussain", "Hossain"), ("Mukhopadhyay", "Mukherjee"), ("Pillay", "Pillai"),
        ])
    func familyNames(_ one: String, _ other: String) {
        let records = [one, other].map {
            Normaliser.normalise(LinkageRecord(id: "P1", givenNames: "Asha", familyName: $0))
        }
        #expect(Comparison(records[0], records[1]).familyName == .close)
        #expect(Comparison(records[1], records[0]).familyName == .close)
    }

    private static func named(_ name: String) -> NormalisedRecord {
        Normaliser.normalise(LinkageRecord(id: "P1", givenNames: name, familyName: "Featherstone"))
    }
}
