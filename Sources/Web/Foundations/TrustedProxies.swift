import Foundation
import Hummingbird
import Operations

/// The proxies that are believed when they say for whom they ask.
package struct TrustedProxies: Sendable {
    /// What a list calls the other end of a Unix socket.
    package static let localSocket = "local"

    private let networks: [NetworkRange]
    private let trustsLocalSocket: Bool

    /// Nobody is believed.
    package static let none = TrustedProxies(networks: [], trustsLocalSocket: false)

    private init(networks: [NetworkRange], trustsLocalSocket: Bool) {
        self.networks = networks
        self.trustsLocalSocket = trustsLocalSocket
    }

    /// Reads addresses and networks with commas between them, and `local` for a Unix socket; `nil` for anything else.
    package init?(_ text: String) {
        let words = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        let addresses = words.filter { $0 != Self.localSocket }
        let networks = addresses.compactMap { NetworkRange(String($0)) }
        guard networks.count == addresses.count else { return nil }
        self.init(networks: networks, trustsLocalSocket: addresses.count < words.count)
    }

    /// The address of whoever asks: the last one that no trusted proxy has.
    ///
    /// A proxy appends the address that it sees, so everything before the last untrusted address may be made up.
    ///
    /// - Parameters:
    ///   - peer: the other end of the connection.
    ///   - forwardedFor: `X-Forwarded-For` as it came.
    /// - Returns: the address, or `local` for the other end of a Unix socket.
    func caller(from peer: String, forwardedFor: String?) -> String {
        var address = peer
        var hops = (forwardedFor ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        while trusts(address), let hop = hops.popLast(), NetworkRange(hop) != nil { address = hop }
        return address
    }

    private func trusts(_ address: String) -> Bool {
        address == Self.localSocket ? trustsLocalSocket : networks.contains { $0.contains(address) }
    }
}

extension WebServices {
    /// The address of whoever sends a request, as far as it can be known.
    func address(of request: Request, _ context: APIContext) -> String {
        proxies.caller(from: context.peer, forwardedFor: request.headers[.forwardedFor])
    }
}
