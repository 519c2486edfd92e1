internal import CLibPQ
internal import Glibc

/// The thread of a ``BatchLoop``: it alone touches the connections.
final class BatchThread {
    private let configuration: BatchLoop.Configuration
    private let queue: BatchQueue
    private let connections: [BatchConnection]

    init(_ configuration: BatchLoop.Configuration, _ context: TransactionContext, _ queue: BatchQueue) {
        self.configuration = configuration
        self.queue = queue
        let prelude = context.prelude(timeout: context.timeout ?? configuration.timeout)
        connections = (0..<configuration.connections).map { _ in
            BatchConnection(url: configuration.url, prelude: prelude, timeout: configuration.timeout)
        }
    }

    func run() {
        while !(queue.isClosed && connections.allSatisfy { !$0.isBusy }) {
            if queue.isClosed { queue.failAll(.notConnected) }
            expire()
            dispatch()
            sleep()
        }
        queue.failAll(.notConnected)
        for connection in connections { connection.close() }
    }

    private func expire() {
        let isReachable = connections.contains(where: \.isOpen)
        queue.expire(isReachable ? .deadlineExceeded : .notConnected)
        for connection in connections { settle(connection.expire()) }
    }

    private func dispatch() {
        for connection in connections where connection.isIdle {
            let batch = queue.take(atMost: configuration.batchLimit)
            if batch.isEmpty { return }
            settle(connection.send(batch))
        }
        if !queue.isEmpty {
            for connection in connections { connection.connectIfDue() }
        }
    }

    /// Waits until a connection or a caller has something to say.
    private func sleep() {
        // Somebody may only have come in between; a closed connection that is due is not idle, yet work to do.
        guard queue.maySleep(canSend: connections.contains { $0.isIdle || $0.isClosed }) || backsOff else { return }
        var descriptors = [pollfd(fd: queue.alarm.descriptor, events: Int16(POLLIN), revents: 0)]
        descriptors += connections.map { pollfd(fd: $0.descriptor, events: $0.events, revents: 0) }
        let isQuiet = queue.isEmpty && connections.allSatisfy { $0.isIdle || $0.isClosed }
        // Deadlines are looked at twenty times a second while anything is under way.
        guard poll(&descriptors, nfds_t(descriptors.count), isQuiet ? -1 : backsOff ? 5 : 50) > 0 else { return }
        if descriptors[0].revents != 0 { queue.alarm.lower() }
        for (connection, descriptor) in zip(connections, descriptors.dropFirst()) where descriptor.revents != 0 {
            settle(connection.advance())
        }
    }

    /// Nothing can be sent before a pause is over.
    private var backsOff: Bool {
        !connections.contains { $0.isIdle } && connections.contains { $0.isClosed }
    }

    private func settle(_ end: BatchConnection.End?) {
        switch end {
        case nil: break
        case .answered(let batch, let answers):
            queue.answer(batch, answers)
            configuration.whenEnded?(.answered, batch.count)
        case .unsent(let batch):
            queue.putBack(batch, alone: false)
            configuration.whenEnded?(.unsent, batch.count)
        case .unknown(let batch, let state):
            queue.fail(batch, PostgresError(.outcomeUnknown, sqlState: state))
            configuration.whenEnded?(.unknown, batch.count)
        case .failed(let batch, let error):
            retry(batch, error)
            configuration.whenEnded?(.failed, batch.count)
        }
    }

    /// A batch that failed was undone whole: each of its requests goes by itself, so that one caller's mistake is one
    /// caller's error.
    private func retry(_ batch: [BatchRequest], _ error: PostgresError) {
        if batch.count > 1 { return queue.putBack(batch, alone: true) }
        let mayRepeat = error.sqlState?.isConflict == true
        let (again, done) = batch.reduce(into: ([BatchRequest](), [BatchRequest]())) { parts, request in
            request.conflicts += 1
            if mayRepeat && request.conflicts < configuration.maximumAttempts {
                parts.0.append(request)
            } else {
                parts.1.append(request)
            }
        }
        queue.putBack(again, alone: true)
        queue.fail(done, error)
    }
}
