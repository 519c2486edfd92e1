import Operations
import OutreachCore
import Store
import TestDatabase
import Testing

/// An operation with the name under which it is audited and a way to run it.
private struct Attempt: Sendable {
    let name: String
    let roles: Set<Role>
    let run: @Sendable (OperationRunner, Membership) async throws -> Void

    init<Task: Operation>(_ operation: Task) {
        name = Task.name
        roles = Task.roles
        run = { runner, member in _ = try await runner.run(operation, as: member) }
    }
}

private func attempts() throws -> [Attempt] {
    let code = try ODSCode(parsing: "VL0AA")
    let signIn = try SignIn(parsing: "manager@example.org")
    var generator = SystemRandomNumberGenerator()
    let key = APIKey(using: &generator)
    return [
        Attempt(AddOrganisation(odsCode: code, name: "Rose Hill", kinds: [.employer])),
        Attempt(LoadOrganisations([])),
        Attempt(ListOrganisations()),
        Attempt(AddAccount(signIn: signIn, name: nil, role: .manager, odsCode: code)),
        Attempt(RevokeRole(signIn: signIn, role: .manager, odsCode: code)),
        Attempt(DisableAccount(signIn: signIn)),
        Attempt(ListAccounts()),
        Attempt(AddAPIClient(name: "Rota", odsCode: code, role: .system, days: 1, apiKey: key)),
        Attempt(ListAPIClients()),
        Attempt(RevokeAPIClient(keyPrefix: key.prefix)),
        Attempt(ExportAudit()),
        Attempt(VerifyAudit()),
    ]
}

@Suite struct `operations on organisations, accounts and the audit trail` {
    @Test func `are refused to every other role and leave no trace`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            for attempt in try attempts() {
                for role in Role.allCases where !attempt.roles.contains(role) {
                    let refusal = await #expect(throws: Refusal.self, "\(attempt.name) \(role)") {
                        try await attempt.run(test.runner(), members[role])
                    }
                    #expect(refusal?.code == .notPermitted)
                }
            }
            let actions = try await test.auditedActions()
            #expect(actions == [])
        }
    }

    @Test func `write an entry into the audit trail each`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let attempts = try attempts()
            for attempt in attempts {
                for role in attempt.roles { try await attempt.run(test.runner(), members[role]) }
            }
            let actions = try await test.auditedActions()
            #expect(actions == attempts.map(\.name))
        }
    }
}
