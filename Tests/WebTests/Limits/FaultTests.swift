import Foundation
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

private let worker: [String: String] = ["family_name": "Garcia", "given_names": "Maria", "birth_date": "1985-07-14"]

/// The program on a database with members and a manager's key.
private func serving(
    _ settings: [String: String], _ body: (TestDatabase, ServedProgram, String) async throws -> Void
) async throws {
    try await TestDatabase.with { test in
        let members = try await Members.make(in: test)
        let credentials = Credentials(runner: test.runner(), members: members)
        let key = try await credentials.add(.manager, at: members.employer.odsCode)
        try await ServedProgram.with(on: test.url, settings) { try await body(test, $0, key.text) }
    }
}

/// A key of an administrator, on a server that is migrated for it.
private func administratorsKey(on server: TestServer) async throws -> String {
    let database = Database(Database.Configuration(url: server.url))
    _ = try await Migrator(database).migrate()
    let memberships = try await database.read(.signingIn) { try $0.memberships(of: "operator") }
    let administrator = try #require(memberships.first { $0.role == .administrator })
    var generator = SystemRandomNumberGenerator()
    let key = APIKey(using: &generator)
    let addition = AddAPIClient(
        name: "Console", odsCode: administrator.odsCode, role: .administrator, days: 7, apiKey: key)
    _ = try await OperationRunner(database: database, now: { Date() }).run(addition, as: administrator)
    await database.close()
    return key.text
}

@Suite(.serialized) struct `the service in trouble` {
    @Test func `says within a second that every connection to the database is taken`() async throws {
        try await serving(["OUTREACH_DATABASE_CONNECTIONS": "2"]) { test, program, key in
            let port = program.port
            let list = Request("GET", "/api/v1/uploads").bearing(key)
            let warm = try await list.send(to: port)
            #expect(warm.status == 200)
            try await test.locking("upload") {
                let held = (0..<2).map { _ in Task { try await list.send(to: port) } }
                try await test.waitForBlocked(2)
                let started = ContinuousClock.now
                let refused = try await list.send(to: port)
                let waited = ContinuousClock.now - started
                #expect(refused.status == 503)
                #expect(refused.code == "busy")
                #expect(refused[header: "Retry-After"] == "1")
                #expect(waited < .seconds(1.5), "\(waited)")
                let live = try await Request("GET", "/health/live").send(to: port)
                #expect(live.status == 200)
                for task in held { task.cancel() }
            }
        }
    }

    @Test func `answers 503 while the database is away, and goes on by itself when it is back`() async throws {
        try await TestServer.with { server in
            let key = try await administratorsKey(on: server)
            try await ServedProgram.with(on: server.url) { program in
                let list = Request("GET", "/api/v1/organisations").bearing(key)
                let before = try await list.send(to: program.port)
                #expect(before.status == 200)
                try await server.crash()
                for _ in 0..<3 {
                    let away = try await list.send(to: program.port)
                    #expect(away.status == 503, "\(away.text)")
                    #expect(away[header: "Retry-After"] != nil)
                    #expect(away[header: "Content-Type"] == "application/problem+json")
                }
                let live = try await Request("GET", "/health/live").send(to: program.port)
                #expect(live.status == 200)
                let ready = try await Request("GET", "/health/ready").send(to: program.port)
                #expect(ready.status == 503)
                let metrics = try await Request("GET", "/metrics").send(to: program.port)
                #expect(metrics.status == 200)
                try await server.restart()
                var status = 0
                let restarted = ContinuousClock.now
                while status != 200, .now - restarted < .seconds(20) {
                    status = try await list.send(to: program.port).status
                    try await Task.sleep(for: .milliseconds(50))
                }
                #expect(status == 200)
                #expect(.now - restarted < .seconds(10))
            }
        }
    }

    @Test func `says that it is not ready on an older schema`() async throws {
        try await Service.with { service in
            let ready = try await service.get("/health/ready", as: nil)
            #expect(ready.status == 200)
            try await service.test.script(
                "DELETE FROM schema_migration WHERE number = (SELECT max(number) FROM schema_migration)")
            let behind = try await service.get("/health/ready", as: nil)
            #expect(behind.status == 503)
            #expect(behind.code == "not_migrated")
        }
    }

    @Test func `answers what it has begun after SIGTERM, and takes nothing new`() async throws {
        try await serving([:]) { test, program, key in
            let port = program.port
            let enrolment = Request("POST", "/api/v1/workers", worker).bearing(key)
            let sending = UnderWay()
            try await test.locking("person") {
                sending.task = Task { try await enrolment.send(to: port) }
                try await test.waitForBlocked(1)
                program.signal(SIGTERM)
                let signalled = ContinuousClock.now
                while (try? await Wire.open(port)) != nil, .now - signalled < .seconds(10) {
                    try await Task.sleep(for: .milliseconds(20))
                }
                await #expect(throws: Wire.NotConnected.self) { try await Wire.open(port) }
                let early = try await program.hasEnded(within: .milliseconds(200))
                #expect(!early)
            }
            let answered = try #require(try await sending.task?.value)
            #expect(answered.status == 201, "\(answered.text)")
            let ended = try await program.hasEnded(within: .seconds(10))
            #expect(ended)
            #expect(program.standardError.contains("\"message\":\"ended\""))
            let people = try await test.texts("SELECT person_id::text AS text FROM person")
            #expect(people.count == 1)
        }
    }
}
