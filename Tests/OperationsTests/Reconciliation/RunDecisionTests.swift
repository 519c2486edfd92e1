import Foundation
import Linkage
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

@Suite struct `the decisions of a run` {
    private func decisions(
        _ clinic: Clinic, _ run: RunID, _ bands: [RunBand] = [], after: PersonID? = nil, maximum: Int = 50
    ) async throws -> [ListDecisions.Line] {
        try await clinic.runner().run(
            ListDecisions(run, bands: bands, withWaterfall: true, after: after, maximum: maximum),
            as: clinic.members.steward)
    }

    @Test func `say who, by what, why, and who was merged with whom`() async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol(.ada, reference: "W1")
            let other = try await clinic.enrol(.ada, reference: "W2")
            let ben = try await clinic.enrol(.ben, reference: "W3")
            let cho = try await clinic.enrol(.cho, reference: "W4")
            try await clinic.loadReference(Made.ada.row(1), Made.ben.row(2, deceased: true))
            let run = try #require(try await clinic.reconcile().run)
            let lines = try await decisions(clinic, run)
            #expect(lines.map(\.personID) == [one, other, ben, cho].map(\.person).sorted())
            let byPerson = Dictionary(uniqueKeysWithValues: lines.map { ($0.personID, $0) })
            let ada = try #require(byPerson[one.person])
            #expect(ada.band == .automatic)
            #expect(ada.recordID == "P1")
            #expect(ada.nhsNumber?.digits == Made.number(1))
            #expect(ada.mergedWith == [other.person])
            #expect(ada.temporaryID != nil)
            #expect(ada.reasons.contains("same birth date"))
            let steps = try #require(ada.waterfall)
            #expect(abs(steps.bits - ada.score) < 1e-6)
            let dead = try #require(byPerson[ben.person])
            #expect(dead.band == .review)
            #expect(dead.nhsNumber == nil)
            #expect(dead.vetoes == ["deceased"])
            #expect(abs(try #require(dead.waterfall).bits - dead.score) < 1e-6)
            #expect(byPerson[cho.person]?.band == RunBand.none)
            let pages = try await decisions(clinic, run, after: lines[1].personID, maximum: 1)
            #expect(pages.map(\.personID) == [lines[2].personID])
            let reviews = try await decisions(clinic, run, [.review])
            #expect(reviews.map(\.personID) == [ben.person])
            let readers = try await clinic.texts(
                "SELECT count(*)::text AS text FROM audit_entry WHERE action = 'list_decisions'")
            #expect(readers == ["6"])
        }
    }

    @Test func `name the runner-up and how far behind it is`() async throws {
        try await Clinic.with { clinic in
            try await clinic.enrol(
                Made(given: "Ada", phone: "07700900001", postcode: "LS1 4AP", address: "14 Mill Lane"), reference: "W1")
            try await clinic.loadReference(
                Made(given: "Ada", phone: "07700900001", postcode: "LS1 4AP", address: "14 Mill Lane").row(1),
                Made(given: "Ada", born: "1985-07-24", postcode: "LS1 4AP").row(2))
            let run = try #require(try await clinic.reconcile().run)
            let line = try #require(try await decisions(clinic, run).first)
            #expect(line.recordID == "P1")
            let next = try #require(line.runnerUp)
            #expect(next.recordID == "P2")
            #expect(next.margin > 6)
            // A veto puts the runner-up further back, and is no part of the margin.
            #expect(line.score - next.score >= next.margin - 1e-6)
        }
    }

    @Test func `of a run that is not there are not there`() async throws {
        try await Clinic.with { clinic in
            let answer = await refusal { try await decisions(clinic, RunID()) }
            #expect(answer?.code == .notFound)
        }
    }
}

@Suite struct `the rates of a run by country of birth` {
    private static func group(_ country: String, _ automatic: Int, _ review: Int, _ none: Int) -> RunGroup {
        RunGroup(country: country, people: automatic + review + none, automatic: automatic, review: review)
    }

    @Test func `never tell of fewer than ten people`() {
        let rates = GroupRates.of([
            Self.group("GB", 300, 40, 60), Self.group("PH", 80, 3, 17), Self.group("IN", 20, 2, 3),
            Self.group("NG", 4, 1, 1), Self.group("GH", 3, 0, 0),
        ])
        // 6 and 3 people are too few even together, so that India joins them.
        #expect(rates.map(\.group) == ["GB", "PH", "other"])
        #expect(rates.map(\.people) == [400, 100, 34])
        #expect(rates[0].automatic == 300 && rates[0].review == 40 && rates[0].none == 60)
        #expect(rates[0].automaticRate == 0.75)
        #expect(rates[1].automatic == 80 && rates[1].review == nil && rates[1].none == nil)
        #expect(rates[2].automatic == 27 && rates[2].review == nil && rates[2].none == nil)
    }

    @Test func `say nothing of nine people, and nothing of nobody`() {
        #expect(GroupRates.of([Self.group("", 9, 0, 0)]).isEmpty)
        #expect(GroupRates.of([]).isEmpty)
        #expect(GroupRates.of([Self.group("", 10, 0, 0)]).map(\.group) == ["not_recorded"])
    }

    @Test func `are counted of the people of the run`() async throws {
        try await Clinic.with { clinic in
            for index in 0..<12 {
                let made = Made(
                    given: "Ada\(index)", family: "Okafor\(index)", phone: "077\(10_000_000 + index * 1_234_567)")
                try await clinic.enrol(made, reference: "W\(index)")
            }
            try await clinic.own("UPDATE person_details SET country_of_birth = 'PH'")
            try await clinic.loadReference(Made.cho.row(1))
            let run = try #require(try await clinic.reconcile().run)
            let rates = try await clinic.runner().run(ShowRunGroups(run), as: clinic.members.steward)
            #expect(rates.map(\.group) == ["PH"])
            #expect(rates[0].none == 12 && rates[0].automaticRate == 0)
        }
    }
}
