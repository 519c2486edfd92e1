import HTTPTypes
import Hummingbird
import Jobs
import Operations
import Store

extension Endpoint {
    /// What a worker does later, and what became of it.
    static let jobs: [Endpoint] = [
        Endpoint(.post, "/runs", RequestReconciliation.self) { exchange in
            let requested = try await exchange.once(RequestReconciliation())
            return try Answer.json(
                .accepted, RequestedJob(requested),
                headers: [.location: "/api/v1/jobs/\(requested.job)", .retryAfter: "1"])
        },
        Endpoint(.get, "/jobs", ListJobs.self) { exchange in
            try exchange.wholeList(try await exchange.run(ListJobs(maximum: 500)).map(ShownJob.init))
        },
        Endpoint(.get, "/jobs/{job_id}", ShowJob.self) { exchange in
            try Answer.json(.ok, ShownJob(try await exchange.run(ShowJob(exchange.parameter("job_id")))))
        },
        Endpoint(.post, "/jobs/{job_id}/retry", RetryJob.self) { exchange in
            let retried = try await exchange.once(RetryJob(exchange.parameter("job_id")))
            return try Answer.json(.accepted, ShownJob(try await exchange.run(ShowJob(retried.job.description))))
        },
    ]
}
