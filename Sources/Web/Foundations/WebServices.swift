package import Foundation
package import Logging
package import Operations
package import Postgres
package import Telemetry

/// What the endpoints stand on.
package struct WebServices: Sendable {
    package let database: Database
    package let runner: OperationRunner
    package let hot: HotOperations
    package let authenticator: Authenticator
    package let tokens: TokenIssuer
    /// Where programs get access tokens, as they reach it from outside.
    package let tokenURL: String
    package let metrics: PrometheusRegistry
    package let logger: Logger
    package let limits: Limits
    /// Whether a reference may hold NHS numbers that were never issued.
    package let acceptsTestNumbers: Bool
    let proxies: TrustedProxies
    /// Signs the ends of the audit chains; nothing where no key is set.
    package let auditSigner: AuditSigner?
    let gates: Gates
    let missAlert: MissAlert
    let limitExchange: LimitExchange

    package init(
        database: Database, runner: OperationRunner, hot: HotOperations, now: @escaping @Sendable () -> Date,
        baseURL: String, tokenLife: TimeInterval, metrics: PrometheusRegistry, logger: Logger, limits: Limits,
        acceptsTestNumbers: Bool, auditSigner: AuditSigner?, proxies: TrustedProxies = .none
    ) {
        self.database = database
        self.runner = runner
        self.hot = hot
        authenticator = Authenticator(database: database, now: now)
        tokenURL = baseURL + "/oauth2/token"
        tokens = TokenIssuer(
            database: database, tokenURL: tokenURL, tokenLife: tokenLife, failures: authenticator.failures, now: now)
        self.metrics = metrics
        self.logger = logger
        self.limits = limits
        self.acceptsTestNumbers = acceptsTestNumbers
        self.auditSigner = auditSigner
        self.proxies = proxies
        gates = Gates(limits)
        missAlert = MissAlert(runner: runner, logger: logger)
        limitExchange = LimitExchange(gates, database: database, alert: missAlert)
    }
}
