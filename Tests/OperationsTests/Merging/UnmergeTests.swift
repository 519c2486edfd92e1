import Foundation
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

@Suite struct `unmerging two people` {
    @Test func `is exact after later doses and edits on both sides`() async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol()
            let other = try await clinic.enrol(given: "Adah")
            try await clinic.mergePeople(one, other)
            try await clinic.record(one, DoseForm(product: "Comirnaty"), on: "2026-09-01")
            let later = try await clinic.record(other, DoseForm(product: "Comirnaty"), on: "2026-10-20")
            _ = try await clinic.runner().run(
                AmendVaccination(
                    later.vaccinationID.description, DoseForm(bodySite: "left_upper_arm"), reason: "noted later"),
                as: clinic.members.vaccinator)
            try await clinic.edit(other, family: "Eze")
            let before = (try await clinic.ownHistory(of: one), try await clinic.ownHistory(of: other))
            try await clinic.unmergePeople(one, other)

            let history = try await clinic.history(of: one)
            let otherHistory = try await clinic.history(of: other)
            #expect(history.members == [one.person])
            #expect(otherHistory.members == [other.person])
            #expect(history.entries[.vaccination]?.count == 1)
            #expect(otherHistory.entries[.vaccinationVersion]?.count == 2)
            #expect(otherHistory.entries[.personDetails]?.map { $0["family_name"] } == [.text("Okafor"), .text("Eze")])
            let after = (try await clinic.ownHistory(of: one), try await clinic.ownHistory(of: other))
            #expect(after.0 == before.0)
            #expect(after.1 == before.1)
        }
    }

    @Test func `asks back what went out under the other's number and holds it`() async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol()
            let other = try await clinic.enrol(given: "Adah")
            try await clinic.record(one, DoseForm(product: "Comirnaty"))
            try await clinic.assignNumber("9990000018", to: other)
            try await clinic.mergePeople(one, other)
            try await clinic.own("UPDATE notification SET state = 'acknowledged' WHERE recipient = 'practice'")
            try await clinic.unmergePeople(one, other)
            let messages = try await clinic.texts(
                """
                SELECT concat_ws(' ', recipient, action, state, nhs_number) AS text
                FROM notification ORDER BY recipient, place
                """)
            #expect(
                messages == [
                    "immunisation_store new queued 9990000018", "immunisation_store delete queued 9990000018",
                    "immunisation_store new held",
                    "practice new acknowledged 9990000018", "practice delete queued 9990000018", "practice new held",
                ])
            let states = try await clinic.texts("SELECT state AS text FROM case_current ORDER BY state")
            #expect(states == ["enrolled", "number_seen"])
        }
    }

    @Test func `and merging again sends it under the number once more`() async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol()
            let other = try await clinic.enrol(given: "Adah")
            try await clinic.record(one, DoseForm(product: "Comirnaty"))
            try await clinic.assignNumber("9990000018", to: other)
            for _ in 0..<2 {
                try await clinic.mergePeople(one, other)
                try await clinic.unmergePeople(one, other)
            }
            try await clinic.mergePeople(one, other)
            let messages = try await clinic.texts(
                """
                SELECT string_agg(action || ' ' || state, ', ' ORDER BY place) AS text
                FROM notification WHERE recipient = 'practice'
                """)
            #expect(
                messages == ["new queued, delete queued, new queued, delete queued, new queued"])
        }
    }

    @Test func `of nested merges leaves the others together`() async throws {
        try await Clinic.with { clinic in
            let first = try await clinic.enrol()
            let second = try await clinic.enrol(given: "Adah")
            let third = try await clinic.enrol(given: "Adaeze")
            try await clinic.mergePeople(first, second)
            let merge = try await clinic.mergePeople(second, third)
            let indirect = await refusal { try await clinic.unmergePeople(first, third) }
            #expect(indirect?.code == .conflict)
            #expect(indirect?.sentence.contains(merge.merge.description) == true)
            let outcome = try await clinic.unmergePeople(first, second)
            #expect(Set(outcome.groups.map(Set.init)) == [[first.person], [second.person, third.person]])
            let history = try await clinic.history(of: third)
            #expect(history.golden == second.person)
            let twice = await refusal {
                try await clinic.runner().run(
                    UnmergePeople(.merge(outcome.merge), reason: "two"), as: clinic.members.steward)
            }
            #expect(twice?.code == .conflict)
        }
    }

    @Test func `leaves every ID resolving`() async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol()
            let other = try await clinic.enrol(given: "Adah")
            try await clinic.mergePeople(one, other)
            let merged = try await clinic.runner().run(
                CheckTemporaryID(other.card), as: clinic.members.vaccinator)
            #expect(merged.person?.personID == one.person)
            try await clinic.unmergePeople(one, other)
            let apart = try await clinic.runner().run(CheckTemporaryID(other.card), as: clinic.members.vaccinator)
            #expect(apart.person?.personID == other.person)
        }
    }
}

extension Clinic {
    /// Adds a version of a worker's details under another family name.
    fileprivate func edit(_ worker: Worker, family: String) async throws {
        try await test.database.write(.acting(as: members.steward)) { session in
            var details = try session.details(of: [worker.person])[worker.person] ?? PersonDetails()
            details.familyName = family
            try session.removeKeys(of: worker.person)
            try session.addDetails([(id: worker.person, version: 2, details: details)], reason: "married")
        }
    }
}
