/// What a worker can be told.
struct WorkSettings {
    let concurrency: Int
    let leaseSeconds: Int
    let drainSeconds: Int
    let keptDays: Int
    /// Where the ends of the audit chains are kept each day; nowhere where it is not set.
    let headsFolder: String?
    /// Where a worker tells of its health and shows its metrics; nowhere where it is not set.
    let listen: String?

    init(_ texts: [String: String]) {
        func number(_ setting: Setting) -> Int {
            texts[setting.key].flatMap(Int.init) ?? setting.defaultText.flatMap(Int.init) ?? 1
        }
        concurrency = number(.workConcurrency)
        leaseSeconds = number(.workLeaseSeconds)
        drainSeconds = number(.workDrainSeconds)
        keptDays = number(.jobsKeptDays)
        headsFolder = texts[Setting.auditHeadsFolder.key]
        listen = texts[Setting.workListen.key]
    }
}

extension Setting {
    static let workConcurrency = Setting(
        key: "outreach.work.concurrency", form: .number(1...64), defaultText: "4",
        help: "How many jobs a worker does at once.", isSecret: false)
    // Not above a minute: as long as that a job may stand still after its worker died (safety.md, R8).
    static let workLeaseSeconds = Setting(
        key: "outreach.work.lease.seconds", form: .number(1...60), defaultText: "60",
        help: "How long a worker may be silent before another takes its jobs over.", isSecret: false)
    static let workDrainSeconds = Setting(
        key: "outreach.work.drain.seconds", form: .number(0...3_600), defaultText: "20",
        help: "How long jobs may go on after their worker was told to stop.", isSecret: false)
    static let jobsKeptDays = Setting(
        key: "outreach.jobs.kept.days", form: .number(1...3_650), defaultText: "7",
        help: "How long jobs that are done can be looked at.", isSecret: false)
    static let auditHeadsFolder = Setting(
        key: "outreach.audit.heads.folder", form: .word, defaultText: nil,
        help: "Where a worker keeps the ends of the audit chains each day; default: nowhere.", isSecret: false)

    static let workListen = Setting(
        key: "outreach.work.listen", form: .address, defaultText: nil,
        help: "Where a worker shows /health/live, /health/ready and /metrics; default: nowhere.", isSecret: false)

    /// What a worker can be told.
    static let work = [workConcurrency, workLeaseSeconds, workDrainSeconds, jobsKeptDays, auditHeadsFolder, workListen]
}
