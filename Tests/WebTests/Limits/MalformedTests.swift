import Foundation
import OutreachCore
import TestDatabase
import Testing

/// Bytes that are no proper request.
private struct Probe: Sendable {
    let name: String
    let bytes: [UInt8]

    init(_ name: String, _ text: String) {
        self.name = name
        bytes = Array(text.utf8)
    }

    init(_ name: String, _ bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}

/// What somebody hides behind a request so that a proxy and the service would read it differently.
private let hidden = "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n"

private let smuggling: [Probe] = [
    Probe(
        "length and chunks",
        "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n\(hidden)"),
    Probe(
        "chunks and length",
        "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n\(hidden)"),
    Probe(
        "two lengths", "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 41\r\n\r\n\(hidden)"),
    Probe("a list of lengths", "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 0, 41\r\n\r\n\(hidden)"),
    Probe("a negative length", "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n\(hidden)"),
    Probe("a signed length", "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: +0\r\n\r\n\(hidden)"),
    Probe("a length in hexadecimal", "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 0x0\r\n\r\n\(hidden)"),
    Probe(
        "an endless length",
        "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999999999\r\n\r\n\(hidden)"),
    Probe("a length that is no number", "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n\(hidden)"),
    Probe(
        "an unknown coding", "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n\(hidden)"),
    Probe(
        "a coding after chunks",
        "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n\(hidden)"),
    Probe(
        "a space before the colon",
        "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n\(hidden)"),
    Probe(
        "a folded header", "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n\(hidden)"),
    Probe(
        "a size that is none",
        "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n\(hidden)"),
    Probe(
        "an endless size",
        "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nabc\r\n0\r\n\r\n\(hidden)"
    ),
    Probe(
        "a negative size",
        "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nabc\r\n0\r\n\r\n\(hidden)"),
    Probe(
        "a chunk without an end",
        "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcdef\r\n0\r\n\r\n\(hidden)"),
    Probe("a header in a bare line", "GET /x HTTP/1.1\r\nHost: a\r\nX: a\rTransfer-Encoding: chunked\r\n\r\n\(hidden)"),
]

private let malformed: [Probe] = [
    Probe("nothing but line ends", "\r\n\r\n\r\n\r\n"),
    Probe("a word", "hello\r\n\r\n"),
    Probe("HTTP/0.9", "GET /health/live\r\n\r\n"),
    Probe("HTTP/9.9", "GET /health/live HTTP/9.9\r\nHost: a\r\n\r\n"),
    Probe("a version that is none", "GET /health/live HTTP/one\r\nHost: a\r\n\r\n"),
    Probe("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    Probe(
        "TLS", [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03] + [UInt8](repeating: 7, count: 300)),
    Probe("zeros", [UInt8](repeating: 0, count: 1_000)),
    Probe("every byte", (0...255).map { UInt8($0) } + Array("\r\n\r\n".utf8)),
    Probe("a NUL in the path", "GET /health\0/live HTTP/1.1\r\nHost: a\r\n\r\n"),
    Probe("a NUL in a header", "GET /health/live HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n"),
    Probe("a NUL in a name", "GET /health/live HTTP/1.1\r\nHost: a\r\nX\0: a\r\n\r\n"),
    Probe("a header without a name", "GET /health/live HTTP/1.1\r\nHost: a\r\n: a\r\n\r\n"),
    Probe("a header without a colon", "GET /health/live HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n"),
    Probe("a name that is none", "GET /health/live HTTP/1.1\r\nHost: a\r\n(x): a\r\n\r\n"),
    Probe("a method that is none", "G@T /health/live HTTP/1.1\r\nHost: a\r\n\r\n"),
    Probe("a method in lower case", "get /health/live HTTP/1.1\r\nHost: a\r\n\r\n"),
    Probe("a huge method", String(repeating: "A", count: 100_000) + " /health/live HTTP/1.1\r\nHost: a\r\n\r\n"),
    Probe("a path without an end", "GET " + String(repeating: "/a", count: 100_000)),
    Probe("spaces in the path", "GET /health /live HTTP/1.1\r\nHost: a\r\n\r\n"),
    Probe("no path", "GET  HTTP/1.1\r\nHost: a\r\n\r\n"),
]

/// Odd and allowed: an answer is in order, a crash is not.
private let odd: [Probe] = [
    Probe("no host", "GET /health/live HTTP/1.1\r\n\r\n"),
    Probe("two hosts", "GET /health/live HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
    Probe("the whole address", "GET http://elsewhere.example/health/live HTTP/1.1\r\nHost: a\r\n\r\n"),
    Probe("an asterisk", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"),
    Probe("CONNECT", "CONNECT elsewhere.example:443 HTTP/1.1\r\nHost: a\r\n\r\n"),
    Probe("TRACE", "TRACE /health/live HTTP/1.1\r\nHost: a\r\nX: zyxcanary\r\n\r\n"),
    Probe("an upgrade", "GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n"),
    Probe("dots", "GET /../../../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n"),
    Probe("hidden dots", "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n"),
    Probe("half an escape", "GET /api/v1/cases/%zz%f HTTP/1.1\r\nHost: a\r\n\r\n"),
    Probe(
        "no Unicode",
        [UInt8]("GET /api/v1/cases/".utf8) + [0xff, 0xc0, 0x80] + [UInt8](" HTTP/1.1\r\nHost: a\r\n\r\n".utf8)),
    Probe("only line feeds", "GET /health/live HTTP/1.1\nHost: a\n\n"),
    Probe("a HEAD", "HEAD /health/live HTTP/1.1\r\nHost: a\r\n\r\n"),
    Probe("an expectation", "POST /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc"),
    Probe("an unknown expectation", "GET /health/live HTTP/1.1\r\nHost: a\r\nExpect: miracles\r\n\r\n"),
    Probe("HTTP/1.0", "GET /health/live HTTP/1.0\r\n\r\n"),
    Probe("ten at once", String(repeating: hidden, count: 10)),
]

@Suite struct `bytes that are no proper request` {
    @Test func `get no answer of success, and whoever comes next is answered`() async throws {
        try await Service.with { service in
            for probe in malformed + smuggling {
                let (replies, isClosed) = try await Self.answers(to: probe, service.port)
                // What is hidden behind it would be answered with 200.
                #expect(
                    replies.allSatisfy { (400..<500).contains($0.status) },
                    "\(probe.name): \(replies.map(\.status)) \(replies.map(\.text))")
                #expect(isClosed || replies.isEmpty, "\(probe.name): \(replies.map(\.status))")
                let next = try await service.get("/health/live", as: nil)
                #expect(next.status == 200, "after \(probe.name)")
            }
            #expect(!service.log.lines.contains { $0.contains("zyxcanary") })
        }
    }

    @Test func `get an answer below 500 where they are only odd`() async throws {
        try await Service.with { service in
            for probe in odd {
                let (replies, _) = try await Self.answers(to: probe, service.port)
                #expect(replies.allSatisfy { $0.status < 500 }, "\(probe.name): \(replies.map(\.status))")
                #expect(
                    !replies.contains { $0.text.contains("root:") || $0.text.contains("zyxcanary") }, "\(probe.name)")
                let next = try await service.get("/health/live", as: nil)
                #expect(next.status == 200, "after \(probe.name)")
            }
        }
    }

    private static func answers(to probe: Probe, _ port: Int) async throws -> (replies: [Reply], isClosed: Bool) {
        let wire = try await Wire.open(port)
        try await wire.send(probe.bytes)
        return try await wire.replies(within: .seconds(1))
    }
}
