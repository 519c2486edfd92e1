package import Postgres

/// A request as its caller named it: the same key with the same request has one effect and one answer.
package struct IdempotencyKey: Hashable, Sendable {
    package let operation: String
    package let key: String
    /// SHA-256 of the request, so that a key used for something else is noticed.
    package let requestSHA256: [UInt8]

    package init(operation: String, key: String, requestSHA256: [UInt8]) {
        self.operation = operation
        self.key = key
        self.requestSHA256 = requestSHA256
    }

    /// What the database knew of a key when it was claimed.
    package enum Claim: Sendable {
        case new
        /// The answer of the first request, as JSON.
        case answered(String)
        /// Another transaction is at work on it at this moment.
        case underWay
        /// The key stands for another request.
        case usedForAnother
    }
}

extension Session {
    /// Claims a key within the transaction of the effect; does not wait where another transaction holds the same one.
    package func claim(_ key: IdempotencyKey) throws -> IdempotencyKey.Claim {
        let claimed = try first(
            .query("idempotency/claim"), key.operation, key.key, key.requestSHA256,
            decode: { try $0.value("key", as: String.self) })
        if claimed != nil { return .new }
        let earlier = try first(.query("idempotency/find"), key.operation, key.key) { row in
            (try row.value("request_sha256", as: [UInt8].self), try row.optional("response", as: String.self))
        }
        // Neither claimed nor to be seen: another transaction has it, and has not yet ended.
        guard let earlier else { return .underWay }
        guard earlier.0 == key.requestSHA256, let response = earlier.1 else { return .usedForAnother }
        return .answered(response)
    }

    /// Keeps the answer with the key that the same transaction claimed.
    package func answer(_ key: IdempotencyKey, with response: String) throws {
        try execute(.query("idempotency/answer"), key.operation, key.key, response)
    }
}
