internal import Glibc

/// The addresses from which a client may call: a network in CIDR notation, IPv4 or IPv6.
///
/// Source: RFC 4632 (IPv4), RFC 4291 section 2.3 (IPv6).
package struct NetworkRange: Hashable, Sendable {
    private let prefix: [UInt8]
    private let bits: Int

    /// Reads `192.0.2.0/24`, `2001:db8::/32`, or one address without a length; `nil` for anything else.
    ///
    /// Bits beyond the length must be zero, as PostgreSQL's `cidr` demands it too: a slip would widen the range.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = Self.bytes(of: String(parts[0])) else { return nil }
        let length = parts.count == 1 ? address.count * 8 : Self.length(parts[1])
        guard let length, length <= address.count * 8 else { return nil }
        prefix = address
        bits = length
        guard Self.masked(address, length) == address else { return nil }
    }

    /// Whether an address lies in the range; an IPv4 address counts the same when it is written as IPv6.
    package func contains(_ address: String) -> Bool {
        guard let bytes = Self.bytes(of: address), bytes.count == prefix.count else { return false }
        return Self.masked(bytes, bits) == prefix
    }

    private static func length(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(text)
    }

    private static func masked(_ bytes: [UInt8], _ bits: Int) -> [UInt8] {
        bytes.enumerated().map { index, byte in
            let kept = min(8, max(0, bits - index * 8))
            return byte & UInt8(truncatingIfNeeded: 0xff00 >> kept)
        }
    }

    private static func bytes(of text: String) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &bytes) == 1 { return Array(bytes.prefix(4)) }
        guard inet_pton(AF_INET6, text, &bytes) == 1 else { return nil }
        // ::ffff:0:0/96 is IPv4 as a socket of both families shows it.
        let isMapped = bytes.prefix(12) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]
        return isMapped ? Array(bytes.suffix(4)) : bytes
    }
}
