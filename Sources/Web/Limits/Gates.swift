import HTTPTypes
import Metrics
import Operations
import Store
import Synchronization

/// The limits that stand before the endpoints, and what each of this instance's callers has used of them.
final class Gates: Sendable {
    private let clients: RateLimiter
    private let lookupsPerAccount: RateLimiter
    private let lookupsPerSite: RateLimiter
    private let imports: RateLimiter
    private let failedSignIns: RateLimiter
    let misses: MissWatch
    private let importing = Mutex<Set<OrganisationID>>([])

    init(_ limits: Limits) {
        clients = RateLimiter(limits.requestsPerClient, per: .seconds(60))
        lookupsPerAccount = RateLimiter(limits.lookupsPerAccount, per: .seconds(60))
        lookupsPerSite = RateLimiter(limits.lookupsPerSite, per: .seconds(60))
        imports = RateLimiter(limits.importsPerEmployer, per: .seconds(3_600))
        failedSignIns = RateLimiter(limits.failedSignIns, per: .seconds(60))
        misses = MissWatch(most: limits.misses, within: .seconds(600))
    }

    /// Counts a request of a signed-in caller and answers the headers that tell what is left.
    ///
    /// - Throws: ``Problem`` with status 429 where a limit is reached.
    func pass(_ caller: Caller, _ limit: Endpoint.Limit) throws -> HTTPFields {
        var tightest = try take(clients, "client", caller.client.description)
        switch limit {
        case .none: break
        case .lookup:
            let account = try take(lookupsPerAccount, "lookups", caller.membership.account.description)
            let site = try take(lookupsPerSite, "site_lookups", caller.membership.organisation.description)
            tightest = [tightest, account, site].min { $0.verdict.remaining < $1.verdict.remaining } ?? tightest
        case .imports:
            tightest = try take(imports, "imports", caller.membership.organisation.description)
        }
        return [
            .rateLimitPolicy: "\"\(tightest.name)\";q=\(tightest.verdict.limit)",
            .rateLimit: "\"\(tightest.name)\";r=\(tightest.verdict.remaining)",
        ]
    }

    /// Counts a failed sign-in from an address.
    ///
    /// - Throws: ``Problem`` with status 429 where there were too many.
    func noteFailedSignIn(from peer: String) throws {
        _ = try take(failedSignIns, "failed_sign_ins", peer)
    }

    /// Lets one file of an employer in at a time.
    ///
    /// - Throws: ``Problem`` with status 409 where another is being taken.
    func oneImport<Result>(of organisation: OrganisationID, _ body: () async throws -> Result) async throws -> Result {
        guard importing.withLock({ $0.insert(organisation).inserted }) else {
            throw Problem.tryAgain(
                .conflict, "import_under_way", "Another file of this organisation is being taken. Wait for it.",
                after: 5)
        }
        defer { importing.withLock { _ = $0.remove(organisation) } }
        return try await body()
    }

    private func take(
        _ limiter: RateLimiter, _ name: String, _ caller: String
    ) throws -> (name: String, verdict: RateLimiter.Verdict) {
        let verdict = limiter.take(caller)
        guard verdict.isAllowed else {
            Counter(label: "outreach_rate_limited_total", dimensions: [("limit", name)]).increment()
            throw Problem(
                .tooManyRequests, "too_many_requests",
                "That was too often. Wait \(verdict.retryAfter) seconds and ask again.",
                headers: [
                    .retryAfter: String(verdict.retryAfter),
                    .rateLimitPolicy: "\"\(name)\";q=\(verdict.limit)",
                    .rateLimit: "\"\(name)\";r=0;t=\(verdict.retryAfter)",
                ])
        }
        return (name, verdict)
    }
}
