import Hummingbird
import NIOCore
import Synchronization

/// What belongs to one request from its first byte to its log line.
struct APIContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The address of the peer: of the proxy, where there is one.
    let peer: String

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        peer = source.channel.remoteAddress?.ipAddress ?? TrustedProxies.localSocket
    }
}
