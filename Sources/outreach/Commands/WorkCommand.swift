import ArgumentParser
import CoreMetrics
import Jobs
import Logging
import Operations
import Postgres
import ServiceLifecycle
import Store
import Telemetry
import UnixSignals

struct WorkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "work",
        abstract: "Do what waits in the queue, and what is due by schedule, until told to stop.",
        discussion: """
            Any number of workers may run, on any number of machines. SIGTERM or Ctrl-C stops one: it claims nothing \
            more and lets what is under way end, for OUTREACH_WORK_DRAIN_SECONDS at most.

            EXAMPLES
              outreach work
              outreach work --once
              outreach work --concurrency 8
            """)

    @OptionGroup var global: GlobalOptions
    @Flag(help: "End as soon as nothing is due.") var once = false
    @Option(help: "How many jobs to do at once; default: OUTREACH_WORK_CONCURRENCY.") var concurrency: Int?

    func validate() throws {
        guard (1...64).contains(concurrency ?? 1) else { throw ValidationError("--concurrency is 1 to 64.") }
    }

    func run() async throws {
        try await reportingFailures {
            let settings = try global.settings()
            let metrics = PrometheusRegistry()
            MetricsSystem.bootstrap(metrics)
            let logger = Logger.standard(settings.service.logLevel)
            let services = try await Services.ready(settings)
            // An upgrade replaces the files of a program that runs: it goes on with its own.
            _ = try Query.loadAll()
            _ = try await WorkerAccount.membership(in: services.database)
            let worker = services.worker(logger: logger, once: once, concurrency: concurrency)
            let parts: [any Service] = try [worker] + services.workerWindow(metrics, logger)
            let group = ServiceGroup(
                configuration: ServiceGroupConfiguration(
                    services: parts.map { .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup) },
                    gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
            try await group.run()
            try Terminal(json: global.json).show(["result": "stopped"], "stopped")
        }
    }
}
