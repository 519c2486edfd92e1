import ArgumentParser
import Foundation
import Linkage
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
                --decisions shows what was decided about each person and why; with --json each is a line of its own. \
                --group shows how often people of each country of birth were found. Figures of fewer than ten people \
                are left out.

                EXAMPLES
                  outreach reconcile show 0197b2f1-5a60-4c1e-9a54-5b4c7b1f0a11
                  outreach reconcile show 0197b2f1-5a60-4c1e-9a54-5b4c7b1f0a11 --decisions --band review --waterfall
                  outreach reconcile show 0197b2f1-5a60-4c1e-9a54-5b4c7b1f0a11 --group
                """)

        @OptionGroup var global: GlobalOptions
        @Argument(help: "The run's id.") var run: String
        @Flag(help: "What was decided about each person, and why.") var decisions = false
        @Option(help: "Only decisions that were automatic, a review, or none.") var band: [RunBand] = []
        @Flag(help: "What each score is made of.") var waterfall = false
        @Flag(help: "How often people of each country of birth were found.") var group = false

        func validate() throws {
            guard decisions || (band.isEmpty && !waterfall), !(decisions && group) else {
                throw ValidationError("--band and --waterfall go with --decisions, which goes without --group.")
            }
        }

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: ShowRun.roles)
                let run = try RunID(named: run)
                if decisions { return try await showDecisions(run, services, as: member) }
                let terminal = Terminal(json: global.json)
                if group {
                    let rates = try await services.runner.run(ShowRunGroups(run), as: member)
                    return try terminal.show(
                        rates, lines: rates.isEmpty ? ["No group has ten people."] : RunText.table(rates).lines)
                }
                let shown = try await services.runner.run(ShowRun(run), as: member)
                try terminal.show(shown, lines: Self.lines(shown))
            }
        }

        /// Page after page, as a run may have decided about hundreds of thousands.
        private func showDecisions(_ run: RunID, _ services: Services, as member: Membership) async throws {
            var last: PersonID?
            repeat {
                let page = try await services.runner.run(
                    ListDecisions(run, bands: band, withWaterfall: waterfall, after: last, maximum: 500), as: member)
                for line in page { try Terminal(json: global.json).showItem(line, lines: RunText.lines(line)) }
                last = page.count == 500 ? page.last?.personID : nil
            } while last != nil
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

extension RunBand: ExpressibleByArgument {}

/// What a run decided, as a terminal shows it.
private enum RunText {
    static func lines(_ line: ListDecisions.Line) -> [String] {
        let who = line.temporaryID?.formatted ?? "person \(line.personID)"
        let what = [
            line.isConflict ? "conflict" : line.band.rawValue, String(format: "%.2f bits", line.score),
            line.recordID.map { "record \($0)" }, line.nhsNumber.map { "NHS number \($0.formatted)" },
            line.mergedWith.isEmpty ? nil : "merged with \(line.mergedWith.map(\.description).joined(separator: ", "))",
        ].compactMap(\.self)
        let why = line.reasons + line.vetoes.map { "not by itself: \($0)" }
        let rival = line.runnerUp.map {
            String(format: "  next: record %@, %.2f bits, %.2f behind", $0.recordID, $0.score, $0.margin)
        }
        let steps = line.waterfall?.steps.map { step in
            String(format: "  %+9.3f  %@ %@", step.bits, step.comparison, step.level)
        }
        return ["\(who): \(what.joined(separator: ", "))"] + (why.isEmpty ? [] : ["  " + why.joined(separator: ", ")])
            + [rival].compactMap(\.self) + (steps ?? [])
    }

    static func table(_ rates: [GroupRates]) -> TextTable {
        let shown = { (count: Int?) in count.map(String.init) ?? "-" }
        return TextTable(
            header: ["GROUP", "PEOPLE", "AUTOMATIC", "REVIEW", "NONE", "AUTOMATIC RATE"],
            rows: rates.map { rate in
                [
                    rate.group, String(rate.people), shown(rate.automatic), shown(rate.review), shown(rate.none),
                    rate.automaticRate.map { String(format: "%.2f", $0) } ?? "-",
                ]
            })
    }
}

extension RunID {
    /// The id as somebody types it; what is none belongs to no run.
    fileprivate init(named text: String) throws(Refusal) {
        guard let uuid = UUID(uuidString: text) else { throw Refusal.notFound("run") }
        self.init(uuid)
    }
}
