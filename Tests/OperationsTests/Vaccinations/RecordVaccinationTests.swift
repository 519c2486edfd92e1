import Foundation
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

private let comirnaty = DoseForm(product: "Comirnaty", batch: "FF2589", batchExpiry: "2027-03-31")

@Suite struct `Recording a vaccination` {
    @Test func `fifty parallel recordings of one dose give one dose`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            var configuration = Database.Configuration(url: clinic.test.url)
            configuration.acquireTimeout = .seconds(60)
            configuration.transactionTimeout = .seconds(60)
            let database = Database(configuration)
            let now = try Clinic.instant(Clinic.today, 12)
            let runner = OperationRunner(database: database, now: { now })
            let member = clinic.members.vaccinator
            let outcomes = try await withThrowingTaskGroup(of: RecordVaccination.Outcome.self) { group in
                for number in 0..<50 {
                    group.addTask {
                        try await runner.run(
                            RecordVaccination(.temporaryID(worker.card), comirnaty), as: member, key: "k\(number)")
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            await database.close()
            #expect(outcomes.count { $0.result == .recorded } == 1)
            #expect(Set(outcomes.map(\.vaccinationID)).count == 1)
            let doses = try await clinic.texts("SELECT version::text AS text FROM vaccination_version")
            #expect(doses == ["1"])
            let messages = try await clinic.texts(
                "SELECT recipient || ' ' || action || ' ' || state AS text FROM notification ORDER BY recipient")
            #expect(messages == ["immunisation_store new held", "practice new held"])
        }
    }

    @Test func `the same key gives the same answer, and another request under it is refused`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            let runner = try clinic.runner()
            let member = clinic.members.vaccinator
            let dose = RecordVaccination(.temporaryID(worker.card), comirnaty)
            let first = try await runner.run(dose, as: member, key: "one")
            let second = try await clinic.runner(hour: 13).run(dose, as: member, key: "one")
            #expect(first == second)
            #expect(second.result == .recorded)
            let other = RecordVaccination(.temporaryID(worker.card), DoseForm(product: "Vaxigrip"))
            let answer = await refusal { try await runner.run(other, as: member, key: "one") }
            #expect(answer?.code == .keyUsedForAnotherRequest)
        }
    }

    @Test(
        "a dose is stopped until its interval is over, to the day",
        arguments: [
            ("Comirnaty", 20, false), ("Comirnaty", 21, true), ("Spikevax", 27, false), ("Spikevax", 28, true),
        ])
    func interval(_ product: String, _ days: Int, _ isRecorded: Bool) async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            let first = try CalendarDate(parsing: "2024-02-10")
            try await clinic.record(worker, DoseForm(product: product), on: first.iso)
            let day = first.adding(days: days)
            let answer = await refusal { try await clinic.record(worker, DoseForm(product: product), on: day.iso) }
            #expect((answer == nil) == isRecorded)
            let earliest = first.adding(days: product == "Comirnaty" ? 21 : 28).formattedForStaff
            #expect(isRecorded || answer?.code == .conflict && answer?.sentence.contains(earliest) == true)
        }
    }

    @Test func `the day of administration counts in England's time, not the time of entry`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            // 23:30 UTC on 1 July is half past midnight on 2 July in England.
            let runner = try clinic.runner(on: "2026-07-01", hour: 23, minute: 30)
            let outcome = try await runner.run(
                RecordVaccination(.temporaryID(worker.card), comirnaty), as: clinic.members.vaccinator)
            #expect(outcome.result == .recorded)
            try await clinic.record(worker, DoseForm(product: "Vaxigrip", givenAt: "2026-10-25T01:30"))
            let days = try await clinic.texts("SELECT given_on::text AS text FROM vaccination ORDER BY given_on")
            #expect(days == ["2026-07-02", "2026-10-25"])
        }
    }

    @Test func `a dose too soon is recorded with a reason, which is kept`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            try await clinic.record(worker, comirnaty, on: "2026-11-10")
            var second = comirnaty
            second.overrideReason = "leaves the country tomorrow"
            let outcome = try await clinic.record(worker, second)
            #expect(outcome.doseNumber == 2)
            #expect(outcome.notes == [.overridden])
            let reasons = try await clinic.texts(
                "SELECT override_reason AS text FROM vaccination_version ORDER BY given_at")
            #expect(reasons == ["NULL", "leaves the country tomorrow"])
        }
    }

    @Test func `an expired batch is stopped by the day it was given`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            let late = DoseForm(product: "Comirnaty", batchExpiry: "2026-11-19")
            let answer = await refusal { try await clinic.record(worker, late) }
            #expect(answer?.code == .conflict)
            var onTime = late
            onTime.givenAt = "2026-11-19"
            let outcome = try await clinic.record(worker, onTime)
            #expect(outcome.result == .recorded)
        }
    }

    @Test func `a dose in the future is refused, up to what a clock may differ`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            for time in ["2026-11-20T12:06", "2026-11-21"] {
                let answer = await refusal {
                    try await clinic.record(worker, DoseForm(product: "Comirnaty", givenAt: time))
                }
                #expect(answer?.problems.map(\.code) == ["given_at_in_the_future"])
            }
            try await clinic.record(worker, DoseForm(product: "Comirnaty", givenAt: "2026-11-20T12:05"))
            let times = try await clinic.texts("SELECT given_at::text AS text FROM vaccination_version")
            #expect(times == ["2026-11-20 12:00:00+00"])
        }
    }

    @Test func `what another record of the same human has counts, and stays there`() async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol()
            let other = try await clinic.enrol(by: clinic.members.otherManager)
            try await clinic.record(one, comirnaty, on: "2026-11-10")
            try await clinic.merge(one, other)
            let answer = await refusal { try await clinic.record(other, comirnaty) }
            #expect(answer?.code == .conflict)
            let later = try await clinic.record(other, comirnaty, on: "2026-12-20")
            #expect(later.doseNumber == 2)
            let again = try await clinic.record(one, comirnaty, on: "2026-12-20")
            #expect(again.result == .alreadyRecorded)
            #expect(again.vaccinationID == later.vaccinationID)
            let people = try await clinic.texts("SELECT person_id::text AS text FROM vaccination ORDER BY given_on")
            #expect(people == [one.person.description, other.person.description])
        }
    }

    @Test func `a dose entered again with other particulars is not recorded, and said to differ`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            try await clinic.record(worker, comirnaty)
            var typedAgain = comirnaty
            typedAgain.batch = "FF2590"
            let again = try await clinic.record(worker, typedAgain)
            #expect(again.result == .alreadyRecorded)
            #expect(again.notes == [.recordedDifferently])
            let elsewhere = await refusal {
                try await clinic.record(worker, comirnaty, by: clinic.members.otherVaccinator)
            }
            #expect(elsewhere?.code == .conflict)
        }
    }

    @Test("a replaced card is taken, a revoked or reserved one is not", arguments: ["replaced", "revoked", "reserved"])
    func states(_ state: String) async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            try await clinic.mark(worker, state)
            if state == "replaced" {
                let outcome = try await clinic.record(worker, comirnaty)
                #expect(outcome.notes == [.temporaryIDReplaced])
            } else {
                let answer = await refusal { try await clinic.record(worker, comirnaty) }
                #expect(answer?.code == .conflict)
            }
        }
    }

    @Test func `the message goes out under the number, where the group has one`() async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol()
            let other = try await clinic.enrol(by: clinic.members.otherManager)
            try await clinic.assignNumber("9990000018", to: one)
            try await clinic.merge(one, other)
            try await clinic.record(other, comirnaty)
            let messages = try await clinic.texts(
                "SELECT DISTINCT state || ' ' || nhs_number AS text FROM notification")
            #expect(messages == ["queued 9990000018"])
        }
    }

    @Test func `a dose reported from abroad is no primary source, and a site cannot have given it`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            let given = DoseForm(product: "Covaxin", givenAt: "2026-02-11")
            let answer = await refusal { try await clinic.record(worker, given) }
            #expect(answer?.problems.map(\.code) == ["product_overseas"])
            var reported = given
            reported.isPrimarySource = false
            try await clinic.record(worker, reported)
            try await clinic.record(
                worker, DoseForm(product: "covid", givenAt: "2026-05-11", isPrimarySource: false))
            let next = try await clinic.record(worker, comirnaty)
            #expect(next.doseNumber == 3)
            #expect(next.notes == [.mixedProduct])
        }
    }

    @Test func `a rehearsal writes nothing but who looked`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            let outcome = try await clinic.runner().rehearse(
                RecordVaccination(.temporaryID(worker.card), comirnaty), as: clinic.members.vaccinator)
            #expect(outcome.doseNumber == 1)
            let doses = try await clinic.texts("SELECT vaccination_id::text AS text FROM vaccination")
            #expect(doses.isEmpty)
            let actions = try await clinic.texts("SELECT action AS text FROM audit_entry")
            #expect(actions == ["rehearse_record_vaccination"])
        }
    }

    @Test func `nobody is vaccinated before birth`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol(born: "1985-07-14")
            let answer = await refusal {
                try await clinic.record(worker, DoseForm(product: "Comirnaty", givenAt: "1985-07-13"))
            }
            #expect(answer?.problems.map(\.code) == ["given_at_before_birth"])
        }
    }
}
