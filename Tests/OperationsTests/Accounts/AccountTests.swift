import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

@Suite struct `accounts` {
    @Test func `hold each role only where the organisation is of its kind`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let places: [(OrganisationKind, ODSCode)] = [
                (.employer, members.employer.odsCode), (.site, members.site.odsCode),
                (.outreachTeam, members.team.odsCode), (.practice, members.practice.odsCode),
                (.operator, members.administrator.odsCode),
            ]
            for role in Role.allCases {
                for (kind, code) in places {
                    let signIn = try SignIn(parsing: "\(role.rawValue).\(code.canonical)@example.org")
                    let addition = AddAccount(signIn: signIn, name: "New", role: role, odsCode: code)
                    let outcome = try? await test.runner().run(addition, as: members.administrator)
                    #expect((outcome == .accountAdded) == role.organisationKinds.contains(kind), "\(role) at \(kind)")
                }
            }
        }
    }

    @Test func `gain roles one by one and lose them one by one`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let signIn = try SignIn(parsing: " Manager@Example.org ")
            let other = members.otherEmployer.odsCode
            var outcomes: [AddAccount.Outcome] = []
            for _ in 1...2 {
                outcomes.append(
                    try await test.runner().run(
                        AddAccount(signIn: signIn, name: nil, role: .manager, odsCode: other),
                        as: members.administrator))
            }
            #expect(outcomes == [.roleAdded, .unchanged])
            let revocation = RevokeRole(signIn: signIn, role: .manager, odsCode: other)
            let first = try await test.runner().run(revocation, as: members.administrator)
            let second = try await test.runner().run(revocation, as: members.administrator)
            #expect([first, second] == [.revoked, .unchanged])
            let left = try await test.database.read(.signingIn) { try $0.memberships(of: signIn.canonical) }
            #expect(left == [members.manager])
        }
    }

    @Test func `cannot act once they are disabled and are not given roles again`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let signIn = try SignIn(parsing: "manager@example.org")
            _ = try await test.runner().run(DisableAccount(signIn: signIn), as: members.administrator)
            let left = try await test.database.read(.signingIn) { try $0.memberships(of: signIn.canonical) }
            #expect(left == [])
            let refusal = await #expect(throws: Refusal.self) {
                try await test.runner().run(
                    AddAccount(signIn: signIn, name: nil, role: .manager, odsCode: members.employer.odsCode),
                    as: members.administrator)
            }
            #expect(refusal?.code == .conflict)
        }
    }

    @Test func `keep one administrator among them, also when two are removed at once`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let code = members.administrator.odsCode
            let signIn = try SignIn(parsing: "second@example.org")
            _ = try await test.runner().run(
                AddAccount(signIn: signIn, name: "Second", role: .administrator, odsCode: code),
                as: members.administrator)
            // The first removal holds its locks for a while, so that the second surely begins before it ends.
            async let first: Void = test.database.write(.acting(as: members.administrator)) { session in
                _ = try session.lockAdministrators()
                _ = try session.disable(members.administrator.account)
                try session.execute(Query(name: "test", text: "SELECT pg_sleep(0.6)"))
            }
            try await Task.sleep(for: .milliseconds(300))
            let refusal = await #expect(throws: Refusal.self) {
                try await test.runner().run(
                    RevokeRole(signIn: signIn, role: .administrator, odsCode: code), as: members.administrator)
            }
            try await first
            #expect(refusal?.code == .conflict)
        }
    }

    @Test(
        "refuse a client key that lives too long, an administrator's one soon",
        arguments: [(0, Role.system), (91, .system), (8, .administrator), (30, .worker)])
    func clientRefusal(days: Int, role: Role) async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            var generator = SystemRandomNumberGenerator()
            let addition = AddAPIClient(
                name: "Rota", odsCode: role == .system ? members.site.odsCode : members.administrator.odsCode,
                role: role, days: days, apiKey: APIKey(using: &generator))
            let refusal = await #expect(throws: Refusal.self) {
                try await test.runner().run(addition, as: members.administrator)
            }
            #expect(refusal?.code == .invalid)
        }
    }

    @Test func `of a client end with its key`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            var generator = SystemRandomNumberGenerator()
            let key = APIKey(using: &generator)
            _ = try await test.runner().run(
                AddAPIClient(name: "Rota", odsCode: members.site.odsCode, role: .system, days: 90, apiKey: key),
                as: members.administrator)
            let signIn = "client-\(key.prefix)"
            let before = try await test.database.read(.signingIn) { try $0.memberships(of: signIn) }
            #expect(before.map(\.role) == [.system])
            _ = try await test.runner().run(RevokeAPIClient(keyPrefix: key.prefix), as: members.administrator)
            let after = try await test.database.read(.signingIn) { try $0.memberships(of: signIn) }
            #expect(after == [])
        }
    }
}
