import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

private func addition(_ code: String, name: String = "Oak House") throws -> AddOrganisation {
    AddOrganisation(odsCode: try ODSCode(parsing: code), name: name, kinds: [.employer, .site, .practice])
}

@Suite struct `an idempotency key` {
    @Test func `gives the first answer again`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let first = try await test.runner().run(addition("OAK1"), as: members.administrator, key: "k")
            let second = try await test.runner().run(addition("OAK1"), as: members.administrator, key: "k")
            #expect(first == .added)
            #expect(second == .added)
            let actions = try await test.auditedActions()
            #expect(actions == ["add_organisation"])
        }
    }

    @Test func `is refused for another request and does nothing then`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            _ = try await test.runner().run(addition("OAK1"), as: members.administrator, key: "k")
            let refusal = await #expect(throws: Refusal.self) {
                try await test.runner().run(addition("OAK2"), as: members.administrator, key: "k")
            }
            #expect(refusal?.code == .keyUsedForAnotherRequest)
            let codes = try await test.texts("SELECT ods_code AS text FROM organisation WHERE ods_code LIKE 'OAK%'")
            #expect(codes == ["OAK1"])
        }
    }

    @Test func `is free again after a refusal`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let unknown = AddAccount(
                signIn: try SignIn(parsing: "new@example.org"), name: "New", role: .manager,
                odsCode: try ODSCode(parsing: "NOWHERE"))
            await #expect(throws: Refusal.self) {
                try await test.runner().run(unknown, as: members.administrator, key: "k")
            }
            let known = AddAccount(
                signIn: unknown.signIn, name: "New", role: .manager, odsCode: members.employer.odsCode)
            let outcome = try await test.runner().run(known, as: members.administrator, key: "k")
            #expect(outcome == .accountAdded)
        }
    }

    @Test func `makes twenty requests at once one effect`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let outcomes = try await withThrowingTaskGroup(of: AddOrganisation.Outcome?.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        do {
                            return try await test.runner().run(addition("OAK1"), as: members.administrator, key: "k")
                        } catch let refusal as Refusal where refusal.code == .requestUnderWay {
                            return nil
                        }
                    }
                }
                return try await group.reduce(into: [AddOrganisation.Outcome?]()) { $0.append($1) }
            }
            // Whoever did not wait for the first one is told so, and gets its answer when asking again.
            #expect(outcomes.contains(.added))
            let again = try await test.runner().run(addition("OAK1"), as: members.administrator, key: "k")
            #expect(again == .added)
            let actions = try await test.auditedActions()
            #expect(actions == ["add_organisation"])
        }
    }

    @Test func `shows the key of an API client once`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            var generator = SystemRandomNumberGenerator()
            let keys = [APIKey(using: &generator), APIKey(using: &generator)]
            var outcomes: [AddAPIClient.Outcome] = []
            for key in keys {
                let addition = AddAPIClient(
                    name: "Rota", odsCode: members.site.odsCode, role: .system, days: 90, apiKey: key)
                outcomes.append(try await test.runner().run(addition, as: members.administrator, key: "k"))
            }
            #expect(outcomes.map(\.keyPrefix) == [keys[0].prefix, keys[0].prefix])
            let stored = try await test.texts("SELECT encode(key_sha256, 'hex') AS text FROM api_client")
            let digest = keys[0].sha256.postgresText?.dropFirst(2)
            #expect(stored == [String(digest ?? "")])
            let secret = String(keys[0].text.suffix(64))
            let answers = try await test.texts(
                "SELECT concat(response, request_sha256) AS text FROM idempotency_key UNION SELECT details::text FROM audit_entry"
            )
            #expect(!answers.contains { $0.contains(secret) })
        }
    }
}
