import Foundation
import Linkage
import Testing

@Suite struct WaterfallTests {
    @Test func `the steps sum to the score, whatever the pair`() {
        var village = Village(seed: 31)
        let people = village.people(400)
        let linker = Linker(frequencies: NameFrequencies(people.map(Normaliser.normalise)))
        let records = people.map(Normaliser.normalise)
        for (first, second) in zip(records, records.dropFirst()) {
            let pair = linker.compare(first, second)
            #expect(abs(pair.waterfall.bits - pair.score) < 1e-6)
            let same = linker.compare(first, first)
            #expect(abs(same.waterfall.bits - same.score) < 1e-6)
        }
    }

    @Test func `the steps of a vetoed pair and of a chain sum to the score`() {
        var village = Village(seed: 32)
        let people = village.people(200).flatMap { person in
            var twin = person
            twin.id += "T"
            twin.givenNames = village.otherGivenName(than: person)
            var again = person
            again.id += "A"
            again.phone = village.phone()
            return [person, twin, again]
        }
        let pairs = Linker().deduplicate(people)
        #expect(pairs.contains { !$0.vetoes.isEmpty })
        for pair in pairs { #expect(abs(pair.waterfall.bits - pair.score) < 1e-6) }
    }

    @Test func `a score is bounded by what the levels can weigh`() {
        var village = Village(seed: 33)
        let linker = Linker()
        for person in village.people(200) {
            let score = linker.compare(Normaliser.normalise(person), Normaliser.normalise(person)).score
            #expect(score.isFinite)
            #expect(abs(score) < 200)
        }
    }
}
