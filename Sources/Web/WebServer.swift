import Hummingbird
import HummingbirdCore
import NIOCore
import NIOPosix
import ServiceLifecycle

/// The HTTP service: listens, answers, and on a graceful shutdown ends what it has begun and takes nothing new.
package struct WebServer: Service {
    /// Where it listens.
    package enum Address: Sendable, Equatable {
        case host(String, port: Int)
        case unixSocket(String)
    }

    private let application: Application<AnyAPIResponder>

    /// - Parameters:
    ///   - address: where to listen; port 0 takes a free one.
    ///   - services: what the endpoints stand on.
    ///   - endpoints: what is answered.
    ///   - whenListening: gets the port once requests are taken.
    package init(
        _ address: Address, _ services: WebServices, endpoints: [Endpoint] = Endpoint.all,
        whenListening: @escaping @Sendable (Int?) async -> Void = { _ in }
    ) {
        let limits = services.limits
        var decoder = HTTP1Channel.Configuration.DecoderConfiguration()
        decoder.maxHeaderFieldSize = limits.headerBytes
        decoder.maxHeaderListSize = limits.headerBytes
        decoder.maxHeaderFieldCount = 100
        var application = Application(
            responder: AnyAPIResponder(inner: APIRouter.responder(services, endpoints)),
            server: .pinned(
                HTTP1Channel.Configuration(
                    additionalChannelHandlers: [
                        ConnectionDeadlines(
                            header: .seconds(Int64(limits.headerSeconds)), body: .seconds(Int64(limits.bodySeconds))),
                        CloseAfterAnswer(),
                    ],
                    idleTimeout: .seconds(Int64(limits.idleSeconds)), httpDecoderConfiguration: decoder)),
            configuration: ApplicationConfiguration(
                address: address.bind, backlog: 1_024,
                availableConnectionsDelegate: MaximumAvailableConnections(limits.connections)),
            onServerRunning: { await whenListening($0.localAddress?.port) }, logger: services.logger)
        application.addServices(services.limitExchange)
        self.application = application
    }

    package func run() async throws {
        try await application.run()
    }
}

extension WebServer.Address {
    /// Reads `host:port`, `[::1]:port`, or `unix:` and a path.
    package init?(_ text: String) {
        if text.hasPrefix("unix:") {
            guard text.count > 5 else { return nil }
            self = .unixSocket(String(text.dropFirst(5)))
            return
        }
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        let host = text[..<colon].trimmingPrefix("[")
        guard !host.isEmpty else { return nil }
        self = .host(String(host.hasSuffix("]") ? host.dropLast() : host), port: Int(port))
    }

    fileprivate var bind: BindAddress {
        switch self {
        case .host(let host, let port): .hostname(host, port: port)
        case .unixSocket(let path): .unixDomainSocket(path: path)
        }
    }
}

/// A responder of any kind: an application wants to know its type.
struct AnyAPIResponder: HTTPResponder {
    typealias Context = APIContext

    let inner: any HTTPResponder<APIContext>

    func respond(to request: Request, context: APIContext) async throws -> Response {
        try await inner.respond(to: request, context: context)
    }
}
