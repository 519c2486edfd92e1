import ArgumentParser
import Foundation
import Linkage
import Operations
import Store

struct ModelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model", abstract: "What the matcher has learned: its weights.",
        subcommands: [Train.self, Show.self, Compare.self])

    struct Train: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Learn a model from files; nobody has to say who is whom.",
            discussion: """
                Refused where a level was seen too rarely. Give --query and --reference once for each pair of files, in \
                the same order. The same files give the same model.

                EXAMPLES
                  outreach model train --query staff.csv --reference patients.csv --out model.txt
                """)

        @Option(help: "A file of people that are looked for.") var query: [String]
        @Option(help: "The file of the people that they are looked for among.") var reference: [String]
        @Option(help: "A model whose thresholds and untrained levels are taken over; default: the shipped one.")
        var base: String?
        @Option(help: "Where the model is written.") var out: String?
        @Option(help: "From how many bits a pair is automatic; default: as in the base.") var automatic: Double?
        @Option(help: "From how many bits a pair is shown to a steward; default: as in the base.") var review: Double?
        @Flag(help: "Answer with JSON on standard output.") var json = false

        func validate() throws {
            guard query.count == reference.count else {
                throw ValidationError("Give as many --reference files as --query files.")
            }
        }

        func run() async throws {
            try await reportingFailures {
                let files = zip(query, reference).map { (query: MatchFile($0), reference: MatchFile($1)) }
                let base = try ModelFile.read(base)
                let workers = ThreadWorkers(ProcessInfo.processInfo.activeProcessorCount)
                let trained = try TrainModel(files: files, base: base, workers: workers).run()
                let model = try ModelFile.reread(
                    try trained.with(automatic: automatic ?? base.automatic, review: review ?? base.review))
                if let out { try ByteFile.replace(out, with: Array(model.text.utf8)) }
                try ModelAnswer(model).show(json: json)
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the levels of a model with m, u and what they weigh.",
            discussion: """
                EXAMPLES
                  outreach model show
                  outreach model show model.txt --json
                """)

        @Argument(help: "A file of a model; default: the one that is shipped.") var model: String?
        @Flag(help: "Answer with JSON on standard output.") var json = false

        func run() async throws {
            try await reportingFailures { try ModelAnswer(try ModelFile.read(model)).show(json: json) }
        }
    }

    struct Compare: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compare two models on files of which somebody knows who is whom.",
            discussion: """
                The truth is a CSV file left_id,right_id.

                EXAMPLES
                  outreach model compare shipped model.txt --query staff.csv --reference patients.csv --truth truth.csv
                """)

        @Argument(help: "Files of models, or shipped.") var models: [String]
        @OptionGroup var options: MatchOptions
        @Option(help: "The pairs that are one person.") var truth: String
        @Flag(help: "Answer with JSON on standard output.") var json = false

        func run() async throws {
            try await reportingFailures {
                let truth = try ModelFile.truth(truth, sameList: options.dedupe)
                let figures = try models.map { name in
                    let model = try ModelFile.read(name == "shipped" ? nil : name)
                    let linker = Linker(model: model, workers: ThreadWorkers(options.threads))
                    return try ModelFigures(options.files(linker), truth: truth)
                }
                let table = TextTable(
                    header: [
                        "model", "best F1", "recall at .9999", "auto", "false", "reviews", "auto + review recall",
                    ],
                    rows: figures.map(\.row))
                try Terminal(json: json).show(figures, lines: table.lines)
            }
        }
    }
}

extension ModelFigures {
    fileprivate var row: [String] {
        [
            String(model.prefix(12)), String(format: "%.4f", bestF1), String(format: "%.4f", recallAtTarget),
            "\(automaticTrue + automaticFalse)", "\(automaticFalse)", "\(reviews)",
            String(format: "%.4f", recallWithReviews),
        ]
    }
}

/// A model as it is shown.
private struct ModelAnswer: Encodable {
    let id: String
    let text: String
    private let lines: [String]

    private enum CodingKeys: String, CodingKey {
        case id
        case text
    }

    init(_ model: MatchModel) {
        id = model.id
        text = model.text
        let table = model.table
        lines =
            [
                "model \(model.id)",
                String(format: "automatic from %.2f bits, review from %.2f", model.automatic, model.review),
            ]
            + TextTable(header: table.header, rows: table.rows).lines
    }

    func show(json: Bool) throws { try Terminal(json: json).show(self, lines: lines) }
}

/// Files of models and of truths.
enum ModelFile {
    /// The model of a file, or the shipped one.
    static func read(_ path: String?) throws -> MatchModel {
        guard let path else { return .standard }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Refusal(.invalid, "The model cannot be read. Check its path and permissions.")
        }
        return try parse(String(decoding: data, as: UTF8.self))
    }

    /// The model as its text says, which has six digits.
    static func reread(_ model: MatchModel) throws -> MatchModel { try parse(model.text) }

    private static func parse(_ text: String) throws -> MatchModel {
        do {
            return try MatchModel(text: text)
        } catch {
            throw Refusal(.invalid, "The file is no model of this version. Make one by outreach model train.")
        }
    }

    static func truth(_ path: String, sameList: Bool) throws -> Set<PairOfIDs> {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Refusal(.invalid, "The truth cannot be read. Check its path and permissions.")
        }
        let lines = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).dropFirst()
        return Set(
            lines.compactMap { line in
                let ids = line.split(separator: ",").map { String($0) }
                return ids.count >= 2 ? PairOfIDs(ids[0], ids[1], sameList: sameList) : nil
            })
    }
}
