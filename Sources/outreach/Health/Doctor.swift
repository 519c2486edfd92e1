import Foundation
import Jobs
import Operations
import OutreachCore
import Postgres
import Store

/// Examines an installation: its files, its server, its schema and its audit trail.
struct Doctor {
    let services: Services
    let today: CalendarDate

    /// One thing that was looked at.
    struct Finding: Encodable {
        enum Verdict: String, Encodable {
            case well = "ok"
            /// Nothing is wrong, and it is good to know.
            case notes = "note"
            case warns = "warn"
            case fails = "FAIL"
        }

        let verdict: Verdict
        /// What was looked at, and what to do about it where it is not well.
        let sentence: String

        var line: String { verdict.rawValue.padding(toLength: 5, withPad: " ", startingAt: 0) + sentence }

        static func well(_ sentence: String) -> Finding { Finding(verdict: .well, sentence: sentence) }
        static func notes(_ sentence: String) -> Finding { Finding(verdict: .notes, sentence: sentence) }
        static func warns(_ sentence: String) -> Finding { Finding(verdict: .warns, sentence: sentence) }
        static func fails(_ sentence: String) -> Finding { Finding(verdict: .fails, sentence: sentence) }
    }

    /// Everything that can be looked at; what rests on something that fails is left out.
    func examine() async -> [Finding] {
        let files = resourceFolders()
        guard files.verdict == .well else { return [files] }
        let local = [files, bankHolidays()]
        do {
            let server = try await durability()
            let schema = try await migrations()
            guard schema.verdict != .fails else { return local + server + [schema] }
            return local + server + [schema] + (try await login()) + (try await auditTrail())
                + (try await queues()) + (try await model())
        } catch let error as PostgresError where error.isRetryable {
            return local + [.fails("the server cannot be reached: start it, or correct DATABASE_URL")]
        } catch let error as PostgresError {
            // Its description is codes of ours and of PostgreSQL, never a text from outside.
            let codes = [error.kind.rawValue, error.sqlState?.code, error.subject].compactMap(\.self)
            return local + [.fails("the server refused a statement (\(codes.joined(separator: " "))): please report")]
        } catch let failure as Migrator.Failure {
            return local + [.fails(failure.description)]
        } catch {
            return local + [.fails("something unforeseen went wrong: please report \(type(of: error))")]
        }
    }
}

// MARK: What is on this machine

extension Doctor {
    private static let folders = ["SQLFiles", "OutreachCore", "Templates"].map { "outreach_\($0).resources" }

    private func resourceFolders() -> Finding {
        let missing = Self.folders.filter { name in
            !FileManager.default.fileExists(atPath: Bundle.main.bundleURL.appending(path: name).path())
        }
        guard missing.isEmpty else {
            return .fails("files are missing: install \(missing.joined(separator: ", ")) beside the executable")
        }
        return .well("the program's files are there")
    }

    private func bankHolidays() -> Finding {
        guard let last = (try? WorkingCalendar.england())?.latestKnownYear, last >= today.year else {
            return .fails("the bank holidays of this year are not known, so due dates are wrong: update the program")
        }
        guard last > today.year else {
            return .warns("the bank holidays of \(today.year + 1) are not known yet: update the program this year")
        }
        return .well("bank holidays are known until \(last)")
    }
}

// MARK: What is on the server

extension Doctor {
    private func durability() async throws -> [Finding] {
        let server = try await services.database.read(.preparing) { try ServerDurability(reading: $0) }
        var findings = server.findings.map { finding in
            finding.canBeAllowed && services.settings.allowsMissingChecksums
                ? Finding.warns(finding.description) : .fails(finding.description)
        }
        if findings.isEmpty { findings = [.well("an acknowledged write is never lost: the server's settings keep it")] }
        if server.loginIsSuperuser {
            findings.append(
                .warns("the login is a superuser: on a shared server use one that is only a member of outreach_service")
            )
        }
        return [.well("PostgreSQL \(server.version / 10_000).\(server.version % 10_000) answers")] + findings
    }

    private func migrations() async throws -> Finding {
        let standing = try await services.migrator.standing()
        let count = standing.pending.count
        guard count == 0 else { return .fails("\(count) migrations have not run: run outreach migrate") }
        guard standing.newer.isEmpty else {
            return .warns("a newer program has migrated the database, and this one still fits: update it, too")
        }
        return .well("the schema is that of this program")
    }

    private func login() async throws -> [Finding] {
        let rights = try await services.database.read(.preparing) { try LoginRights(reading: $0) }
        var findings: [Finding] = []
        if !rights.mayServe {
            findings.append(.fails("the login may not act as the service: GRANT outreach_service TO it"))
        }
        if !rights.mayAudit {
            findings.append(.warns("the login may not read the audit trail: GRANT outreach_auditor TO it"))
        }
        return findings.isEmpty ? [.well("the login may act as the service and as the auditor")] : findings
    }

    /// A model of one's own is a decision and no fault; whoever wonders about a match looks here first.
    private func model() async throws -> [Finding] {
        let active = try await services.database.read(.signingIn) { try $0.modelActivations().first }
        guard let active else { return [.fails("no matching model is in use: run outreach migrate")] }
        guard active.modelID != PinnedModel.shipped.id else {
            return [.well("the matching model is the one that this program was released with")]
        }
        let day = Moment(active.activatedAt).today.iso
        return [
            .notes(
                "the matching model is \(active.name) (\(active.modelID.prefix(12))), in use since \(day), and not the one "
                    + "that this program was released with (\(PinnedModel.shipped.id.prefix(12))): see outreach model list"
            )
        ]
    }

    /// How long an entry may wait for its seal, in seconds.
    private static let longestWait = 60.0

    private func auditTrail() async throws -> [Finding] {
        guard let health = try await services.database.read(.signingIn, { try $0.auditHealth() }) else { return [] }
        let isSealed = health.oldestUnsealedSeconds <= Self.longestWait
        return [
            isSealed
                ? .well("the audit trail is sealed")
                : .warns("\(health.unsealed) audit entries wait for a seal: run outreach audit seal each minute"),
            health.monthsAhead > 0
                ? .well("the audit trail has partitions for \(health.monthsAhead) months ahead")
                : .warns("the audit trail has no partition for next month: run outreach audit seal"),
        ]
    }
}

extension Doctor {
    /// How long a job that is due, or a message, may wait, in seconds.
    private static let (longestJobWait, longestMessageWait) = (300.0, 86_400.0)

    private func queues() async throws -> [Finding] {
        let (jobs, messages) = try await services.database.read(.signingIn) { session in
            (try session.queueHealth(), try session.outboxHealth())
        }
        return (jobs.map(findings) ?? []) + (messages.map(findings) ?? [])
    }

    private func findings(_ jobs: QueueHealth) -> [Finding] {
        var findings: [Finding] = []
        if jobs.dead > 0 {
            findings.append(.warns("\(jobs.dead) jobs are dead: see outreach job list --state dead"))
        }
        if jobs.oldestDueSeconds > Self.longestJobWait {
            findings.append(.warns("jobs have waited for more than five minutes: run outreach work"))
        }
        return findings.isEmpty ? [.well("no job waits for long")] : findings
    }

    private func findings(_ messages: OutboxHealth) -> [Finding] {
        var findings: [Finding] = []
        if messages.dead > 0 {
            findings.append(.warns("\(messages.dead) messages are dead: see outreach outbox list"))
        }
        if messages.unanswered > 0 {
            findings.append(.warns("\(messages.unanswered) messages have had no answer for more than a day"))
        }
        if messages.oldestSeconds > Self.longestMessageWait {
            let days = Int(messages.oldestSeconds / 86_400)
            findings.append(
                .warns("\(messages.queued) messages wait, the first for \(days) days: nothing brings them out yet"))
        }
        return findings.isEmpty ? [.well("no message waits for long")] : findings
    }
}
