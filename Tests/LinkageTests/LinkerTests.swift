import Linkage
import Testing

@Suite struct LinkerTests {
    @Test("is found and certain", arguments: TruePair.all)
    func truePair(_ pair: TruePair) {
        var village = Village(seed: 21)
        let decision = Linker().link(queries: [pair.query], references: village.people(50) + [pair.reference]).first
        #expect(decision?.reference == "P1")
        #expect(decision?.grade == .certain)
        #expect(decision?.vetoes == [])
        #expect(decision?.reasons.isEmpty == false)
    }

    @Test func `a comparison is symmetric`() {
        let records = Self.tangle(seed: 22).map(Normaliser.normalise)
        let changed = zip(records[600...], stride(from: 0, to: 600, by: 3).map { records[$0] })
        for (first, second) in Array(changed) + Array(zip(records, records.reversed())) {
            #expect(Comparison(first, second) == Comparison(second, first))
            #expect(Linker().compare(first, second) == Linker().compare(second, first))
        }
    }

    @Test func `the order of the lists makes no difference`() {
        let references = Self.tangle(seed: 23)
        let queries = Self.tangle(seed: 23).map(Self.renamed)
        let expected = Linker().link(queries: queries, references: references)
        var generator = SplitMix64(seed: 24)
        for _ in 0..<3 {
            let shuffled = Linker().link(
                queries: queries.shuffled(using: &generator), references: references.shuffled(using: &generator))
            #expect(Set(shuffled) == Set(expected))
        }
    }

    @Test func `the order of the list makes no difference to duplicates`() {
        let records = Self.tangle(seed: 25)
        let expected = Linker().deduplicate(records)
        #expect(!expected.isEmpty)
        var generator = SplitMix64(seed: 26)
        #expect(Linker().deduplicate(records.shuffled(using: &generator)) == expected)
    }

    @Test func `somebody enrolled twice is one certain pair`() throws {
        let pair = try #require(TruePair.all.first)
        let duplicates = Linker().deduplicate([pair.query, pair.reference])
        #expect(duplicates.map(\.first) == ["P1"])
        #expect(duplicates.map(\.second) == ["T1"])
        #expect(duplicates.map(\.grade) == [.certain])
    }

    @Test func `two references that fit equally are for a steward`() throws {
        let pair = try #require(TruePair.all.first)
        var double = pair.reference
        double.id = "P2"
        let decision = Linker().link(queries: [pair.query], references: [double, pair.reference])[0]
        #expect(decision.grade == .probable)
        #expect(decision.vetoes == [.runnerUp])
        #expect(decision.reference == "P1")
        #expect(decision.runnerUp?.reference == "P2")
    }

    @Test func `of a chain of three records nothing is certain, and its ends are a steward's`() throws {
        let (middle, married, moved) = try Self.chain()
        for end in [married, moved] { #expect(Linker().deduplicate([middle, end]).map(\.grade) == [.certain]) }
        let pairs = Linker().deduplicate([middle, married, moved])
        #expect(pairs.map { [$0.first, $0.second] } == [["P1", "T1"], ["P1", "T2"], ["T1", "T2"]])
        #expect(pairs.allSatisfy { $0.grade < .certain })
        #expect(pairs.prefix(2).allSatisfy { $0.vetoes == [.contestedReference] })
    }

    @Test func `a number that is declared not to be somebody's is offered no more`() throws {
        let pair = try #require(TruePair.all.first)
        var reference = pair.reference
        reference.nhsNumber = "9990000026"
        let index = QueryIndex(RecordTable([Normaliser.normalise(pair.query)]))
        let scan = index.scan(RecordTable([Normaliser.normalise(reference)]))
        #expect(Linker().decide(index, scan).map(\.reference) == [reference.id])
        #expect(Linker().decide(index, scan, leavingOut: [["9990000026"]]).map(\.reference) == [nil])
        #expect(Linker().decide(index, scan, leavingOut: [["9990000034"]]).map(\.reference) == [reference.id])
    }

    /// A record and two that are plainly it, each by something else, and do not look like one another.
    private static func chain() throws -> (LinkageRecord, LinkageRecord, LinkageRecord) {
        let pair = try #require(TruePair.all.first)
        var (married, moved) = (pair.query, pair.query)
        married.familyName = "Okonkwo"
        (married.email, married.postcode, married.addressLine) = ("", "", "")
        (moved.id, moved.phone) = ("T2", "")
        if let date = moved.birthDate, let day = date.day {
            moved.birthDate = .init(year: date.year, month: date.month, day: day == 1 ? 2 : day - 1)
        }
        return (pair.reference, married, moved)
    }

    @Test("forbids certainty", arguments: [LinkageRecord.Status.deceased, .superseded, .confidential])
    func status(_ status: LinkageRecord.Status) throws {
        let pair = try #require(TruePair.all.first)
        var reference = pair.reference
        reference.status = status
        let decision = Linker().link(queries: [pair.query], references: [reference])[0]
        #expect(decision.grade == .probable)
        #expect(decision.vetoes.count == 1)
    }

    @Test func `a phone that a whole home uses does not make a changed name certain`() throws {
        var query = try #require(TruePair.all.first).query
        let reference = try #require(TruePair.all.first).reference
        query.familyName = "Okonkwo"
        query.email = ""
        query.postcode = ""
        #expect(Linker().link(queries: [query], references: [reference])[0].grade == .certain)
        var village = Village(seed: 27)
        var colleague = village.person()
        colleague.phone = query.phone
        #expect(Linker().link(queries: [query, colleague], references: [reference])[0].grade != .certain)
        #expect(Linker().link(queries: [query], references: [reference, colleague])[0].grade != .certain)
    }

    @Test func `another NHS number forbids certainty`() throws {
        var query = try #require(TruePair.all.first).query
        let reference = try #require(TruePair.all.first).reference
        query.nhsNumber = "9990000026"
        let decision = Linker().link(queries: [query], references: [reference])[0]
        #expect(decision.grade == .probable)
        #expect(decision.vetoes == [.differentNHSNumber])
    }

    @Test func `somebody whom nothing tells from a namesake is for a steward`() throws {
        var village = Village(seed: 29)
        let people = village.people(12_000)
        let reference = people[5]
        let query = LinkageRecord(
            id: "T1", givenNames: reference.givenNames, familyName: reference.familyName,
            birthDate: reference.birthDate, sex: reference.sex)
        let decision = Linker().link(queries: [query], references: people)[0]
        #expect(decision.reference == reference.id)
        #expect(decision.grade != .certain)
    }

    @Test func `nobody alike is nobody`() throws {
        var village = Village(seed: 28)
        let decision = Linker().link(queries: [village.person()], references: [LinkageRecord]())[0]
        #expect(decision.reference == nil)
        #expect(decision.grade == .certainlyNot)
        #expect(Linker().link(queries: [LinkageRecord](), references: village.people(3)).isEmpty)
    }

    @Test func `reasons and vetoes name fields and never what they hold`() throws {
        let pair = try #require(TruePair.all.first)
        let decision = Linker().link(queries: [pair.query], references: [pair.reference])[0]
        #expect(
            decision.reasons == [
                "same given name", "same family name", "same birth date", "same phone", "same e-mail",
                "same postcode and house number",
            ])
    }

    @Test func `grades are ordered and spelt as FHIR spells them`() {
        #expect(MatchGrade.allCases.map(\.rawValue) == ["certainly-not", "possible", "probable", "certain"])
        #expect(MatchGrade.allCases.sorted() == MatchGrade.allCases)
    }

    /// People of whom every third appears again with something changed.
    private static func tangle(seed: UInt64) -> [LinkageRecord] {
        var village = Village(seed: seed)
        var people = village.people(600)
        for index in stride(from: 0, to: 600, by: 3) {
            var again = people[index]
            again.id = "Q" + again.id
            switch index % 5 {
            case 0: again.phone = village.phone()
            case 1: again.postcode = village.postcode()
            case 2: swap(&again.givenNames, &again.familyName)
            case 3: again.givenNames = village.otherGivenName(than: again)
            default: again.birthDate = village.birthDate()
            }
            people.append(again)
        }
        return people
    }

    private static func renamed(_ record: LinkageRecord) -> LinkageRecord {
        var record = record
        record.id = "T" + record.id
        return record
    }
}
