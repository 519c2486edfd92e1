import ArgumentParser
import Foundation
import Operations
import Store

struct RetentionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention", abstract: "Remove what has been kept for its time, after a look at what that is.",
        discussion: """
            First --dry-run, which removes nothing and names a plan; then --plan with that, within a day, which removes \
            what the dry run has shown and nothing that came later. What is about people is only ever counted: a \
            records manager appraises it.

            EXAMPLES
              outreach retention --dry-run
              outreach retention --plan 0b8e8f4e-7c5e-4a7e-9f43-0c5b4c3f2d11
            """)

    @OptionGroup var global: GlobalOptions
    @Flag(help: "Count what is due, remove nothing, and name a plan.") var dryRun = false
    @Option(help: "The plan to carry out, as the dry run named it.") var plan: String?
    @Option(help: "The idempotency key: the same key gives the same answer.") var key: String?

    func validate() throws {
        guard dryRun != (plan != nil) else { throw ValidationError("Give --dry-run, or the --plan that it named.") }
    }

    func run() async throws {
        try await reportingFailures {
            let services = try await Services.ready(try global.settings())
            let member = try await global.member(services, for: PlanRetention.roles)
            guard let plan else {
                return try show(try await services.runner.run(PlanRetention(), as: member), verb: "would be removed")
            }
            guard let run = UUID(uuidString: plan).map(RetentionRunID.init) else {
                throw Refusal.notFound("plan of retention")
            }
            let operation = ApplyRetention(run)
            guard let key else {
                return try show(try await services.runner.run(operation, as: member), verb: "removed")
            }
            try show(try await services.runner.run(operation, as: member, key: key), verb: "removed")
        }
    }

    private func show(_ outcome: PlanRetention.Outcome, verb: String) throws {
        let rows = outcome.due.map { due in
            [due.name, String(due.count), due.isRemoved ? verb : "to be appraised", "\(due.days) days", due.why]
        }
        let table = TextTable(header: ["CLASS", "DUE", "", "KEPT", "WHY"], rows: rows)
        try Terminal(json: global.json).show(outcome, lines: table.lines + ["plan \(outcome.run)"])
    }
}
