import Foundation
import OutreachCore
import Testing

@testable import Web

@Suite struct `the log of requests` {
    @Test func `has one line for each, with its id, route, outcome, time, client and trace`() async throws {
        try await Service.with { service in
            let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
            let known = try await service.get(
                "/api/v1/cases/\(UUID().uuidString)", as: .registrar,
                headers: ["traceparent": "00-\(trace)-00f067aa0ba902b7-01"])
            let nobody = try await service.get("/api/v1/workers?after=zyx", as: nil)
            let nowhere = try await service.get("/zyxcanary/zyx?zyx=zyx", as: nil)
            let wrong = try await service.send(Request("DELETE", "/api/v1/workers"), as: nil)
            let requests = service.log.requests
            #expect(requests.count == 4)
            for reply in [known, nobody, nowhere, wrong] {
                let line = requests.filter { $0["request_id"] == reply[header: "X-Request-Id"] }
                #expect(line.count == 1)
                #expect(line.first?["status"] == String(reply.status))
                #expect(line.first?["outcome"] == reply.code)
                #expect(line.first?["milliseconds"].flatMap { Double($0) }.map { $0 >= 0 } == true)
                #expect(line.first?["level"] == "info")
            }
            #expect(requests[0]["route"] == "/api/v1/cases/{case_id}")
            #expect(requests[0]["trace_id"] == trace)
            #expect(requests[0]["client"].flatMap { UUID(uuidString: $0) } != nil)
            #expect(requests[1]["client"] == nil)
            #expect(requests[2]["route"] == "none")
            #expect(requests[3]["route"] == "/api/v1/workers")
            #expect(!service.log.lines.contains { $0.contains("zyx") })
        }
    }

    @Test func `calls a body that breaks off its sender's fault, and no defect`() async throws {
        try await Service.with { service in
            for (path, role) in [
                ("/oauth2/token", nil), ("/api/v1/workers", Role.manager), ("/api/v1/references", .steward),
            ] {
                let type = [
                    "/oauth2/token": "application/x-www-form-urlencoded", "/api/v1/workers": "application/json",
                ]
                let head = """
                    POST \(path) HTTP/1.1\r\nHost: a\r\nIdempotency-Key: k\r
                    Authorization: Bearer \(role.flatMap { service.keys[$0] } ?? "")\r
                    Content-Type: \(type[path] ?? "text/csv")\r\n
                    """
                let refused = try await Wire.open(service.port)
                try await refused.send(head + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nzyx\r\n")
                _ = try await refused.replies(within: .seconds(10))
                let left = try await Wire.open(service.port)
                try await left.send(head + "Content-Length: 1000\r\n\r\nabc")
                left.hangUp()
            }
            let deadline = ContinuousClock.now + .seconds(20)
            while service.log.requests.count < 6, .now < deadline { try await Task.sleep(for: .milliseconds(20)) }
            let outcomes = service.log.requests.map { $0["outcome"] ?? "" }
            // The task of a request is cancelled where its connection goes first.
            #expect(outcomes.count == 6)
            #expect(outcomes.allSatisfy { ["body_cut_off", "cancelled"].contains($0) }, "\(outcomes)")
            #expect(!service.log.lines.contains { $0.contains("\"defect\"") })
        }
    }

    @Test(
        "has no trace where the header is none",
        arguments: [
            "", "zyx", "00-zyx-zyx-01", "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01", "00-٤bf92f3577b34da6a3ce929d0e0e4-b7-01",
            "9994170007", "00-99941700079994170007999417000799-00f067aa0ba902b7",
        ])
    func trace(header: String) async throws {
        try await Service.with { service in
            let reply = try await service.get("/health/live", as: nil, headers: ["traceparent": header])
            #expect(reply.status == 200)
            #expect(service.log.requests.first?["trace_id"] == nil)
        }
    }
}
