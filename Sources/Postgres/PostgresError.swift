/// What went wrong between this process and PostgreSQL.
///
/// It carries the class of the failure, the SQLSTATE and the name of a violated constraint, and never a message of the
/// server: PostgreSQL repeats the offending values in its messages, and those are personal data.
public struct PostgresError: Error, Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable {
        /// No connection could be made within the deadline. Nothing was done.
        case notConnected
        /// The pool and its queue are full. Nothing was done: try again in a moment.
        case poolExhausted
        /// The server refused a statement; ``PostgresError/sqlState`` says why. The transaction is undone.
        case statementFailed
        /// The connection ended before COMMIT was sent. The transaction is undone.
        case connectionLost
        /// No answer within the deadline, before COMMIT was sent. The server undoes the transaction.
        case deadlineExceeded
        /// The caller's task was cancelled before COMMIT was sent. The server undoes the transaction.
        case cancelled
        /// COMMIT was sent and its answer never came: done or not done, only a retry with the same key tells.
        case outcomeUnknown
        /// A column was absent, null or not of the type asked for: a defect of the query file or its function.
        case undecodable
        /// A text for a parameter held the character U+0000, which PostgreSQL cannot store.
        case nulInText
    }

    public let kind: Kind
    /// The five characters of the SQLSTATE, where the server answered.
    public let sqlState: SQLState?
    /// The name of the violated constraint or unique index.
    public let constraint: String?
    /// The name of the query file, or of the column that could not be decoded.
    public let subject: String?

    public init(_ kind: Kind, sqlState: SQLState? = nil, constraint: String? = nil, subject: String? = nil) {
        self.kind = kind
        self.sqlState = sqlState
        self.constraint = constraint
        self.subject = subject
    }

    /// Whether the same call may succeed when it is simply made again.
    ///
    /// An unknown outcome is not retryable by itself: only a caller with an idempotency key may try again.
    public var isRetryable: Bool {
        switch kind {
        case .notConnected, .poolExhausted, .connectionLost, .deadlineExceeded: true
        case .statementFailed: sqlState?.isTransient ?? false
        case .cancelled, .outcomeUnknown, .undecodable, .nulInText: false
        }
    }
}

extension PostgresError: CustomStringConvertible {
    public var description: String {
        [kind.rawValue, sqlState?.code, constraint, subject].compactMap(\.self).joined(separator: " ")
    }
}
