import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Ends a connection after an answer that says `Connection: close`, because the rest of the request is not wanted.
///
/// Only the sending half is closed at once: a close with bytes still unread would reset the connection, and the caller
/// might never see the answer (RFC 9112, section 9.6). Whoever sends on regardless is cut off after two seconds.
final class CloseAfterAnswer: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private static let patience: TimeAmount = .seconds(2)
    private var closes = false

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let part = unwrapOutboundIn(data)
        if case .head(let head) = part { closes = head.headerFields[.connection] == "close" }
        guard closes, case .end = part else { return context.write(data, promise: promise) }
        let written = promise ?? context.eventLoop.makePromise()
        let channel = context.channel
        written.futureResult.whenComplete { _ in
            channel.close(mode: .output, promise: nil)
            channel.eventLoop.scheduleTask(in: Self.patience) { channel.close(promise: nil) }
        }
        context.write(data, promise: written)
    }
}
