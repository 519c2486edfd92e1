internal import CLibPQ
internal import Glibc

/// One nonblocking connection in pipeline mode, with at most one batch on its way.
///
/// A batch is three messages and one Sync: the settings of its transaction, its statement, and the commit that the Sync
/// is. Statements stay unnamed: the server plans the body of the function that they call only once for a connection,
/// and nothing has to be prepared anew after a reconnection or behind PgBouncer.
final class BatchConnection {
    /// What became of a batch.
    enum End {
        case answered([BatchRequest], [BatchAnswer])
        /// The server refused it and has undone it.
        case failed([BatchRequest], PostgresError)
        /// It never left: it can go by another connection.
        case unsent([BatchRequest])
        /// It was sent, and the link broke or the deadline passed before its commit was confirmed.
        case unknown([BatchRequest], SQLState?)
    }

    private struct Flight {
        let batch: [BatchRequest]
        let deadline: Deadline
        /// The answers so far: the first is of the settings, the second the statement's.
        var answers: [Answer] = []
        var failure: PostgresError?
    }

    private enum State {
        case closed
        case connecting(PostgresPollingStatusType, Deadline)
        case idle
        case busy
    }

    private let url: String
    private let prelude: String
    private let timeout: Duration
    private let notices = Notices()
    private var handle: OpaquePointer?
    private var state = State.closed
    private var flight: Flight?
    private var needsFlush = false
    private var failures = 0
    private var pauseEnds = Deadline.after(.zero)

    /// The server ends a statement by itself this much before the deadline of the link.
    private static let grace: Duration = .seconds(1)
    private static let connectTimeout: Duration = .seconds(2)

    init(url: String, prelude: String, timeout: Duration) {
        self.url = url
        self.prelude = prelude
        self.timeout = timeout
    }

    deinit {
        close()
    }

    var isIdle: Bool { if case .idle = state { true } else { false } }
    var isBusy: Bool { if case .busy = state { true } else { false } }
    var isClosed: Bool { if case .closed = state { true } else { false } }
    var isOpen: Bool { isIdle || isBusy }

    var descriptor: Int32 { handle.map { PQsocket($0) } ?? -1 }

    /// What `poll` is to wait for.
    ///
    /// An idle connection is watched too, so that its end is seen before it is used.
    var events: Int16 {
        switch state {
        case .closed: 0
        case .connecting(let polling, _): Int16(polling == PGRES_POLLING_READING ? POLLIN : POLLOUT)
        case .idle: Int16(POLLIN)
        case .busy: Int16(needsFlush ? POLLIN | POLLOUT : POLLIN)
        }
    }

    // MARK: Connecting

    /// Begins to connect where the pause after the last failure is over.
    func connectIfDue() {
        guard isClosed, pauseEnds.hasPassed else { return }
        guard let handle = PQconnectStart(url) else { return pause() }
        self.handle = handle
        // A server that is not there fails at once, and then there is no socket to wait for.
        guard PQstatus(handle) != CONNECTION_BAD else { return pause() }
        PQsetNoticeReceiver(handle, Notices.receive, Unmanaged.passUnretained(notices).toOpaque())
        state = .connecting(PGRES_POLLING_WRITING, .after(min(timeout, Self.connectTimeout)))
    }

    private func goOnConnecting(until deadline: Deadline) {
        let polling = PQconnectPoll(handle)
        switch polling {
        case PGRES_POLLING_OK:
            guard PQsetnonblocking(handle, 1) == 0, PQenterPipelineMode(handle) == 1 else { return pause() }
            PQsetErrorVerbosity(handle, PQERRORS_SQLSTATE)
            failures = 0
            state = .idle
        case PGRES_POLLING_FAILED: pause()
        default: state = .connecting(polling, deadline)
        }
    }

    /// Closes and waits a little longer after every failure in a row, up to a second.
    private func pause() {
        close()
        failures += 1
        pauseEnds = .after(.milliseconds(Int.random(in: 10...min(1_000, 20 << min(failures, 6)))))
    }

    func close() {
        if let handle { PQfinish(handle) }
        handle = nil
        state = .closed
    }

    // MARK: Sending

    /// Sends a batch of one statement.
    func send(_ batch: [BatchRequest]) -> End? {
        guard let query = batch.first?.query else { return nil }
        guard PQsendQueryParams(handle, prelude, 0, nil, nil, nil, nil, 0) == 1 else {
            pause()
            return .unsent(batch)
        }
        notices.states.removeAll()
        flight = Flight(batch: batch, deadline: .after(timeout + Self.grace))
        state = .busy
        guard sendStatement(query, batch), PQpipelineSync(handle) == 1 else { return lose() }
        return flush()
    }

    private func sendStatement(_ query: Query, _ batch: [BatchRequest]) -> Bool {
        let literals = (batch.first?.elements ?? []).indices.map { batch.arrayLiteral(ofParameter: $0) }
        return withPointers(to: literals[...]) { pointers in
            PQsendQueryParams(handle, query.text, Int32(pointers.count), nil, pointers, nil, nil, 0) == 1
        }
    }

    private func withPointers(
        to literals: ArraySlice<[CChar]>, _ pointers: [UnsafePointer<CChar>?] = [],
        _ body: ([UnsafePointer<CChar>?]) -> Bool
    ) -> Bool {
        guard let first = literals.first else { return body(pointers) }
        return first.withUnsafeBufferPointer { buffer in
            withPointers(to: literals.dropFirst(), pointers + [buffer.baseAddress], body)
        }
    }

    private func flush() -> End? {
        let left = PQflush(handle)
        needsFlush = left == 1
        return left < 0 ? lose() : nil
    }

    // MARK: Receiving

    /// Goes on after `poll` has found the connection ready.
    func advance() -> End? {
        switch state {
        case .closed: return nil
        case .connecting(_, let deadline):
            goOnConnecting(until: deadline)
            return nil
        case .idle:
            // The server says something unasked: a notice, or that it ends.
            if PQconsumeInput(handle) == 0 || saysGoodbye { pause() }
            return nil
        case .busy:
            guard PQconsumeInput(handle) == 1 else { return lose() }
            if needsFlush, let end = flush() { return end }
            return receive()
        }
    }

    private var saysGoodbye: Bool {
        PQisBusy(handle) == 0 && PQstatus(handle) != CONNECTION_OK
    }

    /// Takes what has arrived; nothing is acknowledged before the Sync.
    private func receive() -> End? {
        while PQisBusy(handle) == 0 {
            // NULL ends the results of one statement; the next one's follow.
            guard let answer = PQgetResult(handle).map(Answer.init) else {
                if PQstatus(handle) != CONNECTION_OK { return lose() }
                continue
            }
            switch answer.status {
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK: flight?.answers.append(answer)
            case PGRES_PIPELINE_SYNC: return finish()
            case PGRES_PIPELINE_ABORTED: break
            default:
                guard let state = answer.sqlState, !state.endsConnection else { return lose(answer.sqlState) }
                let query = flight?.batch.first?.query.name
                flight?.failure = PostgresError(
                    .statementFailed, sqlState: state, constraint: answer.constraint, subject: query)
            }
        }
        return nil
    }

    private func finish() -> End? {
        guard let flight else { return nil }
        self.flight = nil
        state = .idle
        if let failure = flight.failure { return .failed(flight.batch, failure) }
        // "Committed locally, perhaps not replicated" is not done.
        if notices.holdWarning { return .unknown(flight.batch, nil) }
        guard flight.answers.count == 2, let answers = flight.answers[1].parts(flight.batch.count) else {
            return .unknown(flight.batch, nil)
        }
        return .answered(flight.batch, answers)
    }

    // MARK: Failures

    /// Gives up a batch or an attempt to connect whose time is over.
    func expire() -> End? {
        switch state {
        case .closed, .idle: return nil
        case .connecting(_, let deadline):
            if deadline.hasPassed { pause() }
            return nil
        case .busy: return flight?.deadline.hasPassed == true ? lose() : nil
        }
    }

    private func lose(_ sqlState: SQLState? = nil) -> End? {
        let batch = flight?.batch
        flight = nil
        pause()
        return batch.map { .unknown($0, sqlState) }
    }
}

extension Answer {
    /// The rows of each request of a batch, by the first column `place`; `nil` where it is not in ascending order.
    fileprivate func parts(_ count: Int) -> [BatchAnswer]? {
        var parts: [BatchAnswer] = []
        parts.reserveCapacity(count)
        var row: Int32 = 0
        for place in 1...count {
            let first = row
            while row < rowCount, let text = PQgetvalue(pointer, row, 0), atoi(text) == place { row += 1 }
            parts.append(BatchAnswer(answer: self, rows: first..<row))
        }
        return row == rowCount ? parts : nil
    }
}
