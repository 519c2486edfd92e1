import Foundation
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

@Suite struct `merging two people` {
    @Test func `shows them as the one who was enrolled first, and both IDs resolve`() async throws {
        try await Clinic.with { clinic in
            let first = try await clinic.enrol()
            let second = try await clinic.enrol(given: "Adah")
            let outcome = try await clinic.mergePeople(second, first)
            #expect(outcome.golden == first.person)
            #expect(Set(outcome.members) == [first.person, second.person])
            for worker in [first, second] {
                let history = try await clinic.history(of: worker)
                #expect(history.golden == first.person)
                #expect(history.entries[.personDetails]?.count == 2)
            }
        }
    }

    @Test(arguments: Role.allCases)
    func `is for stewards`(_ role: Role) async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol()
            let other = try await clinic.enrol(given: "Adah")
            let runner = try clinic.runner()
            let answers = [
                await refusal { try await runner.run(clinic.merge(one, other), as: clinic.members[role]) },
                await refusal {
                    try await runner.run(
                        UnmergePeople(.people(.person(one.person), .person(other.person)), reason: "two"),
                        as: clinic.members[role])
                },
                await refusal {
                    try await runner.run(UndoReconciliation(RunID()), as: clinic.members[role])
                },
                await refusal {
                    try await runner.run(
                        LoadReference(URL(filePath: "/none"), acceptsTestNumbers: true), as: clinic.members[role])
                },
            ]
            let codes: [Refusal.Code?] =
                role == .steward ? [nil, nil, .notFound, .notFound] : Array(repeating: .notPermitted, count: 4)
            #expect(answers.map { $0?.code } == codes)
        }
    }

    @Test func `refuses one person, a merged pair, and two numbers`() async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol()
            let other = try await clinic.enrol(given: "Adah")
            let third = try await clinic.enrol(given: "Adaeze")
            let itself = await refusal { try await clinic.mergePeople(one, one) }
            #expect(itself?.code == .invalid)
            try await clinic.mergePeople(one, other)
            let again = await refusal { try await clinic.mergePeople(other, one) }
            #expect(again?.code == .conflict)
            try await clinic.assignNumber("9990000018", to: other)
            try await clinic.assignNumber("9990000026", to: third)
            let numbers = await refusal { try await clinic.mergePeople(one, third) }
            #expect(numbers?.code == .conflict)
            let unknown = await refusal {
                try await clinic.runner().run(
                    MergePeople(.person(one.person), .person(PersonID()), reason: "same"), as: clinic.members.steward)
            }
            #expect(unknown?.code == .notFound)
            let links = try await clinic.texts("SELECT count(*)::text AS text FROM person_link")
            #expect(links == ["1"])
        }
    }

    @Test func `warns of doses that do not go together`() async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol()
            let other = try await clinic.enrol(given: "Adah")
            try await clinic.record(one, DoseForm(product: "Comirnaty"), on: "2026-11-02")
            try await clinic.record(
                other, DoseForm(product: "Comirnaty"), on: "2026-11-02", by: clinic.members.otherVaccinator)
            try await clinic.record(other, DoseForm(product: "Vaxigrip"), on: "2026-11-02")
            let rehearsed = try await clinic.runner().rehearse(clinic.merge(one, other), as: clinic.members.steward)
            let outcome = try await clinic.mergePeople(one, other)
            #expect(rehearsed.warnings == outcome.warnings)
            #expect(outcome.warnings.map(\.kind) == [.sameDay])
        }
    }

    @Test func `moves the cases and sends what was held, under the number of either`() async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol()
            let other = try await clinic.enrol(given: "Adah")
            try await clinic.record(one, DoseForm(product: "Comirnaty"))
            try await clinic.assignNumber("9990000018", to: other)
            try await clinic.mergePeople(one, other)
            let messages = try await clinic.texts(
                "SELECT state || ' ' || nhs_number AS text FROM notification ORDER BY place")
            #expect(messages == ["queued 9990000018", "queued 9990000018"])
            let states = try await clinic.texts("SELECT state AS text FROM case_current ORDER BY state")
            #expect(states == ["number_seen", "number_seen"])
        }
    }

    @Test func `is told in the audit trail of everybody concerned`() async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol()
            let other = try await clinic.enrol(given: "Adah")
            try await clinic.mergePeople(one, other)
            try await clinic.unmergePeople(one, other)
            let entries = try await clinic.texts(
                "SELECT action || ' ' || count(DISTINCT person_id) AS text FROM audit_entry GROUP BY action ORDER BY 1")
            #expect(entries.contains("merge_people 2"))
            #expect(entries.contains("unmerge_people 2"))
        }
    }

    @Test func `of many at once, by many stewards, leaves one star`() async throws {
        try await Clinic.with { clinic in
            var workers: [Clinic.Worker] = []
            for index in 0..<8 { workers.append(try await clinic.enrol(given: "Ada\(index)")) }
            let people = workers
            await withTaskGroup(of: Void.self) { group in
                for index in 1..<8 {
                    group.addTask {
                        _ = await refusal { try await clinic.mergePeople(people[index - 1], people[index]) }
                    }
                }
            }
            let goldens = try await clinic.texts(
                "SELECT DISTINCT golden_person_id::text AS text FROM person_link WHERE closed_at IS NULL")
            #expect(goldens == [workers[0].person.description])
            let links = try await clinic.texts(
                "SELECT count(*)::text AS text FROM person_link WHERE closed_at IS NULL")
            #expect(links == ["7"])
        }
    }
}
