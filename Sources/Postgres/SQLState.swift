/// A five-character error code of PostgreSQL (documentation, appendix A).
public struct SQLState: Hashable, Sendable {
    public let code: String

    public init(_ code: String) {
        self.code = code
    }

    public static let serializationFailure = SQLState("40001")
    public static let deadlockDetected = SQLState("40P01")
    public static let lockNotAvailable = SQLState("55P03")
    public static let queryCanceled = SQLState("57014")
    public static let readOnlyTransaction = SQLState("25006")
    /// The server has no room on its disk; the transaction is undone.
    public static let diskFull = SQLState("53100")

    /// The transaction lost against another one and can be run again as it is.
    public var isConflict: Bool {
        self == .serializationFailure || self == .deadlockDetected
    }

    /// The connection is gone, whatever libpq says: classes 08 (connection) and 57P (shutdown, crash, not ready).
    public var endsConnection: Bool {
        code.hasPrefix("08") || code.hasPrefix("57P")
    }

    /// Likely to pass by itself: conflicts, restarts and fail-overs, a lock that was held, and class 53: too many
    /// connections, no memory, no room on the disk.
    public var isTransient: Bool {
        isConflict || endsConnection || code.hasPrefix("53") || self == .lockNotAvailable || self == .queryCanceled
            || self == .readOnlyTransaction
    }
}
