import ArgumentParser
import Foundation
import Operations
import OutreachCore
import Store
import Tabular

struct ReconcileCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconcile",
        abstract: "Trace everybody who waits for an NHS number in the reference, and apply what is certain.",
        discussion: """
            EXAMPLES
              outreach reconcile --dry-run
              outreach reconcile
              outreach reconcile show 0197b2f1-5a60-4c1e-9a54-5b4c7b1f0a11
              outreach reconcile undo 0197b2f1-5a60-4c1e-9a54-5b4c7b1f0a11 --dry-run
            """,
        subcommands: [Run.self, List.self, Show.self, Undo.self], defaultSubcommand: Run.self)
}

extension ReconcileCommand {
    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Trace everybody and apply what is certain; this is done where nothing else is named.",
            discussion: """
                Compared are those who wait and to whom something has happened since the run before: who is new or \
                described anew, whose patient, number or group has changed. What is doubtful becomes a review. A run that was interrupted goes on where it stood. --decisions writes \
                left_id,right_id,score: the employer's reference, the reference's record, the evidence in bits.

                EXAMPLES
                  outreach reconcile --dry-run
                  outreach reconcile --decisions decisions.csv
                  outreach reconcile --review-all
                  outreach reconcile --everybody
                  outreach reconcile --later
                """)

        @OptionGroup var global: GlobalOptions
        @Option(help: "Where to write who was found to be whom.", completion: .file(extensions: ["csv"]))
        var decisions: String?
        @Flag(help: "Apply nothing: what is certain becomes a review, too. For the first run with a reference.")
        var reviewAll = false
        @Flag(help: "Compare everybody who waits, also those to whom nothing has happened since the run before.")
        var everybody = false
        // What `reconcile undo` was called before it had a name of its own; scripts may say it.
        @Option(help: .hidden) var undo: String?
        @Flag(help: "Leave it to a worker, and answer the id of the job.") var later = false
        @OptionGroup var writing: WriteOptions

        func validate() throws {
            guard !later || (decisions == nil && !reviewAll && !everybody) else {
                throw ValidationError("--later answers at once: leave out --decisions, --review-all and --everybody.")
            }
        }

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: Reconcile.roles)
                if let undo { return try await Undo.takeBack(undo, writing, global, services, as: member) }
                if later { return try await request(services, as: member) }
                let reconcile = Reconcile(
                    database: services.database, runner: services.runner, mode: reviewAll ? .reviewed : .automatic,
                    isWhole: everybody)
                let report =
                    writing.dryRun
                    ? try await reconcile.rehearse(as: member)
                    : try await reconcile.run(
                        as: member, listsFound: decisions != nil, progress: Terminal.progress)
                if let decisions { try write(report.found, to: decisions) }
                try show(report)
            }
        }

        private func request(_ services: Services, as member: Membership) async throws {
            let outcome = try await writing.perform(RequestReconciliation(), by: services, as: member)
            try Terminal(json: global.json).show(
                outcome, "\(writing.prefix)job \(outcome.job); ask after it: outreach job show \(outcome.job)")
        }

        private func write(_ found: [FoundRecord], to path: String) throws {
            var writer = CSVWriter(CSVWriter.Options(endsLinesWithCarriageReturn: false, guardsFormulas: false))
            writer.write(["left_id", "right_id", "score"])
            for row in found { writer.write([row.employerReference, row.record, String(row.score)]) }
            do {
                try ByteFile.replace(path, with: writer.takeBytes())
            } catch {
                throw Refusal(
                    .invalid,
                    "The run is done, but its decisions could not be written. Run again with another --decisions."
                )
            }
        }

        private func show(_ report: Reconcile.Report) throws {
            let counts = report.counts
            let answer = Answer(
                run: report.run, dryRun: writing.dryRun, counts: counts, found: report.foundCount,
                doseWarnings: report.warnings, estimatedFalse: report.estimatedFalse)
            let title = report.run.map { "run \($0)" } ?? "dry run, nothing was written"
            let warnings = report.warnings.map { "look at doses \($0.earlier) and \($0.later): \($0.kind.rawValue)" }
            try Terminal(json: global.json).show(
                answer,
                lines: [
                    "\(title): traced=\(counts.traced) numbered=\(counts.numbered) merged=\(counts.merged) "
                        + "reviews=\(counts.reviews) found=\(report.foundCount)",
                    "estimated false among what is automatic: \(String(format: "%.4f", report.estimatedFalse))",
                ] + warnings)
        }

        private struct Answer: Encodable {
            let run: RunID?
            let dryRun: Bool
            let counts: RunCounts
            let found: Int
            let doseWarnings: [DoseWarning]
            let estimatedFalse: Double
        }
    }
}
