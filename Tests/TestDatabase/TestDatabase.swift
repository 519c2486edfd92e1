import Foundation
package import Postgres
import Store

/// A migrated database of its own for one test, on the real server that `ops/test` started.
package struct TestDatabase: Sendable {
    package let url: String
    package let database: Database

    /// A database that a test made itself.
    package init(url: String, database: Database) {
        (self.url, self.database) = (url, database)
    }

    /// Runs `body` on a fresh database, which is removed some time after.
    @discardableResult
    package static func with<Result: Sendable>(
        _ body: (TestDatabase) async throws -> Result
    ) async throws -> Result {
        try await with("TEMPLATE \(Template.shared.name())", body)
    }

    /// Runs `body` on a database in which no migration ever ran, and which is removed some time after.
    package static func withEmpty(_ body: (TestDatabase) async throws -> Void) async throws {
        try await with("", body)
    }

    private static func with<Result: Sendable>(
        _ options: String, _ body: (TestDatabase) async throws -> Result
    ) async throws -> Result {
        await Turnstile.shared.enter()
        do {
            let result = try await withoutWaiting(options, body)
            await Turnstile.shared.leave()
            return result
        } catch {
            await Turnstile.shared.leave()
            throw error
        }
    }

    private static func withoutWaiting<Result: Sendable>(
        _ options: String, _ body: (TestDatabase) async throws -> Result
    ) async throws -> Result {
        let name = "test_" + UUID().uuidString.lowercased().replacing("-", with: "")
        try await Template.administer(["CREATE DATABASE \(name) \(options)"])
        let url = try Template.url(of: name)
        var configuration = Database.Configuration(url: url)
        // Dozens of tests share two cores with a compiler: only the fault tests measure time.
        configuration.acquireTimeout = .seconds(60)
        configuration.transactionTimeout = .seconds(60)
        let test = TestDatabase(url: url, database: Database(configuration))
        do {
            let result = try await body(test)
            try await test.leave(name)
            return result
        } catch {
            try await test.leave(name)
            throw error
        }
    }

    private func leave(_ name: String) async throws {
        await database.close()
        try await Graveyard.shared.add(name)
    }
}

/// Removes databases many at a time: each removal is a checkpoint, for which the running tests' writes wait too.
///
/// The last ones go with the server, as the template does.
private actor Graveyard {
    static let shared = Graveyard()

    /// About a GiB of disk.
    private static let room = 80
    private var names: [String] = []

    func add(_ name: String) async throws {
        names.append(name)
        guard names.count >= Self.room else { return }
        let removed = names
        names = []
        try await Template.administer(removed.map { "DROP DATABASE \($0) WITH (FORCE)" })
    }
}

/// Lets so many tests at once have a database that their pools stay below the server's 100 connections.
private actor Turnstile {
    static let shared = Turnstile()

    /// Ten pools of eight connections, and room for the pools that tests make themselves.
    private var places = 10
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func enter() async {
        guard places == 0 else {
            places -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    func leave() {
        guard !waiting.isEmpty else {
            places += 1
            return
        }
        waiting.removeFirst().resume()
    }
}

/// The migrated database that every test's database is a copy of.
private actor Template {
    static let shared = Template()

    /// No server to test against.
    struct NoServer: Error, CustomStringConvertible {
        let description = "OUTREACH_TEST_DATABASE_URL is not set: run the tests by ops/test"
    }

    private var preparation: Task<String, any Error>?

    func name() async throws -> String {
        let task = preparation ?? Task { try await Self.prepare() }
        preparation = task
        return try await task.value
    }

    private static func prepare() async throws -> String {
        let name = "template_" + UUID().uuidString.lowercased().replacing("-", with: "")
        try await administer(["CREATE DATABASE \(name)"])
        let database = Database(Database.Configuration(url: try url(of: name)))
        _ = try await Migrator(database).migrate()
        await database.close()
        return name
    }

    /// Executes statements each by itself, as those about databases have to be.
    static func administer(_ statements: [String]) async throws {
        let commands = statements.flatMap { ["-c", $0] }
        let output = try await Command.run("psql", ["-q", "-v", "ON_ERROR_STOP=1"] + commands + [try serverURL()])
        guard output.status == 0 else { throw CommandFailed(output: output) }
    }

    static func url(of name: String) throws -> String {
        guard var parts = URLComponents(string: try serverURL()) else { throw NoServer() }
        parts.path = "/" + name
        return parts.string ?? ""
    }

    private static func serverURL() throws -> String {
        guard let url = ProcessInfo.processInfo.environment["OUTREACH_TEST_DATABASE_URL"] else { throw NoServer() }
        return url
    }
}
