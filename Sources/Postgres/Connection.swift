internal import CLibPQ
internal import Dispatch
internal import Glibc

/// One libpq connection, on a serial queue of its own.
///
/// libpq is used asynchronously (send, poll with a deadline, consume), so that a server that hangs costs a deadline and
/// never a thread. A call that misses its deadline leaves the connection unusable: the answer may still come.
///
/// `@unchecked Sendable`: `handle`, `isUsable`, `url` and `notices` are touched only by closures on `queue`, which is serial,
/// and by `deinit`, when no closure is left. `interruption` is itself `Sendable`.
final class Connection: @unchecked Sendable {
    private let queue = DispatchQueue(label: "postgres.connection")
    let interruption = Interruption()
    private(set) var handle: OpaquePointer?
    private let notices = Notices()
    private(set) var isUsable = true
    /// Where it is connected to.
    private(set) var url: String?

    init() {}

    deinit {
        if let handle { PQfinish(handle) }
    }

    /// Runs `work` on the connection's queue; cancelling the caller's task ends every wait outside COMMIT.
    func run<Result: Sendable>(_ work: @escaping @Sendable (Connection) throws -> Result) async throws -> Result {
        interruption.lower()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                queue.async {
                    continuation.resume(with: Swift.Result { try work(self) })
                }
            }
        } onCancel: {
            interruption.raise()
        }
    }

    /// Runs `work` on the connection's queue some time; whoever asks for it finds out by themselves when.
    func onQueue(_ work: @escaping @Sendable (Connection) -> Void) {
        queue.async { work(self) }
    }

    // MARK: Called on the queue

    /// Connects, within the deadline.
    func open(_ url: String, until deadline: Deadline) throws {
        guard let handle = PQconnectStart(url) else { throw PostgresError(.notConnected) }
        self.handle = handle
        self.url = url
        isUsable = false
        PQsetNoticeReceiver(handle, Notices.receive, Unmanaged.passUnretained(notices).toOpaque())
        var polling = PQconnectPoll(handle)
        while polling != PGRES_POLLING_OK {
            guard polling != PGRES_POLLING_FAILED else { throw PostgresError(.notConnected) }
            let events = polling == PGRES_POLLING_READING ? POLLIN : POLLOUT
            do {
                try wait(for: Int16(events), until: deadline, interruptible: true)
            } catch let error as PostgresError where error.kind != .cancelled {
                throw PostgresError(.notConnected)
            }
            polling = PQconnectPoll(handle)
        }
        PQsetnonblocking(handle, 1)
        // Values would otherwise stand in the text of errors; nothing here reads that text, and nothing shall.
        PQsetErrorVerbosity(handle, PQERRORS_SQLSTATE)
        isUsable = true
    }

    func close() {
        if let handle { PQfinish(handle) }
        handle = nil
        isUsable = false
    }

    /// Sends a script of several statements and waits for the last answer.
    func runScript(_ text: String, until deadline: Deadline, interruptible: Bool = true) throws -> Answer {
        guard PQsendQuery(try usableHandle(), text) == 1 else { throw lost() }
        return try answer(to: "script", until: deadline, interruptible: interruptible)
    }

    /// Sends one statement with its parameters, all in text format.
    func send(_ query: Query, _ parameters: [String?]) throws {
        let handle = try usableHandle()
        let sent = try withCStrings(parameters) { values in
            PQsendQueryParams(handle, query.text, Int32(parameters.count), nil, values, nil, nil, 0)
        }
        guard sent == 1 else { throw lost() }
    }

    /// The last answer to what was sent, once the server is ready for the next statement.
    func answer(to subject: String, until deadline: Deadline, interruptible: Bool = true) throws -> Answer {
        var last: Answer?
        while let answer = try nextAnswer(until: deadline, interruptible: interruptible) {
            if let failure = failure(of: answer, subject: subject) {
                try drain(until: deadline, interruptible: interruptible)
                throw failure
            }
            let isCopy = answer.status == PGRES_COPY_IN || answer.status == PGRES_COPY_OUT
            last = answer
            if isCopy { break }
        }
        guard let last else { throw lost() }
        return last
    }

    /// The next answer of the statement under way, or `nil` after its last.
    func nextAnswer(until deadline: Deadline, interruptible: Bool = true) throws -> Answer? {
        let handle = try usableHandle()
        try flush(until: deadline, interruptible: interruptible)
        while PQisBusy(handle) == 1 {
            try wait(for: Int16(POLLIN), until: deadline, interruptible: interruptible)
            guard PQconsumeInput(handle) == 1 else { throw lost() }
        }
        return PQgetResult(handle).map(Answer.init)
    }

    /// From now until the end of the statement under way, each row comes as an answer of its own.
    func streamRows() throws {
        guard PQsetSingleRowMode(try usableHandle()) == 1 else { throw lost() }
    }

    /// Sends bytes of a COPY FROM STDIN.
    func putCopyData(_ bytes: [UInt8], until deadline: Deadline) throws {
        let handle = try usableHandle()
        while true {
            let sent = bytes.withUnsafeBytes { raw in
                PQputCopyData(handle, raw.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(raw.count))
            }
            if sent == 1 { return }
            guard sent == 0 else { throw lost() }
            try wait(for: Int16(POLLOUT), until: deadline, interruptible: true)
        }
    }

    /// Ends a COPY FROM STDIN: with success, or so that the server undoes it.
    func endCopy(succeeded: Bool, until deadline: Deadline) throws {
        let handle = try usableHandle()
        while true {
            let sent = succeeded ? PQputCopyEnd(handle, nil) : PQputCopyEnd(handle, "the client gave up")
            if sent == 1 { return }
            guard sent == 0 else { throw lost() }
            try wait(for: Int16(POLLOUT), until: deadline, interruptible: true)
        }
    }

    /// Hands over the next piece of a COPY TO STDOUT; answers false after the last.
    ///
    /// Where `body` throws, the copy is left unfinished and the connection is of no more use.
    func copyPiece(until deadline: Deadline, _ body: (UnsafeRawBufferPointer) throws -> Void) throws -> Bool {
        let handle = try usableHandle()
        while true {
            var buffer: UnsafeMutablePointer<CChar>?
            let count = PQgetCopyData(handle, &buffer, 1)
            if count > 0, let buffer {
                defer { PQfreemem(buffer) }
                do {
                    try body(UnsafeRawBufferPointer(start: buffer, count: Int(count)))
                } catch {
                    isUsable = false
                    throw error
                }
                return true
            }
            if count == -1 { return false }
            guard count == 0 else { throw lost() }
            try wait(for: Int16(POLLIN), until: deadline, interruptible: true)
            guard PQconsumeInput(handle) == 1 else { throw lost() }
        }
    }

    /// Forgets the warnings seen so far.
    func clearNotices() {
        notices.states.removeAll()
    }

    /// Whether a warning came since ``clearNotices()``: at COMMIT it says "committed locally, perhaps not replicated".
    var sawWarning: Bool {
        notices.holdWarning
    }

    // MARK: Waiting

    private func usableHandle() throws -> OpaquePointer {
        guard let handle, isUsable else { throw PostgresError(.connectionLost) }
        return handle
    }

    private func flush(until deadline: Deadline, interruptible: Bool) throws {
        let handle = try usableHandle()
        while true {
            let state = PQflush(handle)
            if state == 0 { return }
            guard state == 1 else { throw lost() }
            // The server may be waiting for us to read before it reads on: take what it says meanwhile.
            try wait(for: Int16(POLLIN | POLLOUT), until: deadline, interruptible: interruptible)
            guard PQconsumeInput(handle) == 1 else { throw lost() }
        }
    }

    private func drain(until deadline: Deadline, interruptible: Bool) throws {
        while isUsable, try nextAnswer(until: deadline, interruptible: interruptible) != nil {}
    }

    private func wait(for events: Int16, until deadline: Deadline, interruptible: Bool) throws {
        var descriptors = [
            pollfd(fd: PQsocket(handle), events: events, revents: 0),
            pollfd(fd: interruptible ? interruption.descriptor : -1, events: Int16(POLLIN), revents: 0),
        ]
        while true {
            let ready = poll(&descriptors, 2, deadline.remainingMilliseconds)
            if ready < 0 && errno == EINTR { continue }
            guard ready > 0 else { throw unusable(.deadlineExceeded) }
            guard descriptors[1].revents == 0 else { throw unusable(.cancelled) }
            return
        }
    }

    // MARK: Failures

    private func failure(of answer: Answer, subject: String) -> PostgresError? {
        switch answer.status {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE, PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_EMPTY_QUERY:
            return nil
        default:
            guard let state = answer.sqlState, !state.endsConnection else { return lost(answer.sqlState) }
            return PostgresError(
                .statementFailed, sqlState: state, constraint: answer.constraint, subject: subject)
        }
    }

    private func lost(_ state: SQLState? = nil) -> PostgresError {
        isUsable = false
        return PostgresError(.connectionLost, sqlState: state)
    }

    private func unusable(_ kind: PostgresError.Kind) -> PostgresError {
        isUsable = false
        return PostgresError(kind)
    }
}

/// Calls `body` with the texts as C strings; NULL for `nil`.
private func withCStrings<Result>(
    _ texts: [String?], _ body: ([UnsafePointer<CChar>?]) throws -> Result
) throws -> Result {
    let copies = texts.map { text in text.flatMap { strdup($0) } }
    defer {
        for copy in copies { free(copy) }
    }
    return try body(copies.map { UnsafePointer($0) })
}
