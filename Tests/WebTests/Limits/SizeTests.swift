import Foundation
import OutreachCore
import TestDatabase
import Testing
import Web

@Suite struct `a request that is too large` {
    @Test func `is refused by what it announces, and by what it sends`() async throws {
        var limits = Service.wideLimits
        limits.bodyBytes = 2_000
        limits.importBytes = 3_000
        limits.referenceBytes = 4_000
        try await Service.with(limits) { service in
            for (role, path, type, limit) in [
                (Role.manager, "/api/v1/workers", "application/json", 2_000),
                (.manager, "/api/v1/uploads", "text/csv", 3_000), (.steward, "/api/v1/references", "text/csv", 4_000),
            ] {
                let head = """
                    POST \(path) HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(service.keys[role] ?? "")\r
                    Idempotency-Key: k\r\nContent-Type: \(type)\r\n
                    """
                let announced = try await Wire.open(service.port)
                // The body itself does not come: the announcement is enough, where the body is not spooled.
                try await announced.send(head + "Content-Length: \(limit + 1)\r\n\r\n")
                try await announced.send([UInt8](repeating: 65, count: limit + 1))
                let first = try #require(try await announced.reply())
                #expect(first.status == 413, "\(path): \(first.text)")
                #expect(first.code == "body_too_large")
                #expect(try await announced.isClosed(within: .seconds(10)), "\(path)")

                let chunked = try await Wire.open(service.port)
                try await chunked.send(head + "Transfer-Encoding: chunked\r\n\r\n")
                for _ in 0...(limit / 500) {
                    try await chunked.send("1f4\r\n" + String(repeating: "A", count: 500) + "\r\n")
                }
                let second = try #require(try await chunked.reply())
                #expect(second.status == 413, "\(path): \(second.text)")
                #expect(try await chunked.isClosed(within: .seconds(10)), "\(path)")
            }
        }
    }

    @Test func `is refused where its header is`() async throws {
        try await Service.with { service in
            let headers = [
                "X-Large: " + String(repeating: "a", count: 20_000),
                (0..<200).map { "X-\($0): \(String(repeating: "a", count: 100))" }.joined(separator: "\r\n"),
                (0..<150).map { "X-\($0): a" }.joined(separator: "\r\n"),
            ]
            for header in headers {
                let wire = try await Wire.open(service.port)
                try await wire.send("GET /health/live HTTP/1.1\r\nHost: a\r\n\(header)\r\n\r\n")
                let (replies, isClosed) = try await wire.replies(within: .seconds(10))
                #expect(replies.allSatisfy { (400..<500).contains($0.status) }, "\(header.prefix(40))")
                #expect(isClosed)
            }
            let after = try await service.get("/health/live", as: nil)
            #expect(after.status == 200)
        }
    }

    @Test func `is refused where its path is`() async throws {
        try await Service.with { service in
            let wire = try await Wire.open(service.port)
            try await wire.send(
                "GET /health/live?\(String(repeating: "a", count: 200_000)) HTTP/1.1\r\nHost: a\r\n\r\n")
            let (replies, isClosed) = try await wire.replies(within: .seconds(10))
            #expect(replies.allSatisfy { (400..<500).contains($0.status) })
            #expect(isClosed)
        }
    }
}
