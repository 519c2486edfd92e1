import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

@Suite struct `a number that a steward types` {
    @Test func `is given where nothing speaks against it`() async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "W1")
            try await clinic.record(ada, DoseForm(product: "Comirnaty"))
            // A namesake's, so that it is the steward who finds it.
            try await clinic.loadReference(Made(given: "Adaeze").row(1, practice: ""))
            let outcome = try await clinic.enter(Made.number(1), for: ada)
            #expect(outcome.result == .given)
            let numbers = try await clinic.numbers()
            #expect(numbers == ["\(Made.number(1)) \(ada.person)"])
            let states = try await clinic.texts("SELECT state AS text FROM case_current")
            #expect(states == ["number_seen"])
            let messages = try await clinic.texts("SELECT DISTINCT state AS text FROM notification")
            #expect(messages == ["queued"])
            let again = await refusal { try await clinic.enter(Made.number(1), for: ada) }
            #expect(again?.code == .conflict)
        }
    }

    @Test func `that nobody knows is confirmed by another steward`() async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "W1")
            try await clinic.loadReference(Made.ben.row(2))
            let outcome = try await clinic.enter(Made.number(1), for: ada)
            #expect(outcome.result == .proposed)
            #expect(outcome.causes == [.numberUnknown])
            let before = try await clinic.numbers()
            #expect(before == [])
            let review = try #require(outcome.review)
            let own = await refusal { try await clinic.decide(review, .confirm) }
            #expect(own?.code == .conflict)
            let shown = try await clinic.show(review)
            #expect(shown.verdicts == [.confirm, .reject])
            #expect(shown.causes == [.numberUnknown])
            try await clinic.decide(review, .confirm, by: try await clinic.colleague())
            let numbers = try await clinic.numbers()
            #expect(numbers == ["\(Made.number(1)) \(ada.person)"])
        }
    }

    @Test func `that somebody else holds is a conflict and no merge`() async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "W1")
            let cho = try await clinic.enrol(.cho, reference: "W2")
            try await clinic.assignNumber(Made.number(1), to: cho)
            let outcome = try await clinic.enter(Made.number(1), for: ada)
            #expect(outcome.result == .inConflict)
            let second = try await clinic.enter(Made.number(1), for: ada)
            #expect(second.review == outcome.review)
            let shown = try await clinic.show(try #require(outcome.review))
            #expect(shown.conflict == .numberHeld)
            #expect(shown.otherPersonID == cho.person)
            let merges = try await clinic.texts("SELECT count(*)::text AS text FROM person_merge")
            #expect(merges == ["0"])
        }
    }

    @Test func `beside another one of the same person is a conflict`() async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "W1")
            try await clinic.assignNumber(Made.number(1), to: ada)
            let outcome = try await clinic.enter(Made.number(2), for: ada)
            let review = try #require(outcome.review)
            let shown = try await clinic.show(review)
            #expect(shown.conflict == .twoNumbers)
            try await clinic.decide(review, .giveNumber)
            try await clinic.decide(review, .confirm, by: try await clinic.colleague())
            let numbers = try await clinic.numbers()
            #expect(numbers == ["\(Made.number(2)) \(ada.person)"])
        }
    }

    @Test func `of a patient born on another day, or who has died, is confirmed by another steward`() async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "W1")
            let ben = try await clinic.enrol(.ben, reference: "W2")
            try await clinic.loadReference(Made.cho.row(1), Made.ben.row(2, deceased: true))
            let other = try await clinic.enter(Made.number(1), for: ada)
            #expect(other.result == .proposed)
            #expect(other.causes == [.birthDatesDiffer])
            let dead = try await clinic.enter(Made.number(2), for: ben)
            #expect(dead.causes == [.patientDeceased])
            let review = try #require(other.review)
            let own = await refusal { try await clinic.decide(review, .confirm) }
            #expect(own?.code == .conflict)
            try await clinic.decide(review, .confirm, by: try await clinic.colleague())
            let numbers = try await clinic.numbers()
            #expect(numbers == ["\(Made.number(1)) \(ada.person)"])
        }
    }

    @Test func `is refused where it was replaced, declared away, or for tests only`() async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "W1")
            _ = try await clinic.loadReference(lines: [
                "ref_id,nhs_number,given_name,surname,dob,superseded_by",
                "P1,\(Made.number(1)),Ada,Okafor,1985-07-14,\(Made.number(2))",
            ])
            let replaced = await refusal { try await clinic.enter(Made.number(1), for: ada) }
            #expect(replaced?.code == .conflict)
            let number = try NHSNumber(parsing: Made.number(3))
            _ = try await clinic.runner().run(
                DeclareExclusion(.temporaryID(ada.id), isNot: .number(number), reason: "the mother's"),
                as: clinic.members.steward)
            let declared = await refusal { try await clinic.enter(Made.number(3), for: ada) }
            #expect(declared?.code == .conflict)
            let test = await refusal { try await clinic.enter(Made.number(4), for: ada, acceptsTestNumbers: false) }
            #expect(test?.problems.map(\.code) == ["nhs_number_test_range"])
        }
    }

    @Test func `and was wrong is closed: messages and case go back, no trace brings it again`() async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "W1")
            try await clinic.record(ada, DoseForm(product: "Comirnaty"))
            try await clinic.loadReference(Made.ada.row(1))
            try await clinic.reconcile()
            let number = try NHSNumber(parsing: Made.number(1))
            _ = try await clinic.runner().run(
                CloseNumber(number, reason: "the mother's"), as: clinic.members.steward)
            let messages = try await clinic.texts(
                "SELECT action || ' ' || state AS text FROM notification WHERE recipient = 'practice' ORDER BY place")
            #expect(messages == ["new queued", "delete queued", "new held"])
            let states = try await clinic.texts("SELECT state AS text FROM case_current")
            #expect(states == ["enrolled"])
            let report = try await clinic.reconcile()
            #expect(report.counts == RunCounts(traced: 1))
            let unknown = await refusal {
                try await clinic.runner().run(CloseNumber(number, reason: "again"), as: clinic.members.steward)
            }
            #expect(unknown?.code == .notFound)
        }
    }
}
