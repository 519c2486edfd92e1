import Foundation
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

@Suite(.serialized) struct `a kill -9` {
    @Test func `in the middle of a reconcile loses nothing and doubles nothing`() async throws {
        let undisturbed = try await TestDatabase.with { test in
            try await Crowd.make(in: test)
            let output = try await Outreach.run("reconcile", on: test.url)
            #expect(output.status == 0)
            return try await Crowd.state(of: test)
        }
        try await TestDatabase.with { test in
            try await Crowd.make(in: test)
            let process = try start(["reconcile"], on: test)
            while try await test.texts("SELECT 'yes' AS text FROM trace LIMIT 1").isEmpty {
                try await Task.sleep(for: .milliseconds(5))
            }
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            let unfinished = try await test.texts(
                "SELECT count(*)::text AS text FROM reconcile_run WHERE finished_at IS NULL")
            #expect(unfinished == ["1"], "the kill came too late to prove anything")

            let output = try await Outreach.run("reconcile", on: test.url)
            #expect(output.status == 0)
            let state = try await Crowd.state(of: test)
            #expect(state == undisturbed)
        }
    }

    @Test func `at any moment of a reconcile, again and again, leaves what an undisturbed run leaves`() async throws {
        let undisturbed = try await TestDatabase.with { test in
            try await Crowd.make(in: test)
            let output = try await Outreach.run("reconcile", on: test.url)
            #expect(output.status == 0)
            return try await Crowd.state(of: test)
        }
        try await TestDatabase.with { test in
            try await Crowd.make(in: test)
            var moments: [Int] = []
            var interrupted = 0
            while moments.count < 12 {
                // From before its first statement to about its last.
                moments.append(Int.random(in: 20...1_500))
                let process = try start(["reconcile"], on: test)
                try await Task.sleep(for: .milliseconds(moments[moments.count - 1]))
                if process.isRunning { interrupted += 1 }
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
            }
            #expect(interrupted > 0, "every kill came too late to prove anything")
            let output = try await Outreach.run("reconcile", on: test.url)
            #expect(output.status == 0)
            let state = try await Crowd.state(of: test)
            // A run after the last one that finished has traced nobody; what each left counts, not how many there were.
            let kept = state.filter { $0 != "0 0 0 0" }
            #expect(kept == undisturbed, "killed after \(moments) ms")
        }
    }

    @Test func `of a worker in the middle of its job, or a halt of it, leaves the effect once`() async throws {
        let undisturbed = try await TestDatabase.with { test in
            try await Crowd.make(1_500, in: test)
            let output = try await Outreach.run("reconcile", on: test.url)
            #expect(output.status == 0)
            return try await Crowd.state(of: test)
        }
        // The kill comes between two transactions that write; a halt before the first, since a halted process that
        // holds locks is the server's to end.
        for (name, sign) in [(SIGKILL, "trace"), (SIGSTOP, "reconcile_run")] {
            try await TestDatabase.with { test in
                try await Crowd.make(1_500, in: test)
                let asked = try await Outreach.run("reconcile", "--later", on: test.url)
                #expect(asked.status == 0)
                let worker = try start(["work"], on: test, environment: ["OUTREACH_WORK_LEASE_SECONDS": "2"])
                while try await test.texts("SELECT 'yes' AS text FROM \(sign) LIMIT 1").isEmpty {
                    try await Task.sleep(for: .milliseconds(5))
                }
                kill(worker.processIdentifier, name)
                let other = try start(["work"], on: test, environment: ["OUTREACH_WORK_LEASE_SECONDS": "2"])
                try await Self.untilDone(test)
                // Whoever was halted wakes up and finds itself shut out.
                kill(worker.processIdentifier, SIGCONT)
                let running = try await Outreach.run("job", "list", "--state", "done", "--json", on: test.url)
                #expect(running.standardOutput.contains("\"numbered\""))
                for process in [worker, other] {
                    kill(process.processIdentifier, SIGTERM)
                    process.waitUntilExit()
                }
                #expect(other.terminationStatus == 0)
                #expect(worker.terminationStatus == (name == SIGKILL ? SIGKILL : 0))
                let state = try await Crowd.state(of: test)
                #expect(state == undisturbed)
            }
        }
    }

    private static func untilDone(_ test: TestDatabase) async throws {
        for _ in 0..<1_200 {
            let done = try await test.texts(
                "SELECT attempt::text AS text FROM job WHERE kind = 'reconcile' AND state = 'done'")
            if !done.isEmpty {
                #expect(done != ["1"], "the signal came too late to prove anything")
                return
            }
            // Polled: the worker is another process, and tells nobody here when it is done.
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("nobody did the job")
    }

    @Test func `in the middle of a merge leaves nothing, and the same command then merges once`() async throws {
        try await TestDatabase.with { test in
            let people = try await Crowd.make(2, in: test)
            let arguments = [
                "merge", people[0].description, people[1].description, "--reason", "same passport", "--key", "one",
            ]
            // Somebody else holds a lock that the merge needs, so the kill finds it in the middle.
            let steward = try await Members.operatorAccount(in: test, as: .steward)
            try await test.database.write(.acting(as: steward, timeout: .seconds(60))) { session in
                try session.lock([people[1]])
                let process = try start(arguments, on: test)
                while try session.first(Crowd.waiting, decode: { try $0.value("waits", as: Bool.self) }) != true {
                    usleep(20_000)
                }
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
            }
            let left = try await test.texts("SELECT count(*)::text AS text FROM person_merge")
            #expect(left == ["0"])
            for _ in 0..<2 {
                let output = try await Command.run(
                    Outreach.path(), arguments, environment: ["DATABASE_URL": test.url, "OUTREACH_AS": "operator"])
                #expect(output.status == 0)
            }
            let merges = try await test.texts("SELECT count(*)::text AS text FROM person_merge")
            let links = try await test.texts("SELECT count(*)::text AS text FROM person_link WHERE closed_at IS NULL")
            #expect(merges == ["1"])
            #expect(links == ["1"])
        }
    }

    @Test func `in the middle of taking answers takes none, and taken again and again they count once`() async throws {
        try await TestDatabase.with { test in
            try await Crowd.make(300, in: test)
            let folder = try Folder()
            let asked = try await Outreach.run("trace", "export", "--out", folder.path("asked.csv"), on: test.url)
            #expect(asked.status == 0)
            let answers = try folder.file("answers.csv", try await Crowd.answers(in: test).utf8)
            // Traces come after the answers are kept and before anything follows from them.
            let owner = TransactionContext.owning
            try await test.database.write(owner) { session in
                try session.execute(Query(name: "test", text: "LOCK TABLE trace IN ACCESS EXCLUSIVE MODE"))
                let process = try start(["trace", "import", answers], on: test)
                while try session.first(Crowd.waiting, decode: { try $0.value("waits", as: Bool.self) }) != true {
                    usleep(20_000)
                }
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
            }
            let left = try await test.texts(
                """
                SELECT count(*)::text AS text FROM trace_batch_row WHERE answered_at IS NOT NULL
                UNION ALL SELECT count(*)::text FROM identifier WHERE scheme = 'nhs_number'
                UNION ALL SELECT count(*)::text FROM trace
                """)
            #expect(left == ["0", "0", "0"])
            var states: [[String]] = []
            for _ in 0..<3 {
                let output = try await Outreach.run("trace", "import", answers, "--json", on: test.url)
                #expect(output.status == 0)
                let state = try await Crowd.state(of: test)
                states.append(state)
            }
            #expect(states[0].contains { $0.contains("999") })
            #expect(states[1] == states[0] && states[2] == states[0])
        }
    }
}

/// Starts the program and does not wait for it.
private func start(
    _ arguments: [String], on test: TestDatabase, environment: [String: String] = [:]
) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: try Outreach.path())
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(
        ["DATABASE_URL": test.url, "OUTREACH_AS": "operator"].merging(environment) { $1 }
    ) { $1 }
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
}

/// Thousands of made-up people and the reference in which most of them are found.
private enum Crowd {
    static let waiting = Query(
        name: "test",
        text: "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid()) AS waits")

    /// Some share a phone, some are there twice, some reference patients have died.
    @discardableResult
    static func make(_ count: Int = 3_000, in test: TestDatabase) async throws -> [PersonID] {
        let members = try await Members.make(in: test)
        let workers = try (0..<count).map(Worker.init)
        let people = try await test.database.write(.acting(as: members.steward, timeout: .seconds(60))) { session in
            let people = workers.map { _ in PersonID() }.sorted()
            try session.addPeople(people)
            try session.add(
                zip(people, workers).map { person, worker in
                    NewEmployment(
                        person: person, id: EmploymentID(), employer: members.employer.id,
                        employerReference: worker.reference, jobRole: "", cohort: .careHomes, startedOn: nil)
                })
            try session.addDetails(
                zip(people, workers).map { (id: $0, version: 1, details: $1.details) }, reason: "enrolled")
            try session.open(
                people.map { NewCase(person: $0, employer: members.employer.id, state: .enrolled, dueOn: nil) })
            return people
        }
        let file = FileManager.default.temporaryDirectory.appending(path: "crowd-\(UUID().uuidString).csv")
        let rows =
            ["ref_id,nhs_number,given_name,family_name,date_of_birth,phone,gp_practice,deceased"]
            + zip(workers, numbers(count)).map { $0.row(number: $1) }
        try Data(rows.joined(separator: "\n").utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        _ = try await test.runner().run(LoadReference(file, acceptsTestNumbers: true), as: members.steward)
        return people
    }

    /// What a run leaves, by the employer's references, without times and random ids.
    static func state(of test: TestDatabase) async throws -> [String] {
        try await test.texts(
            """
            SELECT concat_ws(' ', e.employer_reference, (
                SELECT string_agg(i.value, ',') FROM identifier AS i WHERE i.person_id IN (SELECT person_group(e.person_id))
            ), (
                SELECT string_agg(v.state, ',' ORDER BY v.version) FROM registration_case_version AS v
                WHERE v.person_id = e.person_id
            ), (
                SELECT string_agg(t.outcome, ',') FROM trace AS t WHERE t.person_id = e.person_id
            ), (
                SELECT string_agg(r.kind, ',' ORDER BY r.kind) FROM review AS r WHERE r.person_id = e.person_id
            ), (
                SELECT count(*) FROM audit_entry AS a WHERE a.person_id = e.person_id AND a.action = 'reconcile_people'
            ), golden_person(e.person_id) = e.person_id) AS text
            FROM employment AS e ORDER BY e.employer_reference
            """)
            + test.texts(
                "SELECT concat_ws(' ', traced, numbered, merged, reviews) AS text FROM reconcile_run ORDER BY started_at"
            )
    }

    /// A file in which the national service answers every question with the patient of the reference.
    static func answers(in test: TestDatabase) async throws -> String {
        let rows = try await test.texts(
            """
            SELECT concat_ws(',', r.reference, '', d.family_name, d.given_names, to_char(d.birth_date, 'YYYYMMDD'), 'B86001',
                             d.phone, '00', p.nhs_number, '3', '100') AS text
            FROM trace_batch_row AS r
            JOIN person_current AS d ON d.person_id = r.person_id
            JOIN reference_patient AS p ON p.family_name = d.family_name AND p.given_names = d.given_names
                AND p.record_id = (SELECT min(q.record_id) FROM reference_patient AS q
                                   WHERE q.family_name = d.family_name AND q.given_names = d.given_names)
            """)
        let header =
            "UNIQUE REFERENCE,REQ_NHS_NUMBER,FAMILY_NAME,GIVEN_NAME,DATE_OF_BIRTH,GP_PRACTICE_CODE,MOBILE_NUMBER,"
            + "ERROR/SUCCESS_CODE,MATCHED_NHS_NO,MATCHED_ALGORITHM_INDICATOR,MATCHED_CONFIDENCE_PERCENTAGE"
        return ([header] + rows).joined(separator: "\r\n")
    }

    /// Valid numbers of the range for tests.
    private static func numbers(_ count: Int) -> [String] {
        var numbers: [String] = []
        // Nine bodies of ten have a check digit.
        for body in 999_000_000..<(999_000_100 + 2 * count) where numbers.count < count {
            let digits = String(body).compactMap(\.wholeNumberValue)
            let check = (11 - zip(digits, (2...10).reversed()).reduce(0) { $0 + $1.0 * $1.1 } % 11) % 11
            if check < 10 { numbers.append("\(body)\(check)") }
        }
        return numbers
    }

    private struct Worker {
        let index: Int
        let details: PersonDetails

        init(_ index: Int) throws {
            self.index = index
            // Every fiftieth is the one before, enrolled twice.
            let who = index % 50 == 49 ? index - 1 : index
            var details = PersonDetails()
            details.givenNames = "Ada" + Self.letters(who / 26)
            details.familyName = "Okafor" + Self.letters(who)
            let day = try CalendarDate(parsing: "1960-01-02").adding(days: who * 5)
            details.birthDate = BirthDate(day)
            // Every tenth shares a phone with the next one.
            details.phone = "0770" + String(1_000_000 + (who % 10 == 3 ? who + 1 : who) * 37)
            self.details = details
        }

        var reference: String { "W" + String(index + 100_000) }

        func row(number: String) -> String {
            "P\(index + 100_000),\(number),\(details.givenNames),\(details.familyName),"
                + "\(details.birthDate?.iso ?? ""),\(details.phone),B86001,\(index % 7 == 5 ? 1 : 0)"
        }

        private static func letters(_ number: Int) -> String {
            String(
                String(number, radix: 26).map {
                    Character(UnicodeScalar(UInt8(ascii: "a") + UInt8(Int(String($0), radix: 26) ?? 0)))
                })
        }
    }
}
