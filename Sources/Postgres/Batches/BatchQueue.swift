internal import CLibPQ
internal import Synchronization

/// What waits to be sent, shared between callers and the thread of the connections.
final class BatchQueue: Sendable {
    private struct State {
        var waiting: [BatchRequest] = []
        /// The thread sleeps although it could send: the next request has to wake it.
        var sleepsIdle = false
        var isClosed = false
        var statistics = BatchLoop.Statistics()
    }

    private let state = Mutex(State())
    private let capacity: Int
    /// Readable when the thread is to look again.
    let alarm = Interruption()

    init(capacity: Int) {
        self.capacity = capacity
    }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    var isEmpty: Bool { state.withLock { $0.waiting.isEmpty } }

    var statistics: BatchLoop.Statistics {
        state.withLock { state in
            state.statistics.waiting = state.waiting.count
            return state.statistics
        }
    }

    // MARK: Called by those who ask

    /// Queues a request, or answers it at once where there is no room.
    func submit(_ request: BatchRequest, _ continuation: BatchRequest.Continuation) {
        var refusal: PostgresError.Kind?
        var mustWake = false
        state.withLock { state in
            refusal = Self.refusal(of: request, state, capacity)
            guard refusal == nil else { return }
            request.continuation = continuation
            state.waiting.append(request)
            mustWake = state.sleepsIdle
            state.sleepsIdle = false
        }
        if let refusal { continuation.resume(throwing: PostgresError(refusal)) }
        if mustWake { alarm.raise() }
    }

    private static func refusal(of request: BatchRequest, _ state: State, _ capacity: Int) -> PostgresError.Kind? {
        if request.isCancelled { return .cancelled }
        if state.isClosed { return .notConnected }
        return state.waiting.count < capacity ? nil : .poolExhausted
    }

    /// Drops a request that is not sent yet, and lets go of one that is: its answer is discarded when it comes.
    func cancel(_ request: BatchRequest) {
        let waiting = state.withLock { state in
            request.isCancelled = true
            if !request.isSent { state.waiting.removeAll { $0 === request } }
            return request.takeContinuation()
        }
        // What was sent may have been done: a batch is never cancelled on the server, others stand in it.
        waiting?.resume(throwing: PostgresError(request.isSent ? .outcomeUnknown : .cancelled))
    }

    /// Takes no more requests and lets the thread end.
    func close() {
        state.withLock { $0.isClosed = true }
        alarm.raise()
    }

    // MARK: Called by the thread of the connections

    /// Everything that waits for one statement, up to a limit; a request that goes by itself alone.
    func take(atMost limit: Int) -> [BatchRequest] {
        state.withLock { state in
            guard let first = state.waiting.first else { return [] }
            var taken: [BatchRequest] = []
            if first.isAlone {
                taken = [state.waiting.removeFirst()]
            } else {
                state.waiting.removeAll { request in
                    let isTaken = taken.count < limit && !request.isAlone && request.query.name == first.query.name
                    if isTaken { taken.append(request) }
                    return isTaken
                }
            }
            for request in taken { request.isSent = true }
            state.statistics.batches += 1
            state.statistics.requests += taken.count
            return taken
        }
    }

    /// Puts requests back that were surely not done, in front of the others.
    func putBack(_ batch: [BatchRequest], alone: Bool) {
        state.withLock { state in
            let open = batch.filter { $0.continuation != nil }
            for request in open {
                request.isSent = false
                request.isAlone = request.isAlone || alone
            }
            if alone { state.statistics.retriedAlone += open.count }
            state.waiting.insert(contentsOf: open, at: 0)
        }
    }

    /// Answers every request of a batch together.
    func answer(_ batch: [BatchRequest], _ answers: [BatchAnswer]) {
        let waiting = state.withLock { _ in batch.map { $0.takeContinuation() } }
        for (continuation, answer) in zip(waiting, answers) { continuation?.resume(returning: answer) }
    }

    func fail(_ batch: [BatchRequest], _ error: PostgresError) {
        let waiting = state.withLock { _ in batch.compactMap { $0.takeContinuation() } }
        for continuation in waiting { continuation.resume(throwing: error) }
    }

    /// Fails what has waited beyond its deadline; nothing was done of it.
    func expire(_ kind: PostgresError.Kind) {
        let late = state.withLock { state in
            let late = state.waiting.filter(\.deadline.hasPassed)
            if !late.isEmpty { state.waiting.removeAll { $0.deadline.hasPassed } }
            return late
        }
        if !late.isEmpty { fail(late, PostgresError(kind)) }
    }

    /// Fails everything that waits.
    func failAll(_ kind: PostgresError.Kind) {
        fail(
            state.withLock { state in
                defer { state.waiting = [] }
                return state.waiting
            }, PostgresError(kind))
    }

    /// Whether the thread may sleep: not while something waits that could be sent.
    func maySleep(canSend: Bool) -> Bool {
        state.withLock { state in
            if state.isClosed || (canSend && !state.waiting.isEmpty) { return false }
            state.sleepsIdle = canSend
            return true
        }
    }
}
