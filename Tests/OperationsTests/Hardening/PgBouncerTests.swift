import Foundation
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

/// What a transaction finds of its own settings, and of others'.
private struct Seen: Hashable, Sendable {
    let account: String
    let organisation: String
    let role: String
    let user: String
    let searchPath: String
    let timeout: String
    let process: Int

    static let query = Query(
        name: "test",
        text: """
            SELECT coalesce(current_setting('outreach.account', true), '') AS account,
                   coalesce(current_setting('outreach.organisation', true), '') AS organisation,
                   coalesce(current_setting('outreach.role', true), '') AS role, current_user::text AS name,
                   current_setting('search_path') AS search_path, current_setting('statement_timeout') AS timeout,
                   pg_backend_pid() AS process, pg_sleep(0.002)
            """)

    init(in session: borrowing Session) throws {
        let found = try session.first(Self.query) { row in
            (
                try row.value("account", as: String.self), try row.value("organisation", as: String.self),
                try row.value("role", as: String.self), try row.value("name", as: String.self),
                try row.value("search_path", as: String.self), try row.value("timeout", as: String.self),
                try row.value("process", as: Int.self)
            )
        }
        guard let found else { throw PostgresError(.undecodable) }
        (account, organisation, role, user, searchPath, timeout, process) = found
    }

    func belongs(to member: Membership?) -> Bool {
        account == (member?.account.description ?? "") && organisation == (member?.organisation.description ?? "")
            && role == (member?.role.rawValue ?? "")
    }
}

private func connect(_ bouncer: PgBouncer, clients: Int) -> Database {
    var configuration = Database.Configuration(url: bouncer.url)
    configuration.maximumConnections = clients
    configuration.acquireTimeout = .seconds(60)
    configuration.transactionTimeout = .seconds(60)
    return Database(configuration)
}

@Suite struct `behind PgBouncer in transaction mode` {
    @Test func `no transaction sees a setting of another`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            try await PgBouncer.with(test, connections: 2) { bouncer in
                let database = connect(bouncer, clients: 20)
                let actors: [Membership?] = [members.manager, members.otherVaccinator, nil]
                let processes = try await withThrowingTaskGroup(of: Set<Int>.self) { group in
                    for client in 0..<20 {
                        group.addTask { try await Self.work(as: actors[client % 3], on: database) }
                    }
                    return try await group.reduce(into: Set()) { $0.formUnion($1) }
                }
                #expect(processes.count == 2)
                await database.close()
            }
        }
    }

    /// Thirty transactions of one client, two looks in each; every tenth fails in the middle.
    private static func work(as member: Membership?, on database: Database) async throws -> Set<Int> {
        let context = member.map { TransactionContext.acting(as: $0) } ?? .preparing
        var processes: Set<Int> = []
        for turn in 0..<30 {
            let pair = try? await database.write(context) { session in
                let pair = [try Seen(in: session), try Seen(in: session)]
                if turn % 10 == 9 { try session.executeScript("SELECT 1 / 0") }
                return pair
            }
            #expect((pair == nil) == (turn % 10 == 9))
            for seen in pair ?? [] {
                #expect(seen.belongs(to: member))
                #expect(seen.user == "outreach_service" || member == nil)
                #expect(seen.searchPath == "outreach, public, pg_temp")
                #expect(seen.timeout == "1min")
                processes.insert(seen.process)
            }
        }
        return processes
    }

    @Test func `operations of two members at once are all right, without prepared statements`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            try await PgBouncer.with(test, connections: 2) { bouncer in
                let database = connect(bouncer, clients: 20)
                let runner = OperationRunner(database: database, now: { .now })
                let found = try await withThrowingTaskGroup(of: [String].self) { group in
                    for client in 0..<20 {
                        let member = client % 2 == 0 ? members.manager : members.otherManager
                        group.addTask { try await Self.enrolAndList(client, as: member, by: runner) }
                    }
                    return try await group.reduce(into: [String]()) { $0 += $1 }
                }
                #expect(found.count == 20 && Set(found).count == 20)
                for member in [members.manager, members.otherManager] {
                    let cases = try await runner.run(ListCases(), as: member)
                    #expect(cases.count == 10)
                }
                let prepared = try await test.texts("SELECT name AS text FROM pg_prepared_statements")
                #expect(prepared == [])
                await database.close()
            }
        }
    }

    /// Enrols a worker of one's own, and looks five times whether one sees only one's own.
    private static func enrolAndList(
        _ client: Int, as member: Membership, by runner: OperationRunner
    ) async throws -> [String] {
        let form = WorkerForm([
            .familyName: "Worker" + String(repeating: "x", count: client), .givenNames: "Ada",
            .birthDate: "19\(50 + client)-01-0\(1 + client % 9)",
        ])
        let outcome = try await runner.run(EnrolWorker(form), as: member, key: "key \(client)")
        for _ in 0..<5 {
            let cases = try await runner.run(ListCases(), as: member)
            #expect(cases.allSatisfy { $0.employer == cases.first?.employer })
            #expect(cases.contains { $0.temporaryID == outcome.temporaryID })
        }
        return [outcome.temporaryID?.canonical].compactMap(\.self)
    }

    @Test func `a transaction that could not begin leaves its connection fit for the next`() async throws {
        try await TestDatabase.with { test in
            var configuration = Database.Configuration(url: test.url)
            configuration.maximumConnections = 1
            let database = Database(configuration)
            let nobody = TransactionContext(role: DatabaseRole("no_such_role"), searchPath: "public")
            let error = await #expect(throws: PostgresError.self) {
                try await database.write(nobody) { try $0.execute(Query(name: "test", text: "SELECT 1")) }
            }
            #expect(error?.kind == .statementFailed)
            let seen = try await database.read(.preparing) { try Seen(in: $0) }
            #expect(seen.belongs(to: nil))
            await database.close()
        }
    }
}
