import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

@Suite struct `Moving a registration case` {
    private func move(
        _ clinic: Clinic, _ worker: Clinic.Worker, _ event: CaseEvent, _ evidence: String = "seen",
        by member: Membership? = nil
    ) async throws -> MoveCase.Outcome {
        try await clinic.runner().run(
            MoveCase(worker.card, event, evidence: evidence), as: member ?? clinic.members.registrar)
    }

    private func advance(
        _ clinic: Clinic, _ worker: Clinic.Worker, _ event: RegistrationCase.Event
    ) async throws -> RegistrationCase.Effect? {
        let today = try CalendarDate(parsing: Clinic.today)
        return try await clinic.test.database.write(.acting(as: clinic.members.steward)) { session in
            try session.advanceCase(of: worker.person, by: event, evidence: "trace", on: today)
        }
    }

    @Test func `goes step by step from enrolment to the practice, each with its due date`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            let events: [CaseEvent] = [.confirmDetails, .submit, .refuse, .submit, .accept]
            var moved: [MoveCase.Outcome] = []
            for event in events { moved.append(try await move(clinic, worker, event)) }
            #expect(moved.map(\.state) == [.detailsChecked, .submitted, .refused, .submitted, .accepted])
            // 20 November 2026 is a Friday: one working day is Monday, five are Friday.
            #expect(
                moved.map { $0.dueOn?.iso } == ["2026-11-23", "2026-11-27", "2026-11-24", "2026-11-27", "2026-11-27"])
            #expect(moved[1].effect == .sendToPractice)
            let shown = try await clinic.runner().run(ShowCase(worker.card), as: clinic.members.registrar)
            #expect(shown.steps.map(\.version) == [1, 2, 3, 4, 5, 6])
            #expect(shown.steps.map(\.event).last == "accept")
            #expect(shown.person?.name == "OKAFOR, Ada")
        }
    }

    @Test func `refuses what does not follow, and leaves the case where it is`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            let answer = await refusal { try await move(clinic, worker, .accept) }
            #expect(answer?.code == .conflict)
            let silent = await refusal { try await move(clinic, worker, .refuse, " ") }
            #expect(silent?.problems.map(\.code) == ["evidence_needed"])
            let versions = try await clinic.texts("SELECT state AS text FROM registration_case_version")
            #expect(versions == ["enrolled"])
        }
    }

    @Test func `a case of another area, or of another employer, looks absent`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            for member in [clinic.members.otherRegistrar, clinic.members.otherManager] {
                let answer = await refusal { try await move(clinic, worker, .leaveEmployment, by: member) }
                #expect(answer == .notFound("registration case"))
                let shown = await refusal { try await clinic.runner().run(ShowCase(worker.card), as: member) }
                #expect(shown == .notFound("registration case"))
                let list = try await clinic.runner().run(ListCases(), as: member)
                #expect(list.isEmpty)
            }
        }
    }

    @Test func `an employer can say that one of the staff has left, and nothing else`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            for event in CaseEvent.allCases where event != .leaveEmployment {
                let answer = await refusal { try await move(clinic, worker, event, by: clinic.members.manager) }
                #expect(answer?.code == .notPermitted)
            }
            let left = try await move(clinic, worker, .leaveEmployment, by: clinic.members.manager)
            #expect(left.state == .leftEmployment)
            #expect(left.dueOn == nil)
        }
    }

    @Test func `a number moves the case from wherever it is, and takes it back there`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            _ = try await move(clinic, worker, .confirmDetails)
            _ = try await move(clinic, worker, .submit)
            let seen = try await advance(clinic, worker, .seeNumber)
            #expect(seen == .tellNumberSeen)
            let again = try await advance(clinic, worker, .seeNumber)
            #expect(again == nil)
            let today = try CalendarDate(parsing: Clinic.today)
            let back = try await clinic.test.database.write(.acting(as: clinic.members.steward)) { session in
                try session.withdrawNumber(fromCasesOf: [worker.person], evidence: "unmerged", on: today)
            }
            #expect(back == [worker.person: .resume])
            let states = try await clinic.texts(
                "SELECT state AS text FROM registration_case_version ORDER BY version")
            #expect(states == ["enrolled", "details_checked", "submitted", "number_seen", "submitted"])
        }
    }

    @Test func `the worklist shows what is due first at the top, and marks what is overdue`() async throws {
        try await Clinic.with { clinic in
            let first = try await clinic.enrol()
            let second = try await clinic.enrol(given: "Grace")
            let closed = try await clinic.enrol(given: "Ruth", state: .closed)
            _ = try await move(clinic, second, .confirmDetails)
            let list = try await clinic.runner().run(ListCases(), as: clinic.members.registrar)
            #expect(list.map(\.temporaryID) == [second.id, first.id])
            let overdue = try await clinic.runner(on: "2026-11-24").run(
                ListCases(onlyOverdue: true), as: clinic.members.manager)
            #expect(overdue.map(\.temporaryID) == [second.id])
            #expect(overdue.map(\.isOverdue) == [true])
            let done = try await clinic.runner().run(ListCases(states: [.closed]), as: clinic.members.steward)
            #expect(done.map(\.temporaryID) == [closed.id])
        }
    }
}
