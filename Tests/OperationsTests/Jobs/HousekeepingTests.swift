import Foundation
import Jobs
import Logging
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

@Suite struct `housekeeping` {
    @Test(
        arguments: [
            // Days since the enrolment, days since the last trace, and whether the person is due.
            (0, nil, false), (1, nil, true), (2, 1, false), (7, 6, true), (8, 1, false), (30, 22, true), (31, 0, false),
            (89, 58, false), (90, 60, true), (100, 9, false), (180, 89, true), (181, 0, false), (500, nil, true),
        ] as [(Int, Int?, Bool)])
    func `sees people again 1, 7, 30 and 90 days after their enrolment`(
        _ enrolled: Int, _ traced: Int?, _ isDue: Bool
    ) async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            try await clinic.age(worker, enrolled: enrolled, traced: traced)
            let waiting = try await clinic.waiting()
            #expect(waiting.contains { $0.id == worker.person && $0.isDue } == isDue)
            #expect(waiting.contains { $0.id == worker.person && $0.waitsLong } == (enrolled > 30))
        }
    }

    @Test func `sees again nobody who has a number, was withdrawn, or is merged with somebody just traced`()
        async throws
    {
        try await Clinic.with { clinic in
            let numbered = try await clinic.enrol(.ada, reference: "A1")
            let withdrawn = try await clinic.enrol(.ben, reference: "B1", withdrawn: true)
            let golden = try await clinic.enrol(.cho, reference: "C1")
            let merged = try await clinic.enrol(.cho, reference: "C2")
            for worker in [numbered, withdrawn, golden, merged] {
                try await clinic.age(worker, enrolled: 10, traced: nil)
            }
            try await clinic.assignNumber(Made.number(0), to: numbered)
            try await clinic.merge(golden, merged)
            let before = try await clinic.waiting().filter(\.isDue).map(\.id)
            #expect(Set(before) == [golden.person, merged.person])
            try await clinic.age(merged, enrolled: 10, traced: 1)
            let after = try await clinic.waiting().filter(\.isDue)
            #expect(after == [])
        }
    }

    @Test func `traces those who are due and no others, and tells of those who wait for long`() async throws {
        try await Clinic.with { clinic in
            let due = try await clinic.enrol(.ada, reference: "A1")
            let fresh = try await clinic.enrol(.ben, reference: "B1")
            let lost = try await clinic.enrol(.cho, reference: "C1")
            try await clinic.age(due, enrolled: 7, traced: nil)
            try await clinic.age(lost, enrolled: 40, traced: nil)
            let said = try await clinic.work(.retrace)
            #expect(said.contains { $0.hasPrefix("error people are due to be traced again and no reference") })
            try await clinic.loadReference(Made.ada.row(1), Made.ben.row(2))
            let again = try await clinic.work(.retrace)
            #expect(
                again.contains { $0.hasPrefix("error people have waited for a number") && $0.hasSuffix("people=1") })
            let numbers = try await clinic.numbers()
            #expect(numbers == ["\(Made.number(1)) \(due.person)"])
            let traced = try await clinic.texts("SELECT person_id::text AS text FROM trace")
            #expect(Set(traced) == [due.person.description, lost.person.description])
            #expect(!traced.contains(fresh.person.description))
            let left = try await clinic.waiting().filter(\.isDue)
            #expect(left == [])
            let who = try await clinic.texts(
                """
                SELECT DISTINCT a.sign_in AS text FROM audit_entry AS e JOIN account AS a USING (account_id)
                WHERE e.action = 'reconcile_people'
                """)
            #expect(who == ["worker"])
        }
    }

    @Test func `escalates an overdue case once in each of its steps`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            try await clinic.enrol(family: "Silva")
            try await clinic.own(
                "UPDATE registration_case_version SET due_on = '2020-01-02' WHERE person_id = $1::uuid", worker.person)
            try await clinic.own(
                "UPDATE registration_case_version SET due_on = '2099-01-02' WHERE person_id <> $1::uuid", worker.person)
            for _ in 0..<2 { try await clinic.work(.escalateCases) }
            let first = try await clinic.texts("SELECT version::text AS text FROM case_escalation")
            #expect(first == ["1"])
            _ = try await clinic.runner(on: "2020-01-06").run(
                MoveCase(worker.card, .confirmDetails, evidence: "seen"), as: clinic.members.registrar)
            for _ in 0..<2 { try await clinic.work(.escalateCases) }
            let both = try await clinic.texts("SELECT version::text AS text FROM case_escalation ORDER BY version")
            #expect(both == ["1", "2"])
            let audited = try await clinic.texts(
                "SELECT count(*)::text AS text FROM audit_entry WHERE action = 'escalate_cases' AND person_id IS NOT NULL"
            )
            #expect(audited == ["2"])
        }
    }

    @Test func `keeps the keys of doses, workers and files for ever, and every other for a day at least`() async throws
    {
        try await Clinic.with { clinic in
            try await clinic.own(
                """
                INSERT INTO idempotency_key (account_id, organisation_id, operation, key, request_sha256, created_at)
                SELECT account_id, gen_random_uuid(), operation, 'k', '\\x00', now() - make_interval(hours => age)
                FROM account, unnest(ARRAY[1, 23, 47, 49, 9000]) AS age,
                    unnest(ARRAY['merge_people', 'record_vaccination', 'enrol_file', 'enrol_worker']) AS operation
                WHERE sign_in = 'operator'
                """)
            try await clinic.work(.purgeKeys)
            let left = try await clinic.texts(
                "SELECT operation || ' ' || count(*) AS text FROM idempotency_key GROUP BY operation ORDER BY 1")
            #expect(left == ["enrol_file 5", "enrol_worker 5", "merge_people 3", "record_vaccination 5"])
            // Not even who asks for less gets it.
            let purged = try await clinic.test.database.write(.queueing) { session in
                try session.purgeIdempotencyKeys(olderThan: .zero, maximum: 1_000)
            }
            #expect(purged == 1)
        }
    }

    @Test func `deletes what was done long ago and keeps what is dead`() async throws {
        try await Clinic.with { clinic in
            try await clinic.test.script(
                """
                INSERT INTO job (kind, state, maximum_attempts, finished_at, schedule)
                SELECT 'try_out', state, 1, now() - make_interval(hours => age), schedule
                FROM unnest(ARRAY[0, 2, 200]) AS age, unnest(ARRAY['done', 'dead']) AS state,
                    unnest(ARRAY['nightly', NULL]) AS schedule
                """)
            try await clinic.work(.purgeJobs)
            let left = try await clinic.texts(
                "SELECT state || ' ' || count(*) AS text FROM job WHERE kind = 'try_out' GROUP BY state ORDER BY 1")
            #expect(left == ["dead 6", "done 3"])
        }
    }

    @Test func `seals the trail, and alarms of an entry that nobody has sealed for a minute`() async throws {
        try await Clinic.with { clinic in
            try await clinic.enrol()
            try await clinic.test.script(
                "INSERT INTO audit_entry (occurred_at, organisation_id, account_id, role, action)"
                    + " SELECT now() - interval '5 minutes', gen_random_uuid(), gen_random_uuid(), '', 'late'")
            let said = try await clinic.work(.watchAudit)
            #expect(said.contains { $0.hasPrefix("error audit entries have waited for a seal") })
            try await clinic.work(.sealAudit)
            let silent = try await clinic.work(.watchAudit)
            #expect(!silent.contains { $0.hasPrefix("error") })
        }
    }

    @Test func `does nothing while the account worker is disabled`() async throws {
        try await Clinic.with { clinic in
            try await clinic.own("UPDATE account SET disabled_at = now() WHERE sign_in = 'worker'")
            try await clinic.work(.escalateCases)
            let jobs = try await clinic.texts("SELECT state || ' ' || error_code AS text FROM job")
            #expect(jobs == ["dead not_permitted"])
        }
    }

    @Test func `does the reconciliation that a steward asked for, whose job says what came of it`() async throws {
        try await Clinic.with { clinic in
            let runner = try clinic.runner()
            let none = await refusal { try await runner.run(RequestReconciliation(), as: clinic.members.steward) }
            #expect(none?.code == .notFound)
            let worker = try await clinic.enrol(.ada, reference: "A1")
            try await clinic.loadReference(Made.ada.row(1))
            let first = try await runner.run(RequestReconciliation(), as: clinic.members.steward)
            let second = try await runner.run(RequestReconciliation(), as: clinic.members.steward)
            #expect(first.isNew && !second.isNew && first.job == second.job)
            let early = await refusal {
                try await runner.run(RetryJob(first.job.description), as: clinic.members.steward)
            }
            #expect(early?.code == .conflict)
            try await clinic.work()
            let job = try await runner.run(ShowJob(first.job.description), as: clinic.members.steward)
            #expect(job.state == .done)
            #expect(job.result["numbered"] == "1" && job.result["run"] != nil)
            let numbers = try await clinic.numbers()
            #expect(numbers == ["\(Made.number(1)) \(worker.person)"])
        }
    }

    @Test func `a dead job is queued again by command and then done, and a live one of its key forbids it`()
        async throws
    {
        try await Clinic.with { clinic in
            let runner = try clinic.runner()
            try await clinic.test.script(
                """
                INSERT INTO job (job_id, kind, state, maximum_attempts, attempt, finished_at, unique_key)
                VALUES ('00000000-0000-7000-8000-000000000001', 'reconcile', 'dead', 3, 3, now(), 'requested')
                """)
            try await clinic.loadReference(Made.ada.row(1))
            let dead = "00000000-0000-7000-8000-000000000001"
            _ = try await runner.run(RequestReconciliation(), as: clinic.members.steward)
            let taken = await refusal { try await runner.run(RetryJob(dead), as: clinic.members.administrator) }
            #expect(taken?.code == .conflict)
            try await clinic.work()
            let outcome = try await runner.run(RetryJob(dead), as: clinic.members.administrator)
            #expect(outcome.state == .queued)
            try await clinic.work()
            let states = try await clinic.texts("SELECT state || ' ' || count(*) AS text FROM job GROUP BY state")
            #expect(states == ["done 2"])
            let listed = try await runner.run(
                ListJobs(states: [.done], kind: .reconcile), as: clinic.members.steward)
            #expect(listed.count == 2)
        }
    }
}

extension Clinic {
    /// Puts an enrolment, and a trace where there is one, so many days back.
    fileprivate func age(_ worker: Worker, enrolled: Int, traced: Int?) async throws {
        try await own(
            "UPDATE person SET created_at = now() - make_interval(days => \(enrolled), mins => 1)"
                + " WHERE person_id = $1::uuid", worker.person)
        guard let traced else { return }
        try await own(
            """
            INSERT INTO trace (person_id, source, grade, score, rule, reasons, vetoes, outcome, traced_at)
            VALUES ($1::uuid, 'test', 'certainly-not', 0, 'none', '{}', '{}', 'none',
                now() - make_interval(days => \(traced)))
            """, worker.person)
    }

    fileprivate func waiting() async throws -> [WaitingPerson] {
        try await test.database.read(.acting(as: members.steward)) { session in
            try session.waitingPeople(
                steps: RetraceSteps.days, period: RetraceSteps.period, longWait: RetraceSteps.longWait)
        }
    }

    /// Does what is queued, and a job of this kind, and answers what was said.
    @discardableResult
    fileprivate func work(_ kind: JobKind? = nil) async throws -> [String] {
        let said = SaidLines()
        let logger = Logger.saying(to: said)
        if let kind {
            try await test.database.write(.queueing) { _ = try $0.enqueue(NewJob(kind)) }
        }
        var configuration = JobWorker.Configuration(name: "test")
        configuration.pollInterval = .milliseconds(20)
        configuration.onlyOnce = true
        let housekeeping = Housekeeping(database: test.database, runner: test.runner(), logger: logger)
        try await JobWorker(
            database: test.database, handlers: housekeeping.handlers, configuration: configuration, logger: logger
        ).run()
        return said.all
    }
}
