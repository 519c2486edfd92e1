import CoreMetrics
import Foundation
import OutreachCore
import Telemetry
import TestDatabase
import Testing

@testable import Web

/// The samples of an exposition by name and labels.
///
/// - Throws: ``NotPrometheus`` where a line is neither a comment nor a sample, or a sample has no type.
private func samples(_ text: String) throws -> [String: Double] {
    var types: [Substring: Substring] = [:]
    var samples: [String: Double] = [:]
    for line in text.split(separator: "\n") {
        if let match = line.wholeMatch(of: /# TYPE ([a-z_][a-z0-9_]*) (counter|gauge|histogram)/) {
            guard types.updateValue(match.2, forKey: match.1) == nil else { throw NotPrometheus(line: String(line)) }
            continue
        }
        let sample = /([a-z_][a-z0-9_]*)(\{(?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)*\})? (-?[0-9.e+-]+|NaN)/
        guard let match = line.wholeMatch(of: sample), let value = Double(match.3) else {
            throw NotPrometheus(line: String(line))
        }
        let base = match.1.replacing(/_(bucket|sum|count)$/, with: "")
        guard types[match.1] != nil || types[base[...]] == "histogram" else { throw NotPrometheus(line: String(line)) }
        guard samples.updateValue(value, forKey: "\(match.1)\(match.2 ?? "")") == nil else {
            throw NotPrometheus(line: String(line))
        }
    }
    return samples
}

private struct NotPrometheus: Error {
    let line: String
}

@Suite struct `the measured figures` {
    @Test func `are Prometheus text and count what was done`() async throws {
        try await Service.with { service in
            func request(_ status: Int, _ method: String, _ route: String) -> String {
                "outreach_http_requests_total{route=\"\(route)\",method=\"\(method)\",status=\"\(status)\"}"
            }
            // Other tests count in the same process: what was done here is the least of the difference.
            let before = try samples(try await service.get("/metrics", as: nil).text)
            for _ in 0..<3 { _ = try await service.get("/api/v1/runs/\(UUID().uuidString)", as: .steward) }
            for _ in 0..<2 { _ = try await service.get("/api/v1/runs/\(UUID().uuidString)", as: nil) }
            _ = try await service.get("/api/v1/zyx", as: nil)
            let reply = try await service.get("/metrics", as: nil)
            #expect(reply[header: "Content-Type"] == "text/plain; version=0.0.4")
            let after = try samples(reply.text)
            for (name, count) in [
                (request(404, "GET", "/api/v1/runs/{run_id}"), 3.0), (request(401, "GET", "/api/v1/runs/{run_id}"), 2),
                (request(404, "GET", "none"), 1),
                ("outreach_http_request_seconds_count{route=\"/api/v1/runs/{run_id}\",method=\"GET\"}", 5),
            ] {
                #expect(after[name, default: 0] - before[name, default: 0] >= count, "\(name)")
            }
            for name in [
                "outreach_pool_connections{state=\"idle\"}", "outreach_pool_connections{state=\"busy\"}",
                "outreach_pool_waiters", "process_resident_memory_bytes", "outreach_audit_unsealed_oldest_seconds",
            ] {
                #expect(after[name] != nil, "\(name)")
            }
            try await Self.expectPromtool(reply.text)
        }
    }

    /// Prometheus' own reader, where it is installed.
    private static func expectPromtool(_ text: String) async throws {
        let found = try await Command.run("sh", ["-c", "command -v promtool"])
        guard found.status == 0 else { return }
        let checked = try await Command.run("promtool", ["check", "metrics"], input: text)
        // Status 3 is what it thinks of names and help texts; 1 is what it cannot read.
        #expect(checked.status == 0 || checked.status == 3, "\(checked.standardError)")
    }

    @Test func `have labels that stay few, whatever is asked`() async throws {
        try await Service.with { service in
            for number in 0..<20 {
                _ = try await service.get("/zyx\(number)", as: nil)
                _ = try await service.get("/api/v1/cases/zyx\(number)", as: .registrar)
            }
            let reply = try await service.get("/metrics", as: nil)
            #expect(!reply.text.contains("zyx"))
            let routes = reply.text.matches(of: /route="([^"]*)"/).map { String($0.1) }
            #expect(Set(routes).isSubset(of: Set(Endpoint.all.map(\.path) + ["none"])))
        }
    }
}

@Suite struct `a registry of metrics` {
    @Test func `adds up what several ask for by one name`() throws {
        let registry = PrometheusRegistry()
        registry.makeCounter(label: "outreach_a_total", dimensions: [("kind", "x")]).increment(by: 2)
        registry.makeCounter(label: "outreach_a_total", dimensions: [("kind", "x")]).increment(by: 3)
        registry.makeCounter(label: "outreach_a_total", dimensions: [("kind", "y")]).increment(by: 1)
        registry.makeRecorder(label: "outreach_b", dimensions: [], aggregate: false).record(Int64(7))
        #expect(
            registry.exposition() == """
                # TYPE outreach_a_total counter
                outreach_a_total{kind="x"} 5
                outreach_a_total{kind="y"} 1
                # TYPE outreach_b gauge
                outreach_b 7

                """)
    }

    @Test func `sorts times into buckets that add up`() throws {
        let registry = PrometheusRegistry()
        let timer = registry.makeTimer(label: "outreach_c_seconds", dimensions: [])
        for milliseconds in [0.5, 1, 3, 70_000] { timer.recordNanoseconds(Int64(milliseconds * 1e6)) }
        let found = try samples(registry.exposition())
        #expect(found["outreach_c_seconds_bucket{le=\"0.001\"}"] == 2)
        #expect(found["outreach_c_seconds_bucket{le=\"0.005\"}"] == 3)
        #expect(found["outreach_c_seconds_bucket{le=\"60\"}"] == 3)
        #expect(found["outreach_c_seconds_bucket{le=\"+Inf\"}"] == 4)
        #expect(found["outreach_c_seconds_count"] == 4)
        #expect(found["outreach_c_seconds_sum"].map { abs($0 - 70.0045) < 1e-6 } == true)
    }

    @Test func `writes names and labels that Prometheus can read`() throws {
        let registry = PrometheusRegistry()
        registry.makeCounter(label: "outreach.d-e total", dimensions: [("a b", "quote\" back\\ line\n")]).increment(
            by: 1)
        #expect(
            registry.exposition()
                == "# TYPE outreach_d_e_total counter\noutreach_d_e_total{a_b=\"quote\\\" back\\\\ line\\n\"} 1\n")
        _ = try samples(registry.exposition())
    }
}
