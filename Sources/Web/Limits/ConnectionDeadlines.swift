import NIOCore
import NIOHTTPTypes

/// Closes a connection whose request does not arrive in time.
///
/// A timer runs while the header or the body is awaited, however slowly bytes drip in; none runs while the service is
/// at work on an answer. A large body gets a second more for each 256 KiB that have come: a file of a gigabyte may take
/// an hour, and a byte a second may not.
final class ConnectionDeadlines: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    private let header: TimeAmount
    private let body: TimeAmount
    private var timer: Scheduled<Void>?
    private var bodyStartedAt: NIODeadline = .uptimeNanoseconds(0)
    private var received = 0
    private static let bytesPerSecond = 256 << 10

    init(header: TimeAmount, body: TimeAmount) {
        self.header = header
        self.body = body
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { start(header, context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        start(header, context)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            bodyStartedAt = context.eventLoop.now
            received = 0
            awaitBody(within: body, context)
        case .body(let bytes): received += bytes.readableBytes
        // Between requests the idle limit of the connection holds.
        case .end: stop()
        }
        context.fireChannelRead(data)
    }

    func channelInactive(context: ChannelHandlerContext) {
        stop()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        stop()
    }

    private func awaitBody(within time: TimeAmount, _ context: ChannelHandlerContext) {
        stop()
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: time) {
            let (handler, context) = bound.value
            let end = handler.bodyStartedAt + handler.body + .seconds(Int64(handler.received / Self.bytesPerSecond))
            let left = end - context.eventLoop.now
            guard left > .zero else { return context.close(promise: nil) }
            handler.awaitBody(within: left, context)
        }
    }

    private func start(_ time: TimeAmount, _ context: ChannelHandlerContext) {
        stop()
        let channel = context.channel
        timer = context.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
    }

    private func stop() {
        timer?.cancel()
        timer = nil
    }
}
