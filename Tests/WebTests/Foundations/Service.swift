import CoreMetrics
import Foundation
import Logging
import Operations
import OutreachCore
import Postgres
import Telemetry
import TestDatabase

@testable import Web

/// The service within this process, on a database and a port of its own.
struct Service: Sendable {
    let test: TestDatabase
    let members: Members
    let port: Int
    let log: LogLines
    let credentials: Credentials
    /// A key for each role that a program can have.
    let keys: [Role: String]

    /// What the service measures: a process has one place for it, so that the figures of tests add up there.
    static let metrics: PrometheusRegistry = {
        let registry = PrometheusRegistry()
        MetricsSystem.bootstrap(registry)
        return registry
    }()

    /// A temporary ID that nobody has.
    static var absentID: String {
        var generator = SystemRandomNumberGenerator()
        return TemporaryID.random(using: &generator).canonical
    }

    static let baseURL = "https://outreach.example.org"

    /// Limits that a test does not meet by accident.
    static var wideLimits: Limits {
        var limits = Limits()
        limits.lookupsPerAccount = 1_000_000
        limits.lookupsPerSite = 1_000_000
        limits.misses = 1_000_000
        limits.requestsPerClient = 1_000_000
        limits.importsPerEmployer = 1_000_000
        limits.failedSignIns = 1_000_000
        return limits
    }

    static func with(
        _ limits: Limits = wideLimits, clock: TestClock = TestClock(), _ body: (Service) async throws -> Void
    ) async throws {
        let now: @Sendable () -> Date = { clock.now }
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let credentials = Credentials(runner: test.runner(), members: members)
            let keys = try await credentials.keysByRole()
            let log = LogLines()
            let database = Self.database(of: test)
            let hot = HotOperations(
                Self.batches(of: test), runner: OperationRunner(database: database, now: now), now: now)
            let services = WebServices(
                database: database, runner: OperationRunner(database: database, now: now), hot: hot, now: now,
                baseURL: baseURL, tokenLife: 300, metrics: metrics, logger: log.logger, limits: limits,
                acceptsTestNumbers: true, auditSigner: nil)
            try await running(services) { port in
                try await body(
                    Service(test: test, members: members, port: port, log: log, credentials: credentials, keys: keys))
            }
            hot.close()
            await services.authenticator.settle()
            await database.close()
        }
    }

    private static func database(of test: TestDatabase) -> Database {
        var configuration = Database.Configuration(url: test.url)
        configuration.maximumConnections = 4
        // Dozens of tests share two cores; what happens in a hurry is tried on the program itself.
        configuration.acquireTimeout = .seconds(60)
        configuration.transactionTimeout = .seconds(60)
        return Database(configuration)
    }

    private static func batches(of test: TestDatabase) -> BatchLoop.Configuration {
        var configuration = BatchLoop.Configuration(url: test.url)
        configuration.timeout = .seconds(60)
        return configuration
    }

    private static func running(_ services: WebServices, _ body: (Int) async throws -> Void) async throws {
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let server = WebServer(.host("127.0.0.1", port: 0), services) { port in
            listening.yield(port ?? 0)
            listening.finish()
        }
        let running = Task { try await server.run() }
        do {
            for await port in ports { try await body(port) }
            running.cancel()
            _ = await running.result
        } catch {
            running.cancel()
            _ = await running.result
            throw error
        }
    }
}

extension LogLines {
    /// Writes here as the program writes on standard error.
    var logger: Logger {
        Logger(label: "outreach") { label in
            JSONLines(label: label, level: .info) { self.append($0) }
        }
    }
}

extension Service {
    /// Sends a request with the key of a role; with none for `nil`.
    func send(_ request: Request, as role: Role?) async throws -> Reply {
        guard let role else { return try await request.send(to: port) }
        return try await request.bearing(keys[role] ?? "").send(to: port)
    }

    func get(_ path: String, as role: Role?, headers: [String: String] = [:]) async throws -> Reply {
        try await send(Request("GET", path, headers: headers), as: role)
    }

    func post(
        _ path: String, as role: Role?, _ json: [String: Any], headers: [String: String] = [:]
    ) async throws -> Reply {
        try await send(Request("POST", path, json, headers: headers), as: role)
    }

    /// Enrols a worker at the first employer and gives the temporary ID.
    func enrol(_ family: String = "Garcia", born: String = "1985-07-14") async throws -> String {
        let reply = try await post(
            "/api/v1/workers", as: .manager, ["family_name": family, "given_names": "Maria", "birth_date": born])
        guard let id = reply["temporary_id"] else { throw Unexpected(reply: reply) }
        return id
    }

    /// Records a dose and gives its id.
    func vaccinate(_ id: String) async throws -> String {
        let reply = try await post("/api/v1/vaccinations", as: .vaccinator, Self.dose(for: id))
        guard let vaccination = reply["vaccination_id"] else { throw Unexpected(reply: reply) }
        return vaccination
    }

    static func dose(for id: String, at day: String = "2026-06-01") -> [String: Any] {
        ["temporary_id": id, "product": "Comirnaty", "given_at": day, "batch": "FF2589"]
    }

    struct Unexpected: Error, CustomStringConvertible {
        let reply: Reply

        var description: String { "\(reply.status) \(reply.text)" }
    }
}
