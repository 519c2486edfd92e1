import Foundation
import Postgres
import TestDatabase
import Testing

private let plain = TransactionContext(role: nil, searchPath: "public", timeout: .seconds(2))

private func query(_ text: String) -> Query {
    Query(name: "test", text: text)
}

private func connect(_ server: TestServer, connections: Int = 4) -> Database {
    var configuration = Database.Configuration(url: server.url)
    configuration.maximumConnections = connections
    return Database(configuration)
}

private func ping(_ database: Database) async throws -> Int? {
    try await database.read(plain) { session in
        try session.first(query("SELECT 1 AS one")) { try $0.value("one", as: Int.self) }
    }
}

@Suite(.serialized) struct `a database under faults` {
    @Test func `goes on after its server was killed and started again`() async throws {
        try await TestServer.with { server in
            let database = connect(server)
            #expect(try await ping(database) == 1)
            try await server.crash()
            let error = await #expect(throws: PostgresError.self) { try await ping(database) }
            #expect(error?.isRetryable == true)
            try await server.restart()
            #expect(try await ping(database) == 1)
        }
    }

    @Test(
        "what passes by itself may be tried again", arguments: ["53100", "53200", "53300", "57P03", "08006", "55P03"])
    func transient(_ code: String) async throws {
        try await TestServer.with { server in
            let database = connect(server)
            let error = await #expect(throws: PostgresError.self) {
                try await database.write(plain) { session in
                    try session.executeScript("DO $$ BEGIN RAISE SQLSTATE '\(code)'; END $$")
                }
            }
            #expect(error?.isRetryable == true)
        }
    }

    @Test func `keeps every acknowledged write through a kill`() async throws {
        try await TestServer.with { server in
            let database = connect(server)
            try await database.write(plain) { try $0.executeScript("CREATE TABLE entry (id integer PRIMARY KEY)") }
            let writer = Task {
                var acknowledged: [Int] = []
                for id in 0..<100_000 {
                    do {
                        try await database.write(plain) { session in
                            try session.execute(query("INSERT INTO entry VALUES ($1::integer)"), id)
                        }
                        acknowledged.append(id)
                    } catch {
                        return acknowledged
                    }
                }
                return acknowledged
            }
            try await Task.sleep(for: .milliseconds(300))
            try await server.crash()
            let acknowledged = await writer.value
            try await server.restart()
            let kept = try await database.read(plain) { session in
                Set(try session.all(query("SELECT id FROM entry")) { try $0.value("id", as: Int.self) })
            }
            #expect(acknowledged.isEmpty == false)
            #expect(kept.isSuperset(of: acknowledged))
        }
    }

    @Test func `costs a deadline and no thread when its server hangs`() async throws {
        try await TestServer.with { server in
            let database = connect(server)
            #expect(try await ping(database) == 1)
            try await server.signal("STOP")
            let clock = ContinuousClock()
            let start = clock.now
            let error = await #expect(throws: PostgresError.self) { try await ping(database) }
            let waited = start.duration(to: clock.now)
            try await server.signal("CONT")
            #expect(error?.kind == .deadlineExceeded)
            #expect(waited < .seconds(6))
            #expect(try await ping(database) == 1)
        }
    }

    @Test func `says unknown when the answer to COMMIT is cut off`() async throws {
        try await TestServer.with { server in
            let database = connect(server)
            // The server dies in the deferred trigger, that is, while it works on COMMIT.
            try await database.write(plain) { session in
                try session.executeScript(
                    """
                    CREATE TABLE entry (id integer);
                    CREATE FUNCTION end_self() RETURNS trigger LANGUAGE plpgsql
                    AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
                    CREATE CONSTRAINT TRIGGER ends AFTER INSERT ON entry DEFERRABLE INITIALLY DEFERRED
                    FOR EACH ROW EXECUTE FUNCTION end_self();
                    """)
            }
            let error = await #expect(throws: PostgresError.self) {
                try await database.write(plain) { try $0.execute(query("INSERT INTO entry VALUES (1)")) }
            }
            #expect(error?.kind == .outcomeUnknown)
            #expect(error?.isRetryable == false)
        }
    }

    @Test func `survives the end of one backend in the middle of a transaction`() async throws {
        try await TestServer.with { server in
            let database = connect(server)
            let error = await #expect(throws: PostgresError.self) {
                try await database.write(plain) { session in
                    try session.execute(query("SELECT pg_terminate_backend(pg_backend_pid())"))
                    try session.execute(query("SELECT 1"))
                }
            }
            #expect(error?.kind == .connectionLost)
            let answer = try await ping(database)
            #expect(answer == 1)
        }
    }

    @Test func `refuses at once when pool and queue are full`() async throws {
        try await TestServer.with { server in
            var configuration = Database.Configuration(url: server.url)
            configuration.maximumConnections = 1
            configuration.maximumWaiters = 1
            configuration.acquireTimeout = .milliseconds(200)
            let database = Database(configuration)
            let errors = await withTaskGroup(of: PostgresError?.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        do {
                            try await database.write(plain) { try $0.execute(query("SELECT pg_sleep(1)")) }
                            return nil
                        } catch {
                            return error as? PostgresError
                        }
                    }
                }
                return await group.reduce(into: [PostgresError?]()) { $0.append($1) }
            }
            let succeeded = errors.count { $0 == nil }
            #expect(succeeded == 1)
            #expect(Set(errors.compactMap { $0?.kind }) == [.poolExhausted])
            let answer = try await ping(database)
            #expect(answer == 1)
        }
    }

    @Test func `waits for a server that has no connection left and then says so`() async throws {
        try await TestServer.with { server in
            let hog = connect(server, connections: 200)
            let database = connect(server)
            let hogs = Task {
                await withTaskGroup(of: Void.self) { group in
                    for _ in 0..<120 {
                        group.addTask { _ = try? await hog.read(plain) { try $0.execute(query("SELECT pg_sleep(4)")) } }
                    }
                }
            }
            try await Task.sleep(for: .seconds(1))
            let error = await #expect(throws: PostgresError.self) { try await ping(database) }
            #expect(error?.kind == .notConnected)
            hogs.cancel()
            await hogs.value
            await hog.close()
            try await Task.sleep(for: .seconds(2))
            #expect(try await ping(database) == 1)
        }
    }

    @Test func `stops waiting when its task is cancelled and leaves nothing behind`() async throws {
        try await TestServer.with { server in
            let database = connect(server, connections: 1)
            let sleeper = Task {
                try await database.write(plain) { try $0.execute(query("SELECT pg_sleep(60)")) }
            }
            try await Task.sleep(for: .milliseconds(300))
            sleeper.cancel()
            let error = await #expect(throws: PostgresError.self) { try await sleeper.value }
            #expect(error?.kind == .cancelled)
            #expect(try await ping(database) == 1)
        }
    }
}
