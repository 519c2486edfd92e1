import Foundation
package import Linkage

/// Trains a model on files of which nobody says which records are one person.
///
/// It reads files and no table: what the register was told to be one person, by a run or a steward, is not learned from.
/// A model that learned from its own merges would become surer of its own mistakes (decision 0018).
package struct TrainModel: Sendable {
    /// Lists with their references.
    package let files: [(query: MatchFile, reference: MatchFile)]
    package let base: MatchModel
    package let workers: any Workers

    /// Fields that few lists hold often enough: their weights are taken over from the base.
    package static let kept: Set<ComparisonField> = [.nhsNumber, .country]
    /// Of the pairs that are drawn: the same files give the same model.
    private static let seed: UInt64 = 7

    package init(files: [(query: MatchFile, reference: MatchFile)], base: MatchModel, workers: any Workers) {
        self.files = files
        self.base = base
        self.workers = workers
    }

    /// - Throws: ``Refusal`` where a file cannot be read or a level was seen too rarely.
    package func run() throws -> MatchModel {
        var trainer = ModelTrainer(base: base, keeping: Self.kept)
        for (query, reference) in files {
            trainer.add(
                queries: try query.table(workers), references: try reference.table(workers), seed: Self.seed)
        }
        do {
            return try trainer.train()
        } catch let fault as TrainingFault {
            throw fault.refusal
        }
    }
}

extension TrainingFault {
    fileprivate var refusal: Refusal {
        let names = levels.map { level in
            "\(level.field.name) \(level.level) (\(Int(level.seen.rounded())) pairs)"
        }
        return Refusal(
            .invalid,
            "Nothing was trained. These levels were seen too rarely, in fewer than "
                + "\(Int(ModelTrainer.fewestObservations)) pairs: \(names.joined(separator: ", ")). Add more files.")
    }
}

extension MatchModel {
    /// The levels with m, u, r, what they weigh in bits, and how many pairs m was estimated from.
    package var table: (header: [String], rows: [[String]]) {
        let rows = ComparisonField.allCases.flatMap { field in
            zip(field.weighedLevels, levels[field] ?? []).map { name, level in
                [
                    field.name, name, Self.shown(level.m), Self.shown(level.u), Self.shown(level.r),
                    String(format: "%+.2f", level.bits), String(format: "%.0f", level.observations),
                ]
            }
        }
        return (["field", "level", "m", "u", "r", "bits", "pairs"], rows)
    }

    private static func shown(_ probability: Double) -> String { String(format: "%.6f", probability) }
}
