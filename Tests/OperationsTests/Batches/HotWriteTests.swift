import Foundation
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

private func form(_ family: String, _ given: String = "Ada", born: String = "1985-07-14") -> WorkerForm {
    WorkerForm([.familyName: family, .givenNames: given, .birthDate: born])
}

private func letters(_ number: Int) -> String {
    String(number).map { ["ka", "lo", "mi", "nu", "pe", "ra", "so", "ti", "vu", "za"][$0.wholeNumberValue ?? 0] }
        .joined().capitalized
}

/// A day of its own for each, so that two share no blocking key.
private func stranger(_ number: Int) -> WorkerForm {
    form(
        letters(number) + "son", letters(number * 7 + 1),
        born: "19\(60 + number % 40)-0\(1 + number % 9)-1\(number % 9)")
}

/// Many at once, with the answers in their order.
private func together<Answer: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (Int) async throws -> Answer
) async throws -> [Answer] {
    try await withThrowingTaskGroup(of: (Int, Answer).self) { group in
        for number in 0..<count { group.addTask { (number, try await body(number)) } }
        let answers = try await group.reduce(into: [Int: Answer]()) { $0[$1.0] = $1.1 }
        return (0..<count).compactMap { answers[$0] }
    }
}

@Suite struct `writing in batches` {
    @Test func `records one dose of fifty recordings at once`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            let hot = try clinic.hot()
            let dose = RecordVaccination(.temporaryID(worker.card), DoseForm(product: "Comirnaty"))
            let outcomes = try await together(50) {
                try await hot.record(dose, as: clinic.members.vaccinator, key: "k\($0)")
            }
            #expect(outcomes.count { $0.result == .recorded } == 1)
            #expect(Set(outcomes.map(\.vaccinationID)).count == 1)
            let rows = try await clinic.texts("SELECT count(*)::text AS text FROM vaccination_version")
            #expect(rows == ["1"])
        }
    }

    @Test func `records one dose under one key of fifty at once`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            let hot = try clinic.hot()
            let dose = RecordVaccination(.temporaryID(worker.card), DoseForm(product: "Comirnaty"))
            let outcomes = try await together(50) { _ in
                try await hot.record(dose, as: clinic.members.vaccinator, key: "k")
            }
            #expect(Set(outcomes).count == 1)
            #expect(outcomes[0].result == .recorded)
            let trail = try await clinic.trail()
            #expect(trail.count == 1)
        }
    }

    @Test func `gives one ID to one person of fifty enrolments at once`() async throws {
        try await Clinic.with { clinic in
            let hot = try clinic.hot()
            let outcomes = try await together(50) { number in
                try await hot.enrol(EnrolWorker(form("Okafor")), as: clinic.members.manager, key: "k\(number)")
            }
            #expect(outcomes.count { $0.result == .enrolled } == 1)
            #expect(Set(outcomes.map(\.temporaryID)).count == 1)
            let people = try await clinic.texts("SELECT count(*)::text AS text FROM person")
            #expect(people == ["1"])
        }
    }

    @Test func `enrols and vaccinates strangers together, and one caller's mistake stays one caller's error`()
        async throws
    {
        try await Clinic.with { clinic in
            let (hot, members) = (try clinic.hot(connections: 1), clinic.members)
            let enrolled = try await together(64) { number in
                try? await hot.enrol(
                    EnrolWorker(
                        number % 16 == 3 ? form("", "") : stranger(number),
                        employer: number % 16 == 5 ? "VM0BB" : ""),
                    as: number % 16 == 7 ? members.vaccinator : members.manager, key: "e\(number)")
            }
            let wrong: Set = [3, 5, 7]
            #expect(enrolled.indices.allSatisfy { (enrolled[$0] == nil) == wrong.contains($0 % 16) })
            #expect(enrolled.compactMap { $0?.result }.allSatisfy { $0 == .enrolled })
            let cards = enrolled.map { $0?.temporaryID?.formatted ?? "T7K-Q4M9" }
            let recorded = try await together(64) { number in
                try? await hot.record(
                    RecordVaccination(
                        .temporaryID(cards[number]),
                        DoseForm(product: number % 16 == 9 ? "unheard of" : "Comirnaty")),
                    as: number % 16 == 11 ? members.manager : members.vaccinator, key: "d\(number)")
            }
            let refused: Set = [3, 5, 7, 9, 11]
            #expect(recorded.indices.allSatisfy { (recorded[$0] == nil) == refused.contains($0 % 16) })
            #expect(hot.statistics.writes.batches < hot.statistics.writes.requests)
            #expect(hot.statistics.writes.retriedAlone == 0)
            let kept = try await clinic.texts("SELECT count(*)::text AS text FROM idempotency_key")
            #expect(kept == ["96"])
        }
    }

    @Test func `refuses whoever has lost the role, and writes nothing for them`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            let hot = try clinic.hot()
            for member in [clinic.members.vaccinator, clinic.members.manager] {
                try await clinic.own(
                    "UPDATE membership SET closed_at = now() WHERE account_id = $1::uuid", PersonID(member.account.uuid)
                )
            }
            let dose = RecordVaccination(.temporaryID(worker.card), DoseForm(product: "Comirnaty"))
            let first = await refusal { try await hot.record(dose, as: clinic.members.vaccinator, key: "k") }
            let second = await refusal {
                try await hot.enrol(EnrolWorker(form("New")), as: clinic.members.manager, key: "k")
            }
            #expect([first?.code, second?.code] == [.notPermitted, .notPermitted])
            let kept = try await clinic.texts("SELECT count(*)::text AS text FROM idempotency_key")
            #expect(kept == ["0"])
        }
    }

    @Test func `leaves a person whom somebody else has locked to an ordinary transaction, and holds up nobody`()
        async throws
    {
        try await Clinic.with { clinic in
            let (locked, free) = (try await clinic.enrol(), try await clinic.enrol(family: "Free"))
            let hot = try clinic.hot(connections: 1)
            let holder = Task {
                try await clinic.test.database.write(.acting(as: clinic.members.vaccinator)) { session in
                    try session.lock([locked.person])
                    try session.execute(Query(name: "test", text: "SELECT pg_sleep(2)"))
                }
            }
            while try await clinic.test.texts(
                "SELECT 'x' AS text FROM pg_stat_activity WHERE query LIKE '%pg_sleep(2)%' AND pid <> pg_backend_pid()"
            ).isEmpty {}
            let clock = ContinuousClock()
            let start = clock.now
            let times = try await together(2) { number in
                let card = [locked, free][number].card
                let dose = RecordVaccination(.temporaryID(card), DoseForm(product: "Comirnaty"))
                _ = try await hot.record(dose, as: clinic.members.vaccinator, key: "k\(number)")
                return start.duration(to: clock.now)
            }
            try await holder.value
            #expect(times[1] < times[0])
            #expect(times[1] < .milliseconds(1_500))
        }
    }

    @Test func `works through PgBouncer in transaction mode`() async throws {
        try await Clinic.with { clinic in
            try await PgBouncer.with(clinic.test, connections: 2) { bouncer in
                let hot = try clinic.hot(url: bouncer.url)
                let outcomes = try await together(32) { number in
                    let enrolled = try await hot.enrol(
                        EnrolWorker(stranger(number)), as: clinic.members.manager, key: "k\(number)")
                    let card = enrolled.temporaryID?.canonical ?? ""
                    _ = try await hot.record(
                        RecordVaccination(.temporaryID(card), DoseForm(product: "Comirnaty")),
                        as: clinic.members.vaccinator, key: "k\(number)")
                    return try await hot.check(CheckTemporaryID(card), as: clinic.members.vaccinator).doses.count
                }
                #expect(outcomes == Array(repeating: 1, count: 32))
            }
        }
    }
}

@Suite(.serialized) struct `writing in batches under faults` {
    @Test func `gives the first answer for the key of an unknown outcome, after the server was killed`() async throws {
        try await TestServer.with { server in
            var configuration = Database.Configuration(url: server.url)
            configuration.acquireTimeout = .seconds(60)
            let database = Database(configuration)
            _ = try await Migrator(database).migrate()
            let test = TestDatabase(url: server.url, database: database)
            let clinic = Clinic(test: test, members: try await Members.make(in: test))
            let hot = try clinic.hot()
            let crowd = Task { try await Self.enrolUntilLost(hot, clinic) }
            // On a busy machine a kill may meet the moment in which no batch is under way: three leave none.
            for kill in 1...3 {
                let before = hot.statistics.writes.requests
                let until = ContinuousClock.now + .seconds(20)
                while hot.statistics.writes.requests < before + 400 / kill, ContinuousClock.now < until {
                    try await Task.sleep(for: .milliseconds(5))
                }
                try await server.crash()
                try await server.restart()
            }
            let callers = try await crowd.value
            #expect(callers.contains { $0.lost != nil })
            let people = Set(try await clinic.texts("SELECT person_id::text AS text FROM person"))
            for caller in callers {
                #expect(people.isSuperset(of: caller.done))
                guard let lost = caller.lost else { continue }
                let again = try await hot.enrol(
                    EnrolWorker(stranger(lost)), as: clinic.members.manager, key: "k\(lost)")
                let third = try await hot.enrol(
                    EnrolWorker(stranger(lost)), as: clinic.members.manager, key: "k\(lost)")
                #expect(again.person == third.person)
                #expect(again.result == .enrolled)
            }
            let doubled = try await clinic.texts(
                "SELECT family_name AS text FROM person_details GROUP BY family_name, given_names HAVING count(*) > 1")
            #expect(doubled == [])
            await database.close()
        }
    }

    private struct Caller: Sendable {
        var done: [String] = []
        var lost: Int?
    }

    private static func enrolUntilLost(_ hot: HotOperations, _ clinic: Clinic) async throws -> [Caller] {
        try await together(16) { caller in
            var seen = Caller()
            for step in 0..<1_000 {
                let number = 10_000 + caller * 1_000 + step
                do {
                    let outcome = try await hot.enrol(
                        EnrolWorker(stranger(number)), as: clinic.members.manager, key: "k\(number)")
                    if let person = outcome.person { seen.done.append(person.description) }
                } catch {
                    seen.lost = number
                    return seen
                }
            }
            return seen
        }
    }
}
