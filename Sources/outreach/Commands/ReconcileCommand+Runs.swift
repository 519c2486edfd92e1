import ArgumentParser
import Foundation
import Operations
import OutreachCore
import Store

extension ReconcileCommand {
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the runs, the latest first.",
            discussion: """
                EXAMPLES
                  outreach reconcile list
                """)

        @OptionGroup var global: GlobalOptions
        @Option(help: "The most that are shown, up to 500.") var limit = 50

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: ListRuns.roles)
                let runs = try await services.runner.run(ListRuns(maximum: limit), as: member)
                let rows = runs.map { run in
                    [
                        run.runID.description, run.startedAt.ISO8601Format(), run.state.rawValue,
                        "\(run.counts.traced)", "\(run.counts.numbered)", "\(run.counts.merged)",
                        "\(run.counts.reviews)",
                    ]
                }
                let header = ["run", "started_at", "state", "traced", "numbered", "merged", "reviews"]
                try Terminal(json: global.json).show(
                    runs,
                    lines: runs.isEmpty
                        ? ["Nobody has reconciled yet."] : TextTable(header: header, rows: rows).lines)
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a run: what it read, by which model, and what it did.",
            discussion: """
                EXAMPLES
                  outreach reconcile show 0197b2f1-5a60-4c1e-9a54-5b4c7b1f0a11
                """)

        @OptionGroup var global: GlobalOptions
        @Argument(help: "The run's id.") var run: String

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: ShowRun.roles)
                let shown = try await services.runner.run(ShowRun(try RunID(named: run)), as: member)
                try Terminal(json: global.json).show(shown, lines: Self.lines(shown))
            }
        }

        private static func lines(_ run: RunListing) -> [String] {
            let ended = run.undoneAt.map { ", taken back \($0.ISO8601Format())" } ?? ""
            return [
                "run \(run.runID): \(run.state.rawValue)",
                "began \(run.startedAt.ISO8601Format())"
                    + (run.finishedAt.map { ", ended \($0.ISO8601Format())" } ?? "") + ended,
                "reference \(run.referenceID), model \(run.model), attempt \(run.attempt)",
                "traced=\(run.counts.traced) numbered=\(run.counts.numbered) merged=\(run.counts.merged) "
                    + "reviews=\(run.counts.reviews)",
            ]
        }
    }

    struct Undo: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take back a whole run: its numbers, merges and reviews, as far as they still stand.",
            discussion: """
                Doses and edits of later stay with the person under whom they were recorded; messages that went out \
                under a number of the run are asked back. One merge is taken back by outreach unmerge.

                EXAMPLES
                  outreach reconcile undo 0197b2f1-5a60-4c1e-9a54-5b4c7b1f0a11 --dry-run
                  outreach reconcile undo 0197b2f1-5a60-4c1e-9a54-5b4c7b1f0a11
                """)

        @OptionGroup var global: GlobalOptions
        @Argument(help: "The run's id.") var run: String
        @OptionGroup var writing: WriteOptions

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: UndoReconciliation.roles)
                try await Self.takeBack(run, writing, global, services, as: member)
            }
        }

        static func takeBack(
            _ run: String, _ writing: WriteOptions, _ global: GlobalOptions, _ services: Services,
            as member: Membership
        ) async throws {
            let outcome = try await writing.perform(
                UndoReconciliation(try RunID(named: run)), by: services, as: member)
            try Terminal(json: global.json).show(
                outcome,
                "\(writing.prefix)taken back: numbers=\(outcome.numbers) merges=\(outcome.merges) "
                    + "reviews=\(outcome.reviews)")
        }
    }
}

extension RunID {
    /// The id as somebody types it; what is none belongs to no run.
    fileprivate init(named text: String) throws(Refusal) {
        guard let uuid = UUID(uuidString: text) else { throw Refusal.notFound("run") }
        self.init(uuid)
    }
}
