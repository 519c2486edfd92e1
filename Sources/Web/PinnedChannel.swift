import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// HTTP/1.1 whose connections are each answered on the thread that reads from them.
///
/// Otherwise every request goes from there to the common pool of threads and back: the hand-overs were 15 % of the
/// processor time of a check. What takes longer than a millisecond leaves the thread (``Exchange/aside(_:)``).
struct PinnedChannel: ServerChildChannel {
    let inner: HTTP1Channel

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        inner.setup(channel: channel, logger: logger)
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async {
        await withTaskExecutorPreference(EventLoopExecutor(value.channel.eventLoop)) {
            await inner.handle(value: value, logger: logger)
        }
    }
}

extension HTTPServerBuilder {
    static func pinned(_ configuration: HTTP1Channel.Configuration) -> HTTPServerBuilder {
        HTTPServerBuilder { PinnedChannel(inner: HTTP1Channel(responder: $0, configuration: configuration)) }
    }
}

/// Runs tasks on the thread of an event loop.
private final class EventLoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) {
        self.loop = loop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

extension Exchange {
    /// Does work of more than a millisecond on the common pool of threads, so that other connections go on.
    func aside<Result: Sendable>(_ work: @Sendable () throws -> Result) async throws -> Result {
        try await withTaskExecutorPreference(globalConcurrentExecutor) { try work() }
    }
}
