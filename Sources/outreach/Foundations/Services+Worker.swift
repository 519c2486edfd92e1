import Foundation
import Jobs
import Logging
import Operations
import OutreachCore

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

    private func housekeeping(logger: Logger) -> Housekeeping {
        var work = Housekeeping.Work()
        work.keepsJobs = .seconds(settings.work.keptDays * 86_400)
        let (auditTrail, folder) = (auditTrail, settings.work.headsFolder)
        if let folder {
            work.keepHeads = {
                let heads = try await auditTrail.heads()
                let day = Moment(Date()).today.iso
                try ByteFile.replace("\(folder)/heads-\(day).json", with: Array(AuditHeadsFile.bytes(of: heads)))
                return heads.count
            }
        }
        return Housekeeping(database: database, runner: runner, logger: logger, work: work)
    }

    /// Which machine and process, for whoever looks at a job that is stuck.
    private static var workerName: String {
        "\(ProcessInfo.processInfo.hostName):\(ProcessInfo.processInfo.processIdentifier)"
    }
}
