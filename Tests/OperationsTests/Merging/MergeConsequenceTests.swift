import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

@Suite struct `what follows a merge` {
    @Test func `an update under the same event id tells of a dose's new place, and its old one again`() async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol()
            let other = try await clinic.enrol(given: "Adah")
            try await clinic.assignNumber("9990000018", to: other)
            try await clinic.record(one, DoseForm(product: "Comirnaty"), on: "2026-09-01")
            let later = try await clinic.record(other, DoseForm(product: "Comirnaty"), on: "2026-10-20")
            try await clinic.own("UPDATE notification SET state = 'acknowledged' WHERE state = 'queued'")
            try await clinic.mergePeople(one, other)
            let merged = try await clinic.messages(about: later.vaccinationID)
            #expect(merged == ["new acknowledged", "update queued"])
            try await clinic.unmergePeople(one, other)
            // The update was not tried yet: it says what holds when it goes out.
            let apart = try await clinic.messages(about: later.vaccinationID)
            #expect(apart == ["new acknowledged", "update queued"])
            try await clinic.own("UPDATE notification SET state = 'acknowledged' WHERE state = 'queued'")
            try await clinic.mergePeople(one, other)
            try await clinic.own("UPDATE notification SET state = 'sent' WHERE state = 'queued'")
            try await clinic.unmergePeople(one, other)
            let again = try await clinic.messages(about: later.vaccinationID)
            #expect(again == ["new acknowledged", "update acknowledged", "update sent", "update queued"])
        }
    }

    @Test func `one case stands on the worklist, the one that has come furthest, and both again after an unmerge`()
        async throws
    {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol()
            let other = try await clinic.enrol(given: "Adah", state: .submitted)
            try await clinic.mergePeople(one, other)
            let merged = try await clinic.worklist()
            #expect(merged == [.submitted])
            let overdue = try await clinic.test.database.write(.acting(as: clinic.members.steward)) { session in
                try session.escalateCases(
                    in: [.enrolled, .submitted], dueBefore: CalendarDate(parsing: "2026-12-24"), maximum: 10)
            }
            #expect(overdue == [other.person])
            try await clinic.unmergePeople(one, other)
            let apart = try await clinic.worklist()
            #expect(Set(apart) == [.enrolled, .submitted])
        }
    }

    @Test func `an employer goes on seeing the own worker's case where another employer's leads`() async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol()
            let other = try await clinic.enrol(
                given: "Adah", by: clinic.members.otherManager, state: .submitted)
            try await clinic.mergePeople(one, other)
            let own = try await clinic.worklist(of: clinic.members.manager)
            #expect(own == [.enrolled])
            let foreign = try await clinic.worklist(of: clinic.members.otherManager)
            #expect(foreign == [.submitted])
        }
    }

    @Test func `a card shows that the number is known, and no longer after an unmerge`() async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol()
            let other = try await clinic.enrol(given: "Adah")
            try await clinic.assignNumber("9990000018", to: other)
            try await clinic.mergePeople(one, other)
            let runner = try clinic.runner()
            let merged = try await runner.run(CheckTemporaryID(one.card), as: clinic.members.vaccinator)
            #expect(merged.state == .merged)
            try await clinic.unmergePeople(one, other)
            let apart = try await runner.run(CheckTemporaryID(one.card), as: clinic.members.vaccinator)
            #expect(apart.state == .issued)
        }
    }
}

extension Clinic {
    fileprivate func messages(about vaccination: VaccinationID) async throws -> [String] {
        try await texts(
            """
            SELECT action || ' ' || state AS text FROM notification
            WHERE vaccination_id = '\(vaccination)' AND recipient = 'practice' ORDER BY place
            """)
    }

    fileprivate func worklist(of member: Membership? = nil) async throws -> [RegistrationCase.State] {
        try await runner().run(ListCases(), as: member ?? members.steward).map(\.state)
    }
}
