internal import Foundation

/// An assertion by which a client proves who it is: a JWT that it signed (RFC 7523, section 3; SMART Backend Services).
///
/// Reading it checks nothing but its form; nothing in it is believed before its signature was checked.
struct ClientAssertion {
    struct Header: Decodable {
        let alg: String
        let kid: String?
    }

    struct Claims: Decodable {
        let iss: String?
        let sub: String?
        let aud: Audience?
        /// Seconds since 1970, as are the next two.
        let exp: Double?
        let nbf: Double?
        let iat: Double?
        let jti: String?
    }

    /// One address or several.
    struct Audience: Decodable {
        let addresses: [String]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            addresses = try (try? [container.decode(String.self)]) ?? container.decode([String].self)
        }
    }

    /// Longer than any of RS384 with every claim.
    private static let longest = 8_192

    let header: Header
    let claims: Claims
    private let signed: [UInt8]
    private let signature: [UInt8]

    /// Reads the compact form; `nil` where it is something else.
    init?(_ text: String) {
        guard text.utf8.count <= Self.longest else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Base64URL.decode(parts[0]), let claims = Base64URL.decode(parts[1]),
            let signature = Base64URL.decode(parts[2])
        else { return nil }
        do {
            self.header = try JSONDecoder().decode(Header.self, from: Data(header))
            self.claims = try JSONDecoder().decode(Claims.self, from: Data(claims))
        } catch {
            return nil
        }
        signed = Array("\(parts[0]).\(parts[1])".utf8)
        self.signature = signature
    }

    func isSigned(by key: AssertionKey) -> Bool {
        key.algorithm == header.alg && key.isValid(signature, for: signed)
    }
}

extension ClientAssertion {
    /// How far the clocks of a client and of the server may differ, in seconds (safety.md, H14).
    static let skew: TimeInterval = 120
    /// The longest life that an assertion may give itself (SMART Backend Services), in seconds.
    static let longestLife: TimeInterval = 300

    /// What is wrong with the claims of an assertion whose signature is right; `nil` where nothing is.
    func problem(tokenURL: String, now: Date) -> String? {
        guard claims.iss == claims.sub else { return "iss and sub must both be the client id." }
        guard claims.aud?.addresses.contains(tokenURL) == true else { return "aud must be \(tokenURL)." }
        guard let jti = claims.jti, (1...200).contains(jti.utf8.count) else {
            return "jti must be a text of 1 to 200 bytes, another one each time."
        }
        return timeProblem(now: now)
    }

    private func timeProblem(now: Date) -> String? {
        let now = now.timeIntervalSince1970
        guard let end = claims.exp, end.isFinite else { return "exp must be a time in seconds since 1970." }
        let clock =
            "If the assertion was made just now, set the clock of the client; at most 120 seconds may lie between "
            + "it and ours."
        if end + Self.skew <= now { return "The assertion has expired. \(clock)" }
        if end > now + Self.longestLife + Self.skew {
            return "exp lies more than 5 minutes ahead by our clock. \(clock)"
        }
        let beginning = max(claims.nbf ?? 0, claims.iat ?? 0)
        return beginning > now + Self.skew ? "The assertion is not valid yet by our clock. \(clock)" : nil
    }
}
