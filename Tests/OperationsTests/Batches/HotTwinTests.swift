import Foundation
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

/// SplitMix64 (Steele, Lea and Flood, 2014).
private struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }

    mutating func pick<Value>(_ values: [Value]) -> Value { values[Int(next() % UInt64(values.count))] }
}

@Suite struct `random requests by batches` {
    @Test("have the answers, the rows and the audit trail of ordinary operations", arguments: [1, 2, 3] as [UInt64])
    func twins(_ seed: UInt64) async throws {
        let ordinary = try await Self.story(seed, by: .ordinary)
        let batched = try await Self.story(seed, by: .batches)
        #expect(batched.answers == ordinary.answers)
        for (one, other) in zip(batched.tables, ordinary.tables) where one != other {
            Issue.record("\(one)\ninstead of\n\(other)")
            break
        }
        #expect(batched.tables.count == ordinary.tables.count)
        // It did go by batches: up to three requests each.
        #expect(batched.written > 50)
        #expect(ordinary.written == 0)
    }

    private struct Story {
        var answers: [String] = []
        var tables: [String] = []
        var written = 0
    }

    private static func story(_ seed: UInt64, by door: Twin.Door) async throws -> Story {
        try await TestDatabase.with { test in
            let twin = try Twin(Clinic(test: test, members: try await Members.make(in: test)), door)
            var (story, dice) = (Story(), Dice(state: seed))
            var cards: [String] = []
            for number in 0..<50 {
                let (form, member, employer, key) = Self.worker(number, twin.clinic.members, &dice)
                let operation = EnrolWorker(form, employer: employer)
                var card: String?
                story.answers.append(
                    try await said {
                        let outcome = try await twin.enrol(operation, as: member, key: key)
                        card = outcome.temporaryID?.canonical
                        return outcome
                    })
                if let card { cards.append(card) }
                if number == 25, cards.count > 3 {
                    try await twin.clinic.own(
                        """
                        INSERT INTO identifier (person_id, scheme, value, opened_by)
                        SELECT person_id, 'nhs_number', '9990000018', opened_by FROM identifier
                        WHERE value = $2::text AND $1::uuid IS NOT NULL
                        """, PersonID(), and: cards[3])
                }
            }
            for number in 0..<50 {
                let (card, dose, member, key) = Self.dose(number, cards, twin.clinic.members, &dice)
                story.answers.append(
                    try await said {
                        try await twin.record(RecordVaccination(.temporaryID(card), dose), as: member, key: key)
                    })
            }
            story.answers = story.answers.map { Twin.masked($0) }
            story.tables = try await twin.tables()
            story.written = twin.hot.statistics.writes.requests
            return story
        }
    }

    /// Few names and days, so that some are the same person, some may be, and most are not.
    private static func worker(
        _ number: Int, _ members: Members, _ dice: inout Dice
    ) -> (WorkerForm, Membership, String, String) {
        var form = WorkerForm()
        form[.givenNames] = dice.pick(["Maria", "Chidi", "Ana Maria", "Oluwaseun", "Jo", ""])
        form[.familyName] = dice.pick(["Garcia", "Okafor", "Garcia Lopez", "O'Neill", "Kowalska", ""])
        form[.birthDate] = dice.pick(["1985-07-14", "1990-01-01", "1978-03-02", "not a date", "1985", ""])
        form[.postcode] = dice.pick(["LS1 1AA", "YO1 7HH", "", "nowhere"])
        form[.phone] = dice.pick(["07700 900123", "", "07700 900456"])
        form[.employerReference] = dice.pick(["", "", "R\(number)", "R1"])
        let chiNumber = "0101011234"  // a CHI number, not an NHS number
        form[.nhsNumber] = dice.pick(["", "", "", chiNumber, "999 000 0018"])
        form[.jobRole] = dice.pick(["carer", ""])
        form[.startedOn] = dice.pick(["2026-01-05", "", "soon"])
        let member = dice.pick([
            members.manager, members.manager, members.otherManager, members.administrator, members.vaccinator,
        ])
        let employer = dice.pick(["", "", members.employer.odsCode.canonical, members.site.odsCode.canonical, "?"])
        return (form, member, employer, dice.pick(["e\(number)", "e\(number)", "e\(number / 2)"]))
    }

    private static func dose(
        _ number: Int, _ cards: [String], _ members: Members, _ dice: inout Dice
    ) -> (String, DoseForm, Membership, String) {
        let dose = DoseForm(
            product: dice.pick(["Comirnaty", "Spikevax", "Vaxigrip", "unheard of"]),
            givenAt: dice.pick(["2026-11-20", "2026-10-01", "2026-11-01T10:00", "1950-01-01", "2027-01-01"]),
            batch: dice.pick(["FF2589", ""]), performer: dice.pick([nil, "Nurse Joy"]),
            isPrimarySource: dice.pick([nil, false]), overrideReason: dice.pick([nil, nil, "travels tomorrow"]))
        let member = dice.pick([members.vaccinator, members.otherVaccinator, members.system, members.manager])
        let card = dice.pick(cards + ["T7K-Q4M9"])
        return (card, dose, member, dice.pick(["d\(number)", "d\(number)", "d\(number / 2)"]))
    }
}
