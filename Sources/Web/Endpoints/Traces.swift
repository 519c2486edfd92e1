import Foundation
import Hummingbird
import Operations
import OutreachCore
import Store

extension Endpoint {
    /// Questions to the national tracing service by files, and its answers.
    static let traces: [Endpoint] = [
        Endpoint(.post, "/trace-batches", StartTraceBatch.self) { exchange in
            let request = try await exchange.read { StartTraceBatch($0.word("scope", TraceScope.self) ?? .waiting) }
            let started = try await exchange.once(request)
            return try Answer.json(started.batch == nil ? .ok : .created, StartedBatch(started))
        },
        Endpoint(.get, "/trace-batches/{batch_id}/questions", ExportTraceBatch.self, limit: .lookup) { exchange in
            let batch: TraceBatchID = try exchange.id("batch_id", of: "trace batch")
            let exported = try await exchange.run(ExportTraceBatch(batch))
            return Answer.text(String(decoding: exported.bytes, as: UTF8.self), type: "text/csv; charset=utf-8")
        },
        Endpoint(.post, "/trace-batches/answers", ImportTraceBatch.self, limit: .imports) { exchange in
            try exchange.requireType("text/csv")
            let bytes = try await exchange.body(upTo: exchange.services.limits.importBytes)
            return try Answer.json(.ok, try await exchange.run(ImportTraceBatch(bytes)))
        },
    ]
}

private struct StartedBatch: Encodable {
    let batchID: TraceBatchID?
    let rows: Int

    init(_ outcome: StartTraceBatch.Outcome) {
        batchID = outcome.batch
        rows = outcome.rows
    }
}
