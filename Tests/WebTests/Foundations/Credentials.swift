import Operations
import OutreachCore
import Store
import TestDatabase

/// Makes API keys as the administrator does.
struct Credentials: Sendable {
    let runner: OperationRunner
    let members: Members

    @discardableResult
    func add(
        _ role: Role, at code: ODSCode, scopes: [Scope]? = nil, networks: [String]? = nil, keySet: ClientKeySet? = nil
    ) async throws -> APIKey {
        var generator = SystemRandomNumberGenerator()
        let key = APIKey(using: &generator)
        let addition = AddAPIClient(
            name: "Test of \(role)", odsCode: code, role: role, days: 7, apiKey: key, scopes: scopes,
            networks: networks, keySet: keySet)
        _ = try await runner.run(addition, as: members.administrator)
        return key
    }

    /// A key for each role that a program can have, at the first organisation of its kind.
    func keysByRole() async throws -> [Role: String] {
        var keys: [Role: String] = [:]
        for role in Role.allCases where role != .worker {
            keys[role] = try await add(role, at: members[role].odsCode).text
        }
        return keys
    }
}
