import ArgumentParser
import Foundation
import Operations
import OutreachCore
import Store

struct TraceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace", abstract: "Ask the national tracing service by files, and take its answers.",
        subcommands: [Export.self, Import.self])

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the file of questions about everybody who waits for a number.",
            discussion: """
                People about whom a batch of the last week asks already are left out. The same batch can be written \
                again with --batch. The file is in the layout of PDS MESH and has not been tried with the live service.

                EXAMPLES
                  outreach trace export --out questions.csv --dry-run
                  outreach trace export --out questions.csv
                  outreach trace export --out questions.csv --held
                  outreach trace export --out questions.csv --batch 0197b2f1-5a60-4c1e-9a54-5b4c7b1f0a11
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var writing: WriteOptions
        @Option(help: "Where to write the file.", completion: .file(extensions: ["csv"])) var out: String
        @Flag(help: "Ask about numbers that are held: whether they still stand.") var held = false
        @Option(help: "Write the file of this batch again.") var batch: String?

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: StartTraceBatch.roles)
                if let batch { return try await write(try batch.key("trace batch"), services, member) }
                let started = try await writing.perform(
                    StartTraceBatch(held ? .held : .waiting), by: services, as: member)
                guard let batch = started.batch, !writing.dryRun else {
                    return try Terminal(json: global.json).show(
                        started, "\(writing.prefix)\(started.rows) people are asked about")
                }
                try await write(batch, services, member)
            }
        }

        private func write(_ batch: TraceBatchID, _ services: Services, _ member: Membership) async throws {
            let exported = try await services.runner.run(ExportTraceBatch(batch), as: member)
            do {
                try ByteFile.replace(out, with: exported.bytes)
            } catch {
                throw Refusal(
                    .invalid, "The file could not be written. Write it again with another --out: --batch \(batch)")
            }
            try Terminal(json: global.json).show(
                StartTraceBatch.Outcome(batch: batch, rows: exported.rows),
                "batch \(batch): \(exported.rows) people are asked about")
        }
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take the file of answers: numbers, reviews and conflicts follow.",
            discussion: """
                A number is given where the service found somebody and our own matcher is certain of the same. The \
                same file can be taken again: what was taken before changes nothing.

                EXAMPLES
                  outreach trace import answers.csv --dry-run
                  outreach trace import answers.csv
                """)

        @OptionGroup var global: GlobalOptions
        @Argument(help: "The file.", completion: .file(extensions: ["csv"])) var file: String
        @Flag(help: "Work everything out and write nothing but who looked.") var dryRun = false

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: ImportTraceBatch.roles)
                let operation = ImportTraceBatch(try ByteFile.read(file))
                let outcome =
                    dryRun
                    ? try await services.runner.rehearse(operation, as: member)
                    : try await services.runner.run(operation, as: member)
                try Terminal(json: global.json).show(outcome, lines: outcome.lines(dryRun ? "would be: " : ""))
            }
        }
    }
}

extension ImportTraceBatch.Outcome {
    fileprivate func lines(_ prefix: String) -> [String] {
        let counts = answers.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        return ["\(prefix)numbered=\(numbered) reviews=\(reviews) repeats=\(repeats) errors=\(errors.count)  \(counts)"]
            + errors.map { "\($0.field): \($0.message)" }
            + warnings.map { "look at doses \($0.earlier) and \($0.later): \($0.kind.rawValue)" }
    }
}
