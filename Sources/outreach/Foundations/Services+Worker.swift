import Foundation
import Jobs
import Logging
import Operations
import OutreachCore
import Store
import Telemetry
import Web

extension Services {
    /// A worker with everything that this program does in the background.
    func worker(logger: Logger, once: Bool = false, concurrency: Int? = nil) -> JobWorker {
        var configuration = JobWorker.Configuration(name: Self.workerName)
        configuration.concurrency = concurrency ?? settings.work.concurrency
        configuration.lease = .seconds(settings.work.leaseSeconds)
        configuration.drainTimeout = .seconds(settings.work.drainSeconds)
        configuration.listenURL = once ? nil : settings.databaseURL
        configuration.onlyOnce = once
        let housekeeping = housekeeping(logger: logger)
        return JobWorker(
            database: database, handlers: housekeeping.handlers, schedules: housekeeping.schedules,
            configuration: configuration, logger: logger, gauges: housekeeping.showGauges)
    }

    /// Where a worker tells of its health and shows its metrics; nothing where no address is set.
    func workerWindow(_ metrics: PrometheusRegistry, _ logger: Logger) throws -> [WebServer] {
        guard let address = settings.work.listen.flatMap({ WebServer.Address($0) }) else { return [] }
        return [WebServer(address, try web(metrics, logger), endpoints: Endpoint.service)]
    }

    private func housekeeping(logger: Logger) -> Housekeeping {
        var work = Housekeeping.Work()
        work.keepsJobs = .seconds(settings.work.keptDays * 86_400)
        let (database, runner, settings) = (database, runner, settings)
        if let folder = settings.work.headsFolder {
            work.keepHeads = {
                let member = try await WorkerAccount.membership(in: database, as: .auditor)
                let heads = try await runner.run(SignAuditHeads(signer: try settings.auditSigner()), as: member)
                let file = URL(filePath: folder).appending(path: AuditHeadsDocument.fileName(of: Date()))
                try ByteFile.replace(file.path(), with: Array(try heads.bytes()))
                return heads.heads.count
            }
        }
        return Housekeeping(database: database, runner: runner, logger: logger, work: work)
    }

    /// Which machine and process, for whoever looks at a job that is stuck.
    private static var workerName: String {
        "\(ProcessInfo.processInfo.hostName):\(ProcessInfo.processInfo.processIdentifier)"
    }
}
