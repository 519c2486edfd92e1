import Foundation
import Logging
import Operations
import Postgres
import Store
import Telemetry
import Web

/// The parts of the program, put together in this one place.
struct Services {
    let settings: Settings
    let database: Database
    let migrator: Migrator
    let runner: OperationRunner
    let auditTrail: AuditTrail

    /// - Parameters:
    ///   - settings: everything that can be set.
    ///   - patience: how long an operation waits for a free connection.
    init(_ settings: Settings, patience: Duration = .seconds(2)) {
        self.settings = settings
        var configuration = Database.Configuration(url: settings.databaseURL)
        configuration.maximumConnections = settings.service.connections
        configuration.acquireTimeout = patience
        database = Database(configuration)
        // One door where both lead to the same place: each has a connection of its own.
        migrator = Migrator(
            settings.migrationDatabaseURL == settings.databaseURL
                ? database : Database(Database.Configuration(url: settings.migrationDatabaseURL)))
        runner = OperationRunner(database: database, now: { Date() })
        auditTrail = AuditTrail(database: database)
    }

    /// What the HTTP service stands on.
    ///
    /// - Throws: ``Refusal`` where the key that signs audit heads cannot be read.
    func web(_ metrics: PrometheusRegistry, _ logger: Logger) throws -> WebServices {
        WebServices(
            database: database, runner: runner,
            hot: HotOperations(
                BatchLoop.Configuration(url: settings.databaseURL), runner: runner, now: { Date() }),
            now: { Date() }, baseURL: settings.service.baseURL, tokenLife: settings.tokenLife, metrics: metrics,
            logger: logger,
            limits: settings.service.limits, acceptsTestNumbers: settings.acceptsTestNumbers,
            auditSigner: try settings.auditSigner(), proxies: settings.service.proxies)
    }

    /// The services on a server that keeps its promises, with the schema of this program.
    ///
    /// - Throws: ``NotReady``, which says what to do.
    static func ready(_ settings: Settings, patience: Duration = .seconds(2)) async throws -> Services {
        let services = Services(settings, patience: patience)
        let durability = try await services.database.read(.preparing) { try ServerDurability(reading: $0) }
        let findings = durability.findings.filter { !($0.canBeAllowed && settings.allowsMissingChecksums) }
        guard findings.isEmpty else { throw NotReady(reasons: findings.map(\.description)) }
        // Asked of the service's own login: the owner's is for migrations alone.
        guard try await Migrator(services.database).pending().isEmpty else {
            throw NotReady(reasons: ["the database has an older schema: run outreach migrate"])
        }
        return services
    }

    /// The database must not be used as it is.
    struct NotReady: Error, CustomStringConvertible {
        let reasons: [String]

        var description: String { reasons.joined(separator: "\n") }
    }
}
