import Foundation
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

@Suite struct `a client's key` {
    @Test func `speaks for its account with no more than its scopes`() async throws {
        try await Keys.with { keys in
            let narrow = try await keys.add(scopes: [.checks])
            let wide = try await keys.add()
            let first = try await keys.authenticator().caller(bearing: narrow.text)
            let caller = try #require(first)
            #expect(caller.membership.role == .system)
            #expect(caller.membership.odsCode == keys.members.site.odsCode)
            #expect(caller.scopes == [.checks])
            let second = try await keys.authenticator().caller(bearing: wide.text)
            #expect(second?.scopes == Role.system.scopes)
            let third = try await keys.authenticator().caller(bearing: narrow.text + "0")
            #expect(third == nil)
        }
    }

    @Test func `cannot have a scope that its role lacks`() async throws {
        try await Keys.with { keys in
            let refusal = await #expect(throws: Refusal.self) { try await keys.add(scopes: [.checks, .audit]) }
            #expect(refusal?.code == .invalid)
        }
    }

    @Test func `is refused on every instance within five seconds of its end`() async throws {
        try await Keys.with { keys in
            let ends: [(APIKey) async throws -> Void] = [
                { try await keys.run(RevokeAPIClient(keyPrefix: $0.prefix)) },
                { try await keys.run(DisableAccount(signIn: try SignIn(parsing: "client-\($0.prefix)"))) },
                {
                    let signIn = try SignIn(parsing: "client-\($0.prefix)")
                    try await keys.run(
                        RevokeRole(signIn: signIn, role: .system, odsCode: keys.members.site.odsCode))
                },
            ]
            let instances = [keys.authenticator(), keys.authenticator()]
            for end in ends {
                let key = try await keys.add()
                for instance in instances {
                    let before = try await instance.caller(bearing: key.text)
                    #expect(before != nil)
                }
                try await end(key)
                let ended = ContinuousClock.now
                for instance in instances {
                    while try await instance.caller(bearing: key.text) != nil, .now - ended < .seconds(20) {
                        try await Task.sleep(for: .milliseconds(100))
                    }
                }
                #expect(.now - ended < .seconds(5))
            }
        }
    }

    @Test func `ends with its days`() async throws {
        try await Keys.with { keys in
            let key = try await keys.add()
            let before = try await keys.authenticator().caller(bearing: key.text)
            let expiresAt = try #require(before?.expiresAt)
            let after = try await keys.authenticator(at: expiresAt).caller(bearing: key.text)
            #expect(after == nil)
        }
    }

    @Test func `goes on for a while when it is rotated, and not at all when it was stolen`() async throws {
        try await Keys.with { keys in
            let first = try await keys.add()
            let (second, third) = (Keys.draw(), Keys.draw())
            try await keys.run(
                RotateAPIClient(keyPrefix: first.prefix, days: 90, overlapHours: 24, apiKey: second))
            let callers = try await [first, second].mapped { try await keys.authenticator().caller(bearing: $0.text) }
            #expect(callers.count { $0 != nil } == 2)
            #expect(Set(callers.map { $0?.client }).count == 1)
            let day = Date().addingTimeInterval(25 * 3_600)
            let later = try await [first, second].mapped {
                try await keys.authenticator(at: day).caller(bearing: $0.text)
            }
            #expect(later.map { $0 != nil } == [false, true])
            try await keys.run(RotateAPIClient(keyPrefix: second.prefix, days: 1, overlapHours: 0, apiKey: third))
            let last = try await [first, second, third].mapped {
                try await keys.authenticator().caller(bearing: $0.text)
            }
            #expect(last.map { $0 != nil } == [false, false, true])
        }
    }

    @Test func `is written down as used, once a minute`() async throws {
        try await Keys.with { keys in
            let key = try await keys.add()
            let authenticator = keys.authenticator()
            for _ in 1...3 { _ = try await authenticator.caller(bearing: key.text) }
            await authenticator.settle()
            let first = try await keys.test.texts("SELECT last_used_at::text AS text FROM api_client")
            _ = try await keys.authenticator().caller(bearing: key.text)
            await authenticator.settle()
            let second = try await keys.test.texts("SELECT last_used_at::text AS text FROM api_client")
            #expect(first == second)
            let clients = try await keys.run(ListAPIClients())
            #expect(clients.first?.lastUsedAt != nil)
            #expect(clients.first?.scopes == Role.system.scopes)
        }
    }

    @Test func `may hang on the account of another one, which lives as long as one of them`() async throws {
        try await Keys.with { keys in
            let first = try await keys.add()
            let second = try await keys.add(account: "client-\(first.prefix)")
            let refusal = await #expect(throws: Refusal.self) {
                try await keys.add(account: "vaccinator@example.org")
            }
            #expect(refusal?.code == .notFound)
            try await keys.run(RevokeAPIClient(keyPrefix: first.prefix))
            let callers = try await [first, second].mapped { try await keys.authenticator().caller(bearing: $0.text) }
            #expect(callers.map { $0 != nil } == [false, true])
            try await keys.run(RevokeAPIClient(keyPrefix: second.prefix))
            let disabled = try await keys.test.texts(
                "SELECT sign_in AS text FROM account WHERE disabled_at IS NOT NULL")
            #expect(disabled == ["client-\(first.prefix)"])
        }
    }

    @Test func `stands nowhere in the database`() async throws {
        try await Keys.with { keys in
            let key = try await keys.add()
            let dump = try await Command.run("pg_dump", ["--data-only", keys.test.url])
            #expect(dump.status == 0)
            #expect(dump.standardOutput.contains(key.prefix))
            let secret = try #require(key.text.split(separator: "_").last)
            #expect(!dump.standardOutput.contains(secret))
        }
    }
}

@Suite struct `the networks of a client` {
    @Test(
        "hold these addresses",
        arguments: [
            ("192.0.2.0/24", "192.0.2.255", true), ("192.0.2.0/24", "192.0.3.0", false),
            ("192.0.2.7", "192.0.2.7", true), ("192.0.2.7", "192.0.2.8", false), ("0.0.0.0/0", "203.0.113.9", true),
            ("192.0.2.0/25", "192.0.2.128", false), ("192.0.2.0/24", "::ffff:192.0.2.9", true),
            ("2001:db8::/33", "2001:db8:7fff::1", true), ("2001:db8::/33", "2001:db8:8000::1", false),
            ("::/0", "192.0.2.1", false), ("192.0.2.0/24", "not an address", false),
        ])
    func contains(range: String, address: String, expected: Bool) throws {
        let range = try #require(NetworkRange(range))
        #expect(range.contains(address) == expected)
    }

    @Test(
        "are refused where they are no network",
        arguments: ["", "/", "192.0.2.0/33", "192.0.2.1/24", "host/8", "::/-1"])
    func refusal(text: String) {
        #expect(NetworkRange(text) == nil)
    }

    @Test func `are kept with it`() async throws {
        try await Keys.with { keys in
            let key = try await keys.add(networks: ["192.0.2.0/24", "2001:db8::/32"])
            let found = try await keys.authenticator().caller(bearing: key.text)
            let caller = try #require(found)
            #expect(caller.mayCall(from: "192.0.2.1"))
            #expect(!caller.mayCall(from: "198.51.100.1"))
            let refusal = await #expect(throws: Refusal.self) { try await keys.add(networks: ["192.0.2.1/24"]) }
            #expect(refusal?.code == .invalid)
        }
    }
}

@Suite struct `scopes` {
    @Test func `know every operation`() throws {
        let folder = TestServer.repository.appending(path: "Sources/Operations")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        var names: Set<String> = []
        for case let file as URL in files ?? .init() where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            names.formUnion(text.matches(of: /static let name = "(\w+)"/).map { String($0.1) })
        }
        #expect(names.count > 30)
        #expect(names == Set(Scope.table.keys))
    }
}
