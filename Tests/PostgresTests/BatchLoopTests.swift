import Foundation
import Postgres
import TestDatabase
import Testing

private let plain = TransactionContext(role: nil, searchPath: "public", timeout: .seconds(3))

/// Adds numbers to a table, each in a row of its own, and answers them; a row may be told to sleep or to fail.
private let add = Query(
    name: "add",
    text: """
        SELECT place, id, batch_size FROM add_entries($1::integer[], $2::float8[])
        """)

private let schema = """
    CREATE TABLE entry (id integer PRIMARY KEY, batch_size integer NOT NULL CHECK (id > 0));
    CREATE FUNCTION add_entries(ids integer[], pauses float8[])
    RETURNS TABLE (place integer, id integer, batch_size integer) LANGUAGE plpgsql AS $$
    #variable_conflict use_column
    BEGIN
        RETURN QUERY
        WITH added AS (
            INSERT INTO entry (id, batch_size) SELECT n, cardinality(ids) FROM unnest(ids) AS n
            RETURNING entry.id, entry.batch_size)
        SELECT a.place::integer, added.id, added.batch_size
        FROM unnest(ids) WITH ORDINALITY AS a (id, place) JOIN added ON added.id = a.id ORDER BY a.place;
        PERFORM pg_sleep(n) FROM unnest(pauses) AS n WHERE n > 0;
    END $$
    """

private func loop(
    _ url: String, connections: Int = 1, _ change: (inout BatchLoop.Configuration) -> Void = { _ in }
) -> BatchLoop {
    var configuration = BatchLoop.Configuration(url: url)
    configuration.connections = connections
    change(&configuration)
    return BatchLoop(configuration, plain)
}

private func added(_ id: Int, pause: Double = 0, by loop: BatchLoop) async throws -> Int? {
    try await loop.send(add, id, pause).first { try $0.value("batch_size") }
}

/// The error of each of many requests that are made at once, by their number from 1; `nil` for success.
private func addMany(
    _ ids: [Int], by loop: BatchLoop
) async -> [Int: PostgresError] {
    await withTaskGroup(of: (Int, PostgresError?).self) { group in
        for id in ids {
            group.addTask {
                do {
                    _ = try await added(id, by: loop)
                    return (id, nil)
                } catch {
                    return (id, error as? PostgresError ?? PostgresError(.undecodable))
                }
            }
        }
        return await group.reduce(into: [:]) { errors, result in errors[result.0] = result.1 }
    }
}

/// Waits until so many requests wait behind the batch that is under way.
private func untilWaiting(_ count: Int, in loop: BatchLoop) async throws {
    while loop.statistics.waiting < count { try await Task.sleep(for: .milliseconds(5)) }
}

private func entries(_ test: TestDatabase) async throws -> [String] {
    try await test.texts("SELECT id::text AS text FROM public.entry ORDER BY id")
}

@Suite struct `a batch loop` {
    @Test func `sends whatever waits as one statement`() async throws {
        try await TestDatabase.with { test in
            try await test.script("SET search_path = public; " + schema)
            let loop = loop(test.url)
            // While the first one sleeps, the others gather.
            async let first = added(1_000, pause: 0.5, by: loop)
            while loop.statistics.batches == 0 { await Task.yield() }
            let errors = await addMany(Array(1...64), by: loop)
            #expect(errors.isEmpty)
            let single = try await first
            #expect(single == 1)
            let sizes = try await test.texts("SELECT DISTINCT batch_size::text AS text FROM public.entry ORDER BY 1")
            #expect(sizes == ["1", "64"])
            #expect(loop.statistics.batches == 2)
        }
    }

    @Test func `answers each request with its own rows`() async throws {
        try await TestDatabase.with { test in
            let loop = loop(test.url, connections: 2)
            let rows = Query(
                name: "rows",
                text: """
                    SELECT a.place, a.text, n FROM unnest($1::text[], $2::integer[]) WITH ORDINALITY
                        AS a (text, count, place) CROSS JOIN generate_series(1, a.count) AS n ORDER BY a.place, n
                    """)
            let texts = ["", "plain", "{\"a\",b}", "NULL", "back\\slash", "quote\"", "комма, ", "two\nlines"]
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        let text = texts[number % texts.count]
                        let answer = try await loop.send(rows, text, number % 4)
                        let found: [String] = try answer.all { try $0.value("text") }
                        #expect(found == Array(repeating: text, count: number % 4))
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func `keeps one caller's mistake one caller's error`() async throws {
        try await TestDatabase.with { test in
            try await test.script("SET search_path = public; " + schema)
            let loop = loop(test.url)
            async let first = added(1_000, pause: 0.5, by: loop)
            while loop.statistics.batches == 0 { await Task.yield() }
            // Taken already, and not allowed.
            let errors = await addMany(Array(1...62) + [1_000, -1], by: loop)
            _ = try await first
            #expect(Set(errors.keys) == [1_000, -1])
            #expect(errors[1_000]?.sqlState?.code == "23505")
            #expect(errors[-1]?.sqlState?.code == "23514")
            let kept = try await entries(test)
            #expect(kept == Array(1...62).map(String.init) + ["1000"])
            #expect(loop.statistics.retriedAlone == 64)
        }
    }

    @Test func `refuses a text that would cut the batch short`() async throws {
        try await TestDatabase.with { test in
            let loop = loop(test.url)
            let error = await #expect(throws: PostgresError.self) { _ = try await loop.send(add, "a\0b", 0) }
            #expect(error?.kind == .nulInText)
        }
    }

    @Test func `refuses at once when too many wait`() async throws {
        try await TestDatabase.with { test in
            try await test.script("SET search_path = public; " + schema)
            let loop = loop(test.url) { $0.maximumWaiting = 2 }
            async let first = added(1, pause: 1, by: loop)
            while loop.statistics.batches == 0 { await Task.yield() }
            async let second = added(2, by: loop)
            async let third = added(3, by: loop)
            try await untilWaiting(2, in: loop)
            let start = ContinuousClock.now
            let error = await #expect(throws: PostgresError.self) { _ = try await added(4, by: loop) }
            #expect(error?.kind == .poolExhausted)
            #expect(start.duration(to: .now) < .milliseconds(500))
            _ = try await (first, second, third)
            #expect(try await entries(test) == ["1", "2", "3"])
        }
    }

    @Test func `drops what is cancelled before it is sent, and only lets go of what was sent`() async throws {
        try await TestDatabase.with { test in
            try await test.script("SET search_path = public; " + schema)
            let loop = loop(test.url)
            let sent = Task { _ = try await added(1, pause: 0.5, by: loop) }
            while loop.statistics.batches == 0 { await Task.yield() }
            let unsent = Task { _ = try await added(2, by: loop) }
            async let other = added(3, by: loop)
            try await untilWaiting(2, in: loop)
            sent.cancel()
            unsent.cancel()
            let first = await #expect(throws: PostgresError.self) { try await sent.value }
            let second = await #expect(throws: PostgresError.self) { try await unsent.value }
            _ = try await other
            #expect(first?.kind == .outcomeUnknown)
            #expect(second?.kind == .cancelled)
            #expect(try await entries(test) == ["1", "3"])
        }
    }

    @Test func `ends what waits beyond its deadline without doing it`() async throws {
        try await TestDatabase.with { test in
            try await test.script("SET search_path = public; " + schema)
            let loop = loop(test.url) { $0.timeout = .milliseconds(300) }
            async let first = added(1, pause: 1, by: loop)
            while loop.statistics.batches == 0 { await Task.yield() }
            let error = await #expect(throws: PostgresError.self) { _ = try await added(2, by: loop) }
            #expect(error?.kind == .deadlineExceeded)
            _ = try? await first
            #expect(try await entries(test).contains("2") == false)
        }
    }

    @Test func `lets the server end a batch that takes too long`() async throws {
        try await TestDatabase.with { test in
            try await test.script("SET search_path = public; " + schema)
            let context = TransactionContext(role: nil, searchPath: "public", timeout: .milliseconds(300))
            let loop = BatchLoop(BatchLoop.Configuration(url: test.url), context)
            let error = await #expect(throws: PostgresError.self) { _ = try await added(1, pause: 5, by: loop) }
            #expect(error?.sqlState == .queryCanceled)
            #expect(try await entries(test) == [])
            // The limit was the batch's and not the connection's.
            let limit = Query(
                name: "limit", text: "SELECT 1 AS place, current_setting('statement_timeout') AS text")
            let text = try await test.database.read(plain) { session in
                try session.first(limit) { try $0.value("text", as: String.self) }
            }
            #expect(text == "3s")
        }
    }

    @Test func `leaves nothing behind on connections that PgBouncer shares`() async throws {
        try await TestDatabase.with { test in
            try await test.script("SET search_path = public; " + schema)
            try await PgBouncer.with(test, connections: 1) { bouncer in
                let context = TransactionContext(
                    role: DatabaseRole("outreach_service"), searchPath: "public", settings: [("outreach.role", "x")])
                let own = Query(
                    name: "own",
                    text: """
                        SELECT n AS place, current_setting('outreach.role') || current_user AS text
                        FROM generate_series(1, cardinality($1::integer[])) AS n
                        """)
                let loop = BatchLoop(BatchLoop.Configuration(url: bouncer.url), context)
                let other = Database(Database.Configuration(url: bouncer.url))
                let foreign = Query(
                    name: "foreign",
                    text: "SELECT coalesce(current_setting('outreach.role', true), '') || current_user AS text")
                let bare = TransactionContext(role: nil, searchPath: "public")
                let alone = try await other.read(bare) {
                    try $0.first(foreign) { try $0.value("text", as: String.self) }
                }
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<40 {
                        group.addTask {
                            let answer = try await loop.send(own, number)
                            let text: String? = try answer.first { try $0.value("text") }
                            #expect(text == "xoutreach_service")
                        }
                        group.addTask {
                            let text = try await other.read(bare) { session in
                                try session.first(foreign) { try $0.value("text", as: String.self) }
                            }
                            #expect(text == alone)
                        }
                    }
                    try await group.waitForAll()
                }
                await other.close()
            }
        }
    }
}

@Suite(.serialized) struct `a batch loop under faults` {
    @Test func `calls a batch unknown when its backend is killed, and goes on`() async throws {
        try await TestServer.with { server in
            let database = Database(Database.Configuration(url: server.url))
            try await database.write(plain) { try $0.executeScript(schema) }
            let loop = loop(server.url)
            async let lost = addMany(pausing: 5, [1, 2, 3], by: loop)
            while loop.statistics.batches == 0 { await Task.yield() }
            try await Task.sleep(for: .milliseconds(100))
            try await database.write(plain) { session in
                try session.executeScript(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE pid <> pg_backend_pid() AND query LIKE '%add_entries%'
                    """)
            }
            let kinds = await lost
            #expect(kinds.contains(.outcomeUnknown))
            #expect(try await added(10, by: loop) == 1)
            await database.close()
        }
    }

    @Test func `never loses what it acknowledged when the server is killed, and heals by itself`() async throws {
        try await TestServer.with { server in
            var patient = Database.Configuration(url: server.url)
            // A server that recovers on a busy machine may take longer than a caller would wait.
            patient.acquireTimeout = .seconds(20)
            let database = Database(patient)
            try await database.write(plain) { try $0.executeScript(schema) }
            let loop = loop(server.url, connections: 2) { $0.timeout = .seconds(20) }
            let crowd = Task {
                await withTaskGroup(of: [Int].self) { group in
                    for caller in 0..<32 {
                        group.addTask {
                            var done: [Int] = []
                            for number in 1..<10_000 {
                                do {
                                    _ = try await added(caller * 10_000 + number, by: loop)
                                    done.append(caller * 10_000 + number)
                                } catch {
                                    let kind = (error as? PostgresError)?.kind
                                    #expect(kind == .outcomeUnknown || kind == .cancelled)
                                    return done
                                }
                            }
                            return done
                        }
                    }
                    return await group.reduce(into: []) { $0 += $1 }
                }
            }
            while loop.statistics.requests < 500 { try await Task.sleep(for: .milliseconds(5)) }
            try await server.crash()
            // Those that were not under way wait for the server, and are done then.
            async let after = added(9_999_999, by: loop)
            try await server.restart()
            #expect(try await after != nil)
            crowd.cancel()
            let acknowledged = await crowd.value
            let kept = try await database.read(plain) { session in
                Set(
                    try session.all(Query(name: "q", text: "SELECT id FROM entry")) { try $0.value("id", as: Int.self) }
                )
            }
            #expect(acknowledged.count >= 100)
            #expect(kept.isSuperset(of: acknowledged))
            await database.close()
        }
    }
}

/// What became of each of a few requests of which the server sleeps over the first.
private func addMany(pausing pause: Double, _ ids: [Int], by loop: BatchLoop) async -> [PostgresError.Kind?] {
    await withTaskGroup(of: PostgresError.Kind?.self) { group in
        for id in ids {
            group.addTask {
                do {
                    _ = try await added(id, pause: pause, by: loop)
                    return nil
                } catch {
                    return (error as? PostgresError)?.kind
                }
            }
        }
        return await group.reduce(into: []) { $0.append($1) }
    }
}
