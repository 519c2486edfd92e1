import Foundation
import Jobs
import Logging
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

@testable import Web

@Suite struct `the trace of a request` {
    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    private static let span = "00f067aa0ba902b7"
    private static let header = "00-\(trace)-\(span)-01"

    @Test func `goes on in the lines of the job that it asked for, and in what the job asks for`() async throws {
        try await Service.with { service in
            try await service.loadReference()
            let asked = try await service.askForRun(Self.header)
            #expect(asked.status == 202)
            try await service.work { job in
                try await job.write(to: service.test.database, .queueing) { session in
                    _ = try session.enqueue(NewJob(.purgeKeys))
                    return [:]
                }
            }
            let request = service.log.requests.first { $0["route"] == "/api/v1/runs" }
            let line = service.log.lines.compactMap(LogLines.object).first { $0["message"] == "job done" }
            #expect(request?["trace_id"] == Self.trace)
            #expect(line?["trace_id"] == Self.trace)
            let span = try #require(line?["span_id"])
            #expect(span != Self.span && TraceContext(traceparent: "00-\(Self.trace)-\(span)-01") != nil)
            let kept = try await service.traces(of: "job", by: "kind")
            #expect(kept == ["purge_idempotency_keys 00-\(Self.trace)-\(span)-01", "reconcile \(Self.header)"])
        }
    }

    @Test func `is nobody else's: the next request on the same connection has none`() async throws {
        try await Service.with { service in
            try await service.loadReference()
            _ = try await service.get("/api/v1/jobs", as: .steward, headers: ["traceparent": Self.header])
            let asked = try await service.askForRun("00-zyx-zyx-01")
            #expect(asked.status == 202)
            try await service.work { _ in .done() }
            let kept = try await service.traces(of: "job", by: "kind")
            #expect(kept == ["reconcile"])
            #expect(!service.log.lines.contains { $0.contains("job done") || $0.contains("zyx") })
        }
    }
}

@Suite struct `a trace context` {
    @Test(arguments: [
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00-x",
    ])
    func `is read in any case and of a later version`(_ header: String) throws {
        let read = try #require(TraceContext(traceparent: header))
        #expect(read.traceID == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(read.child().traceID == read.traceID && read.child().spanID != read.child().spanID)
        #expect(TraceContext(traceparent: read.child().traceparent) != nil)
    }

    @Test(arguments: [
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x", "00-4bf92f3577b34da6a3ce929d0e0e4736-b7-01",
    ])
    func `is none where the standard says so`(_ header: String) {
        #expect(TraceContext(traceparent: header) == nil)
    }
}

extension Service {
    fileprivate func askForRun(_ traceparent: String) async throws -> Reply {
        try await send(Request("POST", "/api/v1/runs", headers: ["traceparent": traceparent]), as: .steward)
    }

    fileprivate func loadReference() async throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "outreach-trace-\(UUID().uuidString).csv")
        let lines = "ref_id,nhs_number,given_name,family_name,date_of_birth\nP1,9990000018,Zed,Zulu,1931-03-04\n"
        try Data(lines.utf8).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        _ = try await test.runner().run(LoadReference(url, acceptsTestNumbers: true), as: members.steward)
    }

    /// Does what is queued of reconciliation, as told.
    fileprivate func work(_ run: @escaping @Sendable (ClaimedJob) async throws -> JobOutcome) async throws {
        var configuration = JobWorker.Configuration(name: "test")
        configuration.pollInterval = .milliseconds(20)
        configuration.onlyOnce = true
        try await JobWorker(
            database: test.database, handlers: [JobHandler(.reconcile, run: run)], configuration: configuration,
            logger: log.logger
        ).run()
    }

    fileprivate func traces(of table: String, by column: String) async throws -> [String] {
        let query = Query(
            name: "test", text: "SELECT concat_ws(' ', \(column), traceparent) AS text FROM \(table) ORDER BY 1")
        return try await test.database.read(.owning) { session in try session.all(query) { try $0.value("text") } }
    }
}
