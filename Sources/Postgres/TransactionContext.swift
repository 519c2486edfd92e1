/// What holds for one transaction and is forgotten with it.
///
/// Nothing here outlives COMMIT, so that PgBouncer may hand the server connection to somebody else afterwards.
public struct TransactionContext: Sendable {
    /// The role that the transaction's statements run as.
    public var role: DatabaseRole?
    /// The schemas that names are looked up in.
    public var searchPath: StaticString
    /// Settings that policies and functions read with `current_setting`, by name.
    public var settings: [(name: String, value: String)]
    /// How long the transaction may take; `nil` takes the database's default.
    public var timeout: Duration?
    /// Whether the transaction may begin others beside it, which its own undoing does not undo: see ``SecondHand``.
    public var mayHaveSecondHand = false

    public init(
        role: DatabaseRole?, searchPath: StaticString, settings: [(name: String, value: String)] = [],
        timeout: Duration? = nil
    ) {
        self.role = role
        self.searchPath = searchPath
        self.settings = settings
        self.timeout = timeout
    }
}

/// The name of a role, known when the program was written: it becomes part of a statement's text.
public struct DatabaseRole: Sendable {
    let name: StaticString

    public init(_ name: StaticString) {
        self.name = name
    }
}
