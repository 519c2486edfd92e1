import Foundation
import HTTPTypes
import Logging
import Operations
import OutreachCore
import Postgres
import Store
import Telemetry
import TestDatabase
import Testing

@testable import Web

/// One of several instances of the service on a database, without its port.
private struct Instance: Sendable {
    let gates: Gates
    let exchange: LimitExchange
    let alert: MissAlert

    init(_ test: TestDatabase, _ limits: Limits = Limits(), on database: Database? = nil, log: LogLines = LogLines()) {
        gates = Gates(limits)
        alert = MissAlert(runner: test.runner(), logger: log.logger)
        exchange = LimitExchange(gates, database: database ?? test.database, alert: alert)
    }

    /// Looks up so many times; answers how often that was allowed.
    func look(_ count: Int, as caller: Caller) -> Int {
        (0..<count).count { _ in (try? gates.pass(caller, .lookup)) != nil }
    }

    /// Misses so many times, as a request does.
    func miss(_ count: Int, as caller: Caller) async throws {
        for _ in 0..<count where gates.misses.note(caller.membership.account, by: caller) {
            try await alert.raise(for: caller)
        }
    }
}

extension Caller {
    fileprivate init(_ member: Membership, _ client: ClientID = ClientID()) {
        self.init(membership: member, client: client, scopes: [.checks], networks: [], expiresAt: .distantFuture)
    }
}

extension Service {
    /// A figure of this process, 0 where nothing was counted.
    fileprivate static func figure(_ name: String) -> Double {
        metrics.exposition().split(separator: "\n").first { $0.hasPrefix(name + " ") }
            .flatMap { $0.split(separator: " ").last }.flatMap { Double($0) } ?? 0
    }
}

/// Two instances and a caller at a site.
private func withTwo(
    _ limits: Limits = Limits(), _ body: (TestDatabase, Instance, Instance, Caller) async throws -> Void
) async throws {
    try await TestDatabase.with { test in
        let members = try await Members.make(in: test)
        try await body(test, Instance(test, limits), Instance(test, limits), Caller(members.vaccinator))
    }
}

@Suite struct `limits of several instances` {
    @Test func `hold for whoever asks one after the other`() async throws {
        try await withTwo { test, one, other, caller in
            let started = ContinuousClock.now
            let first = one.look(100, as: caller)
            await one.exchange.exchange()
            await other.exchange.exchange()
            let second = other.look(100, as: caller)
            // One in two seconds fills in, however slow the machine is.
            let filled = Int((ContinuousClock.now - started).seconds / 2)
            #expect(first >= 30 && first + second <= 30 + filled, "\(first), then \(second)")
            let refused = #expect(throws: Problem.self) { _ = try other.gates.pass(caller, .lookup) }
            #expect(refused?.status == .tooManyRequests)
            // Another account of the site, and another site, have their own.
            let colleague = Caller(try await Members.operatorAccount(in: test, as: .steward))
            #expect(other.look(1, as: colleague) == 1)
        }
    }

    @Test func `count a site and a client together, too`() async throws {
        var limits = Limits()
        (limits.lookupsPerAccount, limits.lookupsPerSite, limits.requestsPerClient) = (1_000, 5, 8)
        try await withTwo(limits) { _, one, other, caller in
            #expect(one.look(5, as: caller) == 5)
            await one.exchange.exchange()
            await other.exchange.exchange()
            #expect(other.look(1, as: Caller(caller.membership)) == 0)
            let calls = (0..<8).count { _ in (try? other.gates.pass(caller, .none)) != nil }
            #expect(calls == 3)
        }
    }

    @Test func `are told once, however often instances exchange`() async throws {
        try await withTwo { _, one, other, caller in
            let started = ContinuousClock.now
            for _ in 0..<3 {
                #expect(one.look(5, as: caller) == 5)
                await one.exchange.exchange()
                for _ in 0..<3 { await other.exchange.exchange() }
            }
            let left = other.look(100, as: caller)
            let filled = Int((ContinuousClock.now - started).seconds / 2) + 1
            #expect((15...15 + filled).contains(left), "\(left)")
        }
    }

    @Test func `let whoever took them at both at once wait for both`() async throws {
        try await withTwo { _, one, other, caller in
            let started = ContinuousClock.now
            #expect(one.look(30, as: caller) == 30)
            #expect(other.look(30, as: caller) == 30)
            for instance in [one, other, one] { await instance.exchange.exchange() }
            for instance in [one, other] {
                let refused = #expect(throws: Problem.self) { _ = try instance.gates.pass(caller, .lookup) }
                let wait = refused?.headers[.retryAfter].flatMap { Int($0) } ?? 0
                let passed = Int((ContinuousClock.now - started).seconds) + 1
                #expect((62 - passed...62).contains(wait), "\(wait)")
            }
        }
    }

    @Test func `forget at an instance that starts what has filled up since`() async throws {
        try await withTwo { test, one, _, caller in
            #expect(one.look(30, as: caller) == 30)
            await one.exchange.exchange()
            try await test.script(
                """
                UPDATE caller_use SET minute = minute - interval '1 minute', begun_at = begun_at - interval '1 minute',
                    changed_at = changed_at - interval '1 minute'
                """)
            let late = Instance(test)
            await late.exchange.exchange()
            // A minute after they were taken.
            #expect(late.look(30, as: caller) == 30)
            await one.exchange.exchange()
            try await test.script("UPDATE caller_use SET minute = minute - interval '20 minutes'")
            await one.exchange.exchange()
            let rows = try await test.texts("SELECT count(*)::text AS text FROM caller_use")
            #expect(rows == ["0"])
        }
    }

    @Test func `go on alone while the database is away, which a metric counts, and are not told late`() async throws {
        try await withTwo { test, _, other, caller in
            let away = Database(Database.Configuration(url: "postgresql://nobody@localhost:1/nowhere"))
            let alone = Instance(test, on: away)
            let name = "outreach_limit_exchange_failures_total"
            let before = Service.figure(name)
            #expect(alone.look(20, as: caller) == 20)
            await alone.exchange.exchange()
            #expect(Service.figure(name) > before)
            #expect((10...15).contains(alone.look(100, as: caller)))
            await away.close()
            await other.exchange.exchange()
            #expect(other.look(30, as: caller) == 30)
        }
    }

    @Test func `keep of a caller nothing but a hash, where no program may look`() async throws {
        try await withTwo { test, one, _, caller in
            _ = one.look(2, as: caller)
            try await one.miss(1, as: caller)
            await one.exchange.exchange()
            let limits = try await test.texts("SELECT DISTINCT limit_name AS text FROM caller_use ORDER BY 1")
            #expect(limits == ["client", "lookups", "misses", "site_lookups"])
            let rows = try await test.texts("SELECT caller_use::text AS text FROM caller_use")
            let member = caller.membership
            for id in [member.account.description, member.organisation.description, caller.client.description] {
                #expect(rows.allSatisfy { !$0.contains(id) })
            }
            for table in ["caller_use", "miss_alert"] {
                await #expect(throws: PostgresError.self) {
                    try await test.database.read(.signingIn) { session in
                        _ = try session.all(Query(name: "test", text: "SELECT caller::text AS text FROM \(table)")) {
                            try $0.value("text", as: String.self)
                        }
                    }
                }
            }
        }
    }

    @Test func `are exchanged by a service that runs`() async throws {
        var limits = Service.wideLimits
        limits.lookupsPerAccount = 5
        try await Service.with(limits) { service in
            let id = try await service.enrol()
            for _ in 0..<5 {
                let reply = try await service.post("/api/v1/checks", as: .vaccinator, ["temporary_id": id])
                #expect(reply.status == 200)
            }
            // As the other instance: it hears of them without a request here.
            let told = ContinuousClock.now
            var counts: [String] = []
            while counts != ["5"], .now - told < .seconds(20) {
                try await Task.sleep(for: .milliseconds(100))
                counts = try await service.test.texts(
                    """
                    SELECT sum(taken)::text AS text FROM caller_use WHERE limit_name = 'lookups'
                    GROUP BY caller
                    """)
            }
            #expect(counts == ["5"])
        }
    }
}

@Suite struct `misses at several instances` {
    @Test func `are added up, and raise one alert`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let log = LogLines()
            let (one, other) = (Instance(test, log: log), Instance(test, log: log))
            let caller = Caller(members.vaccinator)
            let account = members.vaccinator.account
            try await one.miss(6, as: caller)
            try await other.miss(6, as: caller)
            #expect(!one.gates.misses.isSuspected(account) && !other.gates.misses.isSuspected(account))
            for instance in [one, other, one] { await instance.exchange.exchange() }
            #expect(one.gates.misses.isSuspected(account) && other.gates.misses.isSuspected(account))
            try await one.miss(5, as: caller)
            let actions = try await test.auditedActions()
            #expect(actions.count { $0 == "lookup_misses_alert" } == 1)
            #expect(log.lines.count { $0.contains("look-ups miss too often") } == 1)
        }
    }

    @Test func `with which both come to suspect at the same moment raise one alert`() async throws {
        try await withTwo { test, one, other, caller in
            try await one.miss(4, as: caller)
            try await other.miss(4, as: caller)
            for instance in [one, other, one] { await instance.exchange.exchange() }
            async let first: Void = one.miss(2, as: caller)
            async let second: Void = other.miss(2, as: caller)
            _ = try await (first, second)
            let actions = try await test.auditedActions()
            #expect(actions.count { $0 == "lookup_misses_alert" } == 1)
        }
    }

    @Test func `are known to one that starts within ten minutes`() async throws {
        try await withTwo { test, one, _, caller in
            try await one.miss(10, as: caller)
            await one.exchange.exchange()
            try await test.script(
                """
                UPDATE caller_use SET minute = minute - interval '5 minutes', begun_at = begun_at - interval '5 minutes',
                    changed_at = changed_at - interval '5 minutes'
                """)
            let late = Instance(test)
            await late.exchange.exchange()
            #expect(late.gates.misses.isSuspected(caller.membership.account))
        }
    }
}
