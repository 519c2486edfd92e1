import Foundation
import Operations
import TestDatabase

/// A client as somebody else writes one: its keys and signatures are made by OpenSSL.
struct SigningPeer: Sendable {
    enum Algorithm: String, CaseIterable, Sendable {
        case rs384 = "RS384"
        case es384 = "ES384"
    }

    let algorithm: Algorithm
    let kid: String
    private let folder: URL
    private let bits: Int

    init(_ algorithm: Algorithm, bits: Int = 2_048) async throws {
        self.algorithm = algorithm
        self.bits = bits
        kid = UUID().uuidString
        folder = FileManager.default.temporaryDirectory.appending(path: "peer-\(kid)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let kind =
            switch algorithm {
            case .rs384: ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:\(bits)"]
            case .es384: ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"]
            }
        _ = try await openssl(["genpkey"] + kind + ["-out", path("private.pem")])
        _ = try await openssl(
            ["pkey", "-in", path("private.pem"), "-pubout", "-outform", "DER", "-out", path("public")])
    }

    func remove() {
        try? FileManager.default.removeItem(at: folder)
    }

    /// The public key as a client registers it.
    func publicKey(_ more: [String: String] = [:]) throws -> [String: String] {
        let der = try bytes("public")
        var key = ["kid": kid]
        switch algorithm {
        case .rs384:
            // The modulus stands before the exponent 65537: 02 03 01 00 01.
            let end = der.count - 5
            key.merge(["kty": "RSA", "n": Self.encode(der[(end - bits / 8)..<end]), "e": "AQAB"]) { $1 }
        case .es384:
            let point = der.suffix(96)
            let (x, y) = (Self.encode(point.prefix(48)), Self.encode(point.suffix(48)))
            key.merge(["kty": "EC", "crv": "P-384", "x": x, "y": y]) { $1 }
        }
        return key.merging(more) { $1 }
    }

    func keySet(_ more: [String: String] = [:]) throws -> ClientKeySet {
        try ClientKeySet(parsing: Array(JSONEncoder().encode(["keys": [publicKey(more)]])))
    }

    /// A signed assertion.
    func assertion(_ claims: [String: Any], header: [String: String] = [:]) async throws -> String {
        let head = ["alg": algorithm.rawValue, "kid": kid, "typ": "JWT"].merging(header) { $1 }
        let parts: [Any] = [head, claims]
        let signed = try parts.map { Self.encode(try JSONSerialization.data(withJSONObject: $0)) }
            .joined(separator: ".")
        let name = UUID().uuidString
        try Data(signed.utf8).write(to: folder.appending(path: name))
        _ = try await openssl(
            ["dgst", "-sha384", "-sign", path("private.pem"), "-out", path("\(name).sig"), path(name)])
        let signature = try bytes("\(name).sig")
        return signed + "." + Self.encode(algorithm == .es384 ? Self.raw(signature) : signature)
    }

    static func encode(_ bytes: some Sequence<UInt8>) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// The two numbers of a signature that OpenSSL writes as DER, 48 bytes each.
    private static func raw(_ der: [UInt8]) -> [UInt8] {
        var rest = der[2...]
        if der[1] == 0x81 { rest = der[3...] }
        return (1...2).flatMap { _ in
            let length = Int(rest[rest.startIndex + 1])
            let number = rest.dropFirst(2).prefix(length).drop { $0 == 0 }
            rest = rest.dropFirst(2 + length)
            return [UInt8](repeating: 0, count: 48 - number.count) + number
        }
    }

    private func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: folder.appending(path: name))) }

    private func path(_ name: String) -> String { folder.appending(path: name).path() }

    private func openssl(_ arguments: [String]) async throws -> String {
        let output = try await Command.run("openssl", arguments)
        guard output.status == 0 else { throw CommandFailed(output: output) }
        return output.standardOutput
    }
}
