import ArgumentParser
import Foundation
import Jobs
import Operations
import OutreachCore
import Store

struct JobCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "job", abstract: "Look after the jobs that workers do.",
        subcommands: [List.self, Show.self, Retry.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Jobs that wait, run or are dead, the newest first (default).",
            discussion: """
                EXAMPLES
                  outreach job list --state dead
                  outreach job list --state done --kind reconcile --json
                """)

        @OptionGroup var global: GlobalOptions
        @Option(help: "Only jobs in this state; may be given several times. Default: all that are not done.")
        var state: [JobState] = []
        @Option(help: "Only jobs of this kind.") var kind: JobKind?
        @Option(help: "The most jobs to show, up to 500.") var maximum = 50

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.jobMember(services)
                let jobs = try await services.runner.run(
                    ListJobs(states: state, kind: kind, maximum: maximum), as: member)
                let table = TextTable(
                    header: ["STATE", "KIND", "ATTEMPT", "DUE", "ERROR", "JOB"], rows: jobs.map(\.cells))
                try Terminal(json: global.json).show(jobs, lines: jobs.isEmpty ? ["No jobs."] : table.lines)
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "A job, and what came of it.",
            discussion: """
                EXAMPLES
                  outreach job show 0197b2f1-5a60-7c1e-9a54-5b4c7b1f0a11
                """)

        @OptionGroup var global: GlobalOptions
        @Argument(help: "The job's id.") var id: String

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.jobMember(services)
                let job = try await services.runner.run(ShowJob(id), as: member)
                try Terminal(json: global.json).show(job, lines: job.lines)
            }
        }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Queue a dead job again, once what it died of is mended.",
            discussion: """
                EXAMPLES
                  outreach job retry 0197b2f1-5a60-7c1e-9a54-5b4c7b1f0a11
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var writing: WriteOptions
        @Argument(help: "The job's id.") var id: String

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.jobMember(services)
                let outcome = try await writing.perform(RetryJob(id), by: services, as: member)
                try Terminal(json: global.json).show(outcome, "\(writing.prefix)queued again")
            }
        }
    }
}

extension GlobalOptions {
    /// As an administrator, who sees every job, else as a steward.
    fileprivate func jobMember(_ services: Services) async throws -> Membership {
        do {
            return try await member(services, for: [.administrator])
        } catch let refusal as Refusal where refusal.code == .notPermitted {
            return try await member(services, for: [.steward])
        }
    }
}

extension JobState: ExpressibleByArgument {}

extension JobKind: ExpressibleByArgument {
    public init?(argument: String) {
        self.init(rawValue: argument)
    }
}

extension JobRecord {
    fileprivate var cells: [String] {
        [
            state.rawValue, kind.rawValue, "\(attempt) of \(maximumAttempts)", runAt.formatted(.iso8601),
            errorCode ?? "", id.description,
        ]
    }

    fileprivate var lines: [String] {
        let outcome = result.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let ended = finishedAt.map { ", ended \($0.formatted(.iso8601))" } ?? ""
        return ["\(kind): \(state.rawValue), attempt \(attempt) of \(maximumAttempts)\(ended)"]
            + (errorCode.map { ["last error: \($0)"] } ?? [])
            + (outcome.isEmpty ? [] : [outcome.joined(separator: " ")])
    }
}
