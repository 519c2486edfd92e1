import HTTPTypes
import Metrics
import Operations
import Store
import Synchronization

/// The limits that stand before the endpoints, and what each caller has used of them.
///
/// Those of clients, accounts and sites, and the misses, are shared with the other instances: ``LimitExchange``.
final class Gates: Sendable {
    private let clients: RateLimiter
    private let lookupsPerAccount: RateLimiter
    private let lookupsPerSite: RateLimiter
    private let imports: RateLimiter
    private let failedSignIns: RateLimiter
    let misses: MissWatch
    private let importing = Mutex<Set<OrganisationID>>([])

    init(_ limits: Limits) {
        clients = RateLimiter(limits.requestsPerClient, per: .seconds(60), isShared: true)
        lookupsPerAccount = RateLimiter(limits.lookupsPerAccount, per: .seconds(60), isShared: true)
        lookupsPerSite = RateLimiter(limits.lookupsPerSite, per: .seconds(60), isShared: true)
        imports = RateLimiter(limits.importsPerEmployer, per: .seconds(3_600))
        failedSignIns = RateLimiter(limits.failedSignIns, per: .seconds(60))
        misses = MissWatch(most: limits.misses, within: ReportMissedLookups.window)
    }

    /// Counts a request of a signed-in caller and answers the headers that tell what is left.
    ///
    /// - Throws: ``Problem`` with status 429 where a limit is reached.
    func pass(_ caller: Caller, _ limit: Endpoint.Limit) throws -> HTTPFields {
        var tightest = try take(clients, "client", CallerKey(caller.client))
        switch limit {
        case .none: break
        case .lookup:
            let account = try take(lookupsPerAccount, "lookups", CallerKey(caller.membership.account))
            let site = try take(lookupsPerSite, "site_lookups", CallerKey(caller.membership.organisation))
            tightest = [tightest, account, site].min { $0.verdict.remaining < $1.verdict.remaining } ?? tightest
        case .imports:
            tightest = try take(imports, "imports", CallerKey(caller.membership.organisation))
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
        _ = try take(failedSignIns, "failed_sign_ins", CallerKey(local: peer))
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

    // MARK: The other instances

    /// The limits that hold over all instances, by the names under which they are told.
    private var shared: [(name: String, limiter: RateLimiter)] {
        [("client", clients), ("lookups", lookupsPerAccount), ("site_lookups", lookupsPerSite)]
    }

    private static let missed = "misses"

    /// What callers took here since this was asked last.
    func tell() -> [CallerUse] {
        let counts = shared.map { (name: $0.name, told: $0.limiter.tell()) } + [(Self.missed, misses.tell())]
        return counts.flatMap { name, told in
            told.map { CallerUse(limit: name, caller: $0.caller.bits, count: $0.count) }
        }
    }

    /// Takes what a caller took at another instance; answers who is to be told of, where misses are too many by it.
    func takeElsewhere(
        _ count: Int, of limit: String, by caller: CallerKey, at instant: ContinuousClock.Instant,
        now: ContinuousClock.Instant = .now
    ) -> Caller? {
        guard limit != Self.missed else { return misses.missedElsewhere(count, by: caller, at: instant, now: now) }
        // One that this program does not know is another one's.
        shared.first { $0.name == limit }?.limiter.takeElsewhere(count, by: caller, at: instant, now: now)
        return nil
    }

    private func take(
        _ limiter: RateLimiter, _ name: String, _ caller: CallerKey
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
