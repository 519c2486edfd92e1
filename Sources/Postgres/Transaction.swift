/// BEGIN, the body, COMMIT or ROLLBACK, and what each failure on the way means.
struct Transaction: Sendable {
    let begin: String
    let context: TransactionContext
    let timeout: Duration

    /// The transaction failed before its body ran.
    struct NotBegun: Error {
        let error: PostgresError
        /// The connection had died while it was idle: another one may well work.
        var connectionWasStale: Bool { error.kind == .connectionLost }
    }

    /// The server ends a statement by itself this much before our own deadline, which costs us the connection.
    private static let grace: Duration = .seconds(1)

    /// How much longer than it may take a transaction keeps its locks on a server that does not learn that we are gone.
    ///
    /// In milliseconds, and more than the grace, so that nobody alive is cut off. With a minute here, a link that was
    /// cut without a word kept every retry of the same request waiting for 65 s.
    private static let idleMargin: Int64 = 2_000

    func run<Result>(
        on connection: Connection, _ body: (borrowing Session) throws -> Result
    ) throws -> Result {
        let session = Session(
            connection: connection, deadline: .after(timeout + Self.grace),
            secondHandURL: context.mayHaveSecondHand ? connection.url : nil)
        do {
            try open(session)
        } catch let error as PostgresError {
            // BEGIN itself may have worked: the next caller must not find itself in a failed transaction.
            rollBack(connection)
            throw NotBegun(error: error)
        }
        let result: Result
        do {
            result = try body(session)
        } catch {
            rollBack(connection)
            throw error
        }
        try commit(connection)
        return result
    }

    private func rollBack(_ connection: Connection) {
        if connection.isUsable { _ = try? connection.runScript("ROLLBACK", until: .after(Self.grace)) }
    }

    private func open(_ session: borrowing Session) throws {
        let role = context.role.map { "SET LOCAL ROLE \($0.name);" } ?? ""
        let milliseconds = timeout.components.seconds * 1_000 + timeout.components.attoseconds / 1_000_000_000_000_000
        _ = try session.connection.runScript(
            """
            \(begin);
            SET LOCAL statement_timeout = \(milliseconds);
            SET LOCAL lock_timeout = \(milliseconds);
            SET LOCAL idle_in_transaction_session_timeout = \(milliseconds + Self.idleMargin);
            SET LOCAL client_connection_check_interval = 1000;
            SET LOCAL search_path = \(context.searchPath);
            SET LOCAL TimeZone = 'UTC';
            SET LOCAL DateStyle = 'ISO, YMD';
            \(role)
            """, until: session.deadline)
        for setting in context.settings {
            try session.execute(Self.setSetting, setting.name, setting.value)
        }
    }

    private static let setSetting = Query(
        name: "set_config", text: "SELECT set_config($1::text, $2::text, true)")

    /// No statement timeout stands over COMMIT: a cancelled COMMIT may have happened.
    private func commit(_ connection: Connection) throws {
        connection.clearNotices()
        do {
            let answer = try connection.runScript(
                "SET LOCAL statement_timeout = 0; COMMIT", until: .after(timeout + Self.grace), interruptible: false)
            guard answer.tag == "COMMIT" else { throw PostgresError(.statementFailed, subject: "COMMIT") }
        } catch let error as PostgresError where error.kind == .connectionLost || error.kind == .deadlineExceeded {
            throw PostgresError(.outcomeUnknown, sqlState: error.sqlState)
        }
        if connection.sawWarning { throw PostgresError(.outcomeUnknown, subject: "COMMIT") }
    }
}
