import ArgumentParser
import Foundation
import Linkage
import Operations
import Store

struct ModelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model", abstract: "What the matcher has learned: its weights, and which of them are in use.",
        subcommands: [
            Train.self, Show.self, Compare.self, Add.self, List.self, Approve.self, Rollback.self,
        ])

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
                A file and the shipped model need no database.

                EXAMPLES
                  outreach model show
                  outreach model show model.txt --json
                  outreach model show active
                  outreach model show 3f9a2c71d04b
                """)

        @OptionGroup var global: GlobalOptions
        @Argument(help: "A file, shipped, active, or the id of a model; default: shipped.") var model = "shipped"

        func run() async throws {
            try await reportingFailures {
                guard let reference = ModelFile.reference(model) else {
                    return try ModelAnswer(try ModelFile.read(model)).show(json: global.json)
                }
                let shown = try await ModelFile.stored(reference, global)
                try ModelAnswer(shown).show(json: global.json)
            }
        }
    }

    struct Compare: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compare two models on files of which somebody knows who is whom.",
            discussion: """
                The truth is a CSV file left_id,right_id. Files and the shipped model need no database.

                EXAMPLES
                  outreach model compare shipped model.txt --query staff.csv --reference patients.csv --truth truth.csv
                  outreach model compare active 3f9a2c71d04b --query staff.csv --dedupe --truth truth.csv
                """)

        @OptionGroup var global: GlobalOptions
        @Argument(help: "Each a file, shipped, active, or the id of a model.") var models: [String]
        @OptionGroup var options: MatchOptions
        @Option(help: "The pairs that are one person.") var truth: String

        func run() async throws {
            try await reportingFailures {
                let truth = try ModelFile.truth(truth, sameList: options.dedupe)
                var figures: [ModelFigures] = []
                for name in models {
                    let model = try await ModelFile.model(name, global)
                    let linker = Linker(model: model, workers: ThreadWorkers(options.threads))
                    figures.append(try ModelFigures(options.files(linker), truth: truth))
                }
                let table = TextTable(
                    header: [
                        "model", "best F1", "recall at .9999", "auto", "false", "reviews", "auto + review recall",
                    ],
                    rows: figures.map(\.row))
                try Terminal(json: global.json).show(figures, lines: table.lines)
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
    private let listing: ModelListing?
    private let activations: [ModelActivation]?
    private let lines: [String]

    private enum CodingKeys: String, CodingKey {
        case id, text, listing, activations
    }

    init(_ model: MatchModel) {
        (id, text, listing, activations) = (model.id, model.text, nil, nil)
        lines = ["model \(model.id)"] + Self.weights(model)
    }

    init(_ shown: ShowModel.Outcome) {
        (id, text) = (shown.listing.modelID, shown.text)
        (listing, activations) = (shown.listing, shown.activations)
        let weights = shown.model.map(Self.weights) ?? ["This program does not know its levels."]
        lines =
            ["model \(shown.listing.modelID)", "\(shown.listing.name): \(shown.listing.state.rawValue)"]
            + [shown.listing.notes].filter { !$0.isEmpty } + weights
            + (shown.activations.isEmpty ? [] : ModelText.table(shown.activations).lines)
    }

    private static func weights(_ model: MatchModel) -> [String] {
        let table = model.table
        return [String(format: "automatic from %.2f bits, review from %.2f", model.automatic, model.review)]
            + TextTable(header: table.header, rows: table.rows).lines
    }

    func show(json: Bool) throws { try Terminal(json: json).show(self, lines: lines) }
}

/// Files of models and of truths.
enum ModelFile {
    /// The model of a file, or the shipped one.
    static func read(_ path: String?) throws -> MatchModel {
        guard let path, path != "shipped" else { return .standard }
        return try parse(try text(path))
    }

    static func text(_ path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Refusal(.invalid, "The model cannot be read. Check its path and permissions.")
        }
        return String(decoding: data, as: UTF8.self)
    }

    /// A model of the database; `nil` for what is a file or shipped.
    static func reference(_ name: String) -> ModelReference? {
        if name == "active" { return .active }
        let isFile = name == "shipped" || name.contains("/") || FileManager.default.fileExists(atPath: name)
        return isFile || !name.allSatisfy(\.isHexDigit) ? nil : .id(name)
    }

    static func stored(_ reference: ModelReference, _ global: GlobalOptions) async throws -> ShowModel.Outcome {
        let services = try await Services.ready(try global.settings())
        let member = try await global.member(services, for: ShowModel.roles)
        return try await services.runner.run(ShowModel(reference), as: member)
    }

    /// A model by its file, its name or its id.
    static func model(_ name: String, _ global: GlobalOptions) async throws -> MatchModel {
        guard let reference = reference(name) else { return try read(name) }
        guard let model = try await stored(reference, global).model else {
            throw Refusal(.invalid, "This program does not know the levels of that model. Name another one.")
        }
        return model
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
