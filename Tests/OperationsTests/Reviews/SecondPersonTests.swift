import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

@Suite struct `a second steward` {
    @Test func `confirms where the dates of birth differ, and nobody confirms the own proposal`() async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol()
            let other = try await clinic.enrol(given: "Adah", born: "1985-07-15")
            let colleague = try await clinic.colleague()
            let review = try await clinic.doubt(one, other)
            let proposed = try await clinic.decide(review, .same)
            #expect(proposed.outcome == .proposed)
            #expect(proposed.causes == [.birthDatesDiffer])
            let open = try await clinic.texts("SELECT count(*)::text AS text FROM person_merge")
            #expect(open == ["0"])
            let own = await refusal { try await clinic.decide(review, .confirm) }
            #expect(own?.code == .conflict)
            let another = await refusal { try await clinic.decide(review, .same, by: colleague) }
            #expect(another?.code == .conflict)
            let confirmed = try await clinic.decide(review, .confirm, by: colleague)
            #expect(confirmed.outcome == .done)
            let history = try await clinic.history(of: other)
            #expect(history.members.count == 2)
        }
    }

    @Test func `rejects, and it is open again`() async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol()
            let other = try await clinic.enrol(given: "Adah", born: "1985-07-15")
            let review = try await clinic.doubt(one, other)
            try await clinic.decide(review, .same)
            let rejected = try await clinic.decide(review, .reject, by: try await clinic.colleague())
            #expect(rejected.standing == .open)
            let shown = try await clinic.show(review)
            #expect(shown.verdicts == [.same, .different, .moreInformation])
            #expect(shown.steps.map(\.outcome) == [.proposed, .rejected])
        }
    }

    @Test func `is needed where a date of birth is not known, or the matcher found several`() async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol()
            let other = try await clinic.enrol(given: "Adah")
            let review = try await clinic.doubt(one, other, vetoes: ["runner-up"])
            let shown = try await clinic.show(review)
            #expect(shown.causes == [.severalCandidates])
            try await clinic.own(
                "UPDATE person_details SET birth_date = NULL, birth_date_precision = NULL WHERE person_id = $1::uuid",
                other.person)
            let unknown = try await clinic.show(review)
            #expect(unknown.causes == [.birthDatesDiffer, .severalCandidates])
        }
    }

    @Test func `is needed where somebody else fits nearly as well`() async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "W1")
            try await clinic.loadReference(Made.ada.row(1), Made.ada.row(2))
            let review = try await clinic.doubt(ada, Made.number(1))
            let shown = try await clinic.show(review)
            #expect(shown.causes == [.severalCandidates])
            #expect(shown.runnerUp?.nhsNumber?.digits == Made.number(2))
            let proposed = try await clinic.decide(review, .same)
            #expect(proposed.outcome == .proposed)
        }
    }

    @Test func `is asked for by the database itself`() async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol()
            let other = try await clinic.enrol(given: "Adah", born: "1985-07-15")
            let review = try await clinic.doubt(one, other)
            try await clinic.decide(review, .same)
            let shown = try await clinic.show(review)
            let person = shown.personID
            await #expect(throws: OwnProposal.self) {
                try await clinic.test.database.write(.acting(as: clinic.members.steward)) { session in
                    guard let found = try session.review(review, today: CalendarDate(parsing: "2026-11-20")) else {
                        return
                    }
                    var step = NewReviewStep(.confirm, .done, reason: "told")
                    step.proposal = 1
                    try session.add(step, to: found)
                }
            }
            await #expect(throws: PostgresError.self) {
                try await clinic.own(
                    """
                    INSERT INTO review_decision (person_id, review_id, step, decision, outcome, reason, decided_by)
                    SELECT person_id, review_id, 2, 'confirm', 'done', 'told', decided_by FROM review_decision
                    WHERE person_id = $1::uuid
                    """, person)
            }
        }
    }
}
