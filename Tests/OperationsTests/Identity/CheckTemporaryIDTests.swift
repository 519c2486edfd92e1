import Foundation
import Operations
import OutreachCore
import Store
import TestDatabase
import Testing

@Suite struct `Checking a temporary ID` {
    private func check(
        _ clinic: Clinic, _ text: String, on day: String = Clinic.today
    ) async throws -> TemporaryIDCheck {
        try await clinic.runner(on: day).run(CheckTemporaryID(text), as: clinic.members.vaccinator)
    }

    @Test func `shows the person and when the next dose may be given`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            try await clinic.record(worker, DoseForm(product: "Comirnaty"), on: "2026-11-10")
            let found = try await check(clinic, worker.card.lowercased().replacing("-", with: " "))
            #expect(found.state == .issued)
            #expect(found.person?.name == "OKAFOR, Ada")
            let today = try CalendarDate(parsing: Clinic.today)
            #expect(found.person?.birthDate?.displayWithAge(on: today) == "14-Jul-1985 (41y)")
            #expect(found.doses.map(\.doseNumber) == [1])
            #expect(found.nextDoses.map(\.earliest.iso) == ["2026-12-01"])
            #expect(found.warnings.isEmpty)
        }
    }

    @Test("an ID resolves whatever has become of it", arguments: ["reserved", "revoked", "replaced"])
    func states(_ state: String) async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            try await clinic.mark(worker, state)
            let found = try await check(clinic, worker.card)
            #expect(found.state.rawValue == state)
            #expect(found.warnings.map(\.code) == ["id_\(state)"])
            #expect((found.replacedBy != nil) == (state == "replaced"))
        }
    }

    @Test func `both IDs of a merged pair show the doses and the number of both`() async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol()
            let other = try await clinic.enrol(
                given: "Adaeze", born: "1985-07-15", by: clinic.members.otherManager)
            try await clinic.record(one, DoseForm(product: "Comirnaty"), on: "2026-11-10")
            try await clinic.record(other, DoseForm(product: "Spikevax"), on: "2026-11-10")
            try await clinic.assignNumber("9990000018", to: other)
            try await clinic.merge(one, other)
            for card in [one.card, other.card] {
                let found = try await check(clinic, card)
                #expect(found.state == .merged)
                #expect(found.nhsNumber?.formatted == "999 000 0018")
                #expect(found.person?.name == "OKAFOR, Ada")
                #expect(found.doses.count == 2)
                #expect(found.warnings.map(\.code) == ["birth_dates_differ", "doses_on_one_day"])
                #expect(found.nextDoses.map(\.earliest.iso) == ["2026-12-08"])
            }
        }
    }

    @Test func `an unknown ID is not found, which the audit trail keeps without the ID`() async throws {
        try await Clinic.with { clinic in
            var generator = SystemRandomNumberGenerator()
            let unknown = TemporaryID.random(using: &generator)
            let answer = await refusal { try await check(clinic, unknown.formatted) }
            #expect(answer?.code == .notFound)
            let entries = try await clinic.texts(
                "SELECT action || coalesce(person_id::text, '') || details::text AS text FROM audit_entry")
            #expect(entries == ["check_missed{}"])
            let mistyped = await refusal { try await check(clinic, "T7K-Q4M9") }
            #expect(mistyped?.problems.map(\.code) == ["temporary_id_wrong_length"])
        }
    }

    @Test func `the details shown are those of the golden person, taken whole`() throws {
        let people = (0..<3).map { _ in PersonID() }.sorted()
        var details: [PersonID: PersonDetails] = [:]
        for (person, name) in zip(people, ["First", "Second", "Third"]) {
            details[person] = PersonDetails()
            details[person]?.familyName = name
        }
        details[people[0]]?.birthDate = try BirthDate(parsing: "1985")
        details[people[2]]?.birthDate = try BirthDate(parsing: "1985-07-14")
        let group = PersonGroup(golden: people[1], members: people)
        let golden = GoldenPerson(of: group, details: details)
        #expect(golden?.details.familyName == "Second")
        #expect(golden?.details.birthDate == nil)
        #expect(golden?.birthDatesDiffer == false)
        details[people[1]] = nil
        #expect(GoldenPerson(of: group, details: details)?.details.familyName == "First")
        #expect(GoldenPerson(of: group, details: [:]) == nil)
    }
}
