extension TransactionContext {
    /// One statement that sets what holds for the implicit transaction that it begins.
    ///
    /// `set_config(…, true)` is SET LOCAL as a query: in a pipeline, SET LOCAL itself would warn and do nothing, since
    /// the transaction is implicit. All of it ends with the Sync, so PgBouncer may hand the connection on.
    func prelude(timeout: Duration) -> String {
        let milliseconds = timeout.components.seconds * 1_000 + timeout.components.attoseconds / 1_000_000_000_000_000
        var settings = [
            ("statement_timeout", "\(milliseconds)"), ("lock_timeout", "\(milliseconds)"),
            ("search_path", "\(searchPath)"), ("TimeZone", "UTC"), ("DateStyle", "ISO, YMD"),
        ]
        if let role { settings.append(("role", "\(role.name)")) }
        settings += self.settings.map { ($0.name, $0.value) }
        let calls = settings.map { "set_config('\($0.0)', '\($0.1.replacing("'", with: "''"))', true)" }
        return "SELECT " + calls.joined(separator: ", ")
    }
}
