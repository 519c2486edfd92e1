import ArgumentParser
import CoreMetrics
import Foundation
import Logging
import Operations
import Postgres
import ServiceLifecycle
import Store
import Telemetry
import UnixSignals
import Web

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Answer requests over HTTP until SIGTERM or Ctrl-C.",
        discussion: """
            Logs lines of JSON on standard error. On SIGTERM it takes no new connections, answers what it has begun, \
            and ends. outreach config shows the settings.

            EXAMPLES
              outreach serve
              outreach serve --listen 127.0.0.1:8081
              outreach serve --listen unix:/run/outreach/http.socket
            """)

    @OptionGroup var global: GlobalOptions
    @Option(help: "Where to take requests; default: OUTREACH_LISTEN.") var listen: String?

    func run() async throws {
        try await reportingFailures {
            let settings = try global.settings()
            let wrong = Settings.problems(databaseURL: global.databaseURL)
            guard wrong.isEmpty else { throw Services.NotReady(reasons: wrong) }
            guard let address = WebServer.Address(listen ?? settings.service.listen) else {
                throw ValidationError("--listen takes host:port or unix:/path.")
            }
            let metrics = PrometheusRegistry()
            MetricsSystem.bootstrap(metrics)
            let logger = Logger.standard(settings.service.logLevel)
            // Whoever waits longer for the database gets a 503 within the second; safety.md, "Limits".
            let services = try await Services.ready(settings, patience: .milliseconds(900))
            // An upgrade replaces the files of a program that runs: it goes on with its own.
            _ = try Query.loadAll()
            let web = try services.web(metrics, logger)
            let server = WebServer(address, web) { port in
                logger.notice("listening", metadata: ["port": .stringConvertible(port ?? 0)])
            }
            try await ServiceGroup.running([server], settings.service.drain, logger)
            // When a key was last used, and which failed, is written behind the answers.
            await web.authenticator.settle()
        }
    }
}

extension Logger {
    /// Lines of JSON on standard error, where systemd and containers collect them.
    static func standard(_ level: Logger.Level) -> Logger {
        let sink = JSONLines.writing(to: STDERR_FILENO)
        return Logger(label: "outreach") { JSONLines(label: $0, level: level, sink: sink) }
    }
}

extension ServiceGroup {
    /// Runs services until SIGTERM or Ctrl-C, and then lets them end what they have begun.
    static func running(_ services: [any Service], _ drain: Duration, _ logger: Logger) async throws {
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = drain
        try await ServiceGroup(configuration: configuration).run()
        logger.notice("ended")
    }
}
