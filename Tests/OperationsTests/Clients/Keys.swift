import Foundation
import Operations
import OutreachCore
import Store
import TestDatabase

/// A fresh database, its members, and clients of its first site.
struct Keys: Sendable {
    let test: TestDatabase
    let members: Members

    static func with(_ body: (Keys) async throws -> Void) async throws {
        try await TestDatabase.with { test in
            try await body(Keys(test: test, members: try await Members.make(in: test)))
        }
    }

    static func draw() -> APIKey {
        var generator = SystemRandomNumberGenerator()
        return APIKey(using: &generator)
    }

    /// Adds a client in the role system and answers its key.
    @discardableResult
    func add(
        scopes: [Scope]? = nil, networks: [String]? = nil, account: String? = nil, keySet: ClientKeySet? = nil
    ) async throws -> APIKey {
        let key = Self.draw()
        try await run(
            AddAPIClient(
                name: "Point of care", odsCode: members.site.odsCode, role: .system, days: 90, apiKey: key,
                scopes: scopes, networks: networks, account: try account.map(SignIn.init(parsing:)), keySet: keySet))
        return key
    }

    /// As the administrator.
    @discardableResult
    func run<Task: Operations.Operation>(_ operation: Task) async throws -> Task.Outcome {
        try await test.runner().run(operation, as: members.administrator)
    }

    func authenticator(at instant: Date? = nil) -> Authenticator {
        Authenticator(database: test.database, now: { instant ?? Date() })
    }
}

extension Array {
    /// One after the other.
    func mapped<Value>(_ transform: (Element) async throws -> Value) async throws -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
