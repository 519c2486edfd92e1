import HTTPTypes
import Logging
import Metrics
import Synchronization

/// What is logged and counted of a request: ids, codes and times, never what was sent or answered.
struct RequestNote {
    let requestID: String
    private let endpoint: Endpoint
    private let trace: String?
    /// The id of the API client, once it is known.
    var client: String?
    /// The code of the problem, where there was one.
    var code = "ok"

    init(_ endpoint: Endpoint, requestID: String, trace: String?) {
        self.endpoint = endpoint
        self.requestID = requestID
        self.trace = trace
    }

    func finish(
        _ status: HTTPResponse.Status, after duration: Duration, _ metrics: RequestMetrics, _ logger: Logger
    ) {
        metrics.count(status, after: duration)
        guard logger.logLevel <= .info else { return }
        var metadata: Logger.Metadata = [
            "request_id": .string(requestID), "method": .string(endpoint.method.rawValue),
            "route": .string(endpoint.path), "status": .stringConvertible(status.code), "outcome": .string(code),
            "milliseconds": .string(String((duration.seconds * 100_000).rounded() / 100)),
        ]
        metadata["client"] = client.map { .string($0) }
        metadata["trace_id"] = trace.map { .string($0) }
        logger.info("request", metadata: metadata)
    }
}

/// The metrics of one endpoint: looked up by their names once, which costs as much as the rest of an answer.
final class RequestMetrics: Sendable {
    private let dimensions: [(String, String)]
    private let time: Timer
    private let counters = Mutex<[Int: Counter]>([:])

    init(_ endpoint: Endpoint) {
        dimensions = [("route", endpoint.path), ("method", endpoint.method.rawValue)]
        time = Timer(label: "outreach_http_request_seconds", dimensions: dimensions)
    }

    fileprivate func count(_ status: HTTPResponse.Status, after duration: Duration) {
        time.recordNanoseconds(Int64(duration.seconds * 1e9))
        counter(status.code).increment()
    }

    private func counter(_ status: Int) -> Counter {
        counters.withLock { known in
            if let counter = known[status] { return counter }
            let counter = Counter(
                label: "outreach_http_requests_total", dimensions: dimensions + [("status", String(status))])
            known[status] = counter
            return counter
        }
    }
}
