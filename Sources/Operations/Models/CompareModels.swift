import Foundation
internal import Linkage
internal import Store

/// How right a model is on files of which somebody knows who is whom.
package struct ModelFigures: Encodable, Sendable {
    package let model: String
    package var bestF1 = 0.0
    /// The greatest recall at which no more than one pair in ten thousand is wrong.
    package var recallAtTarget = 0.0
    package var automaticTrue = 0
    package var automaticFalse = 0
    package var reviews = 0
    package var recallWithReviews = 0.0

    private static let targetPrecision = 0.9999

    /// - Parameters:
    ///   - files: what is matched, by which model.
    ///   - truth: the pairs that are one person, each `left,right`.
    /// - Throws: ``Refusal`` where a file cannot be read.
    package init(_ files: MatchFiles, truth: Set<PairOfIDs>) throws {
        model = files.linker.model.id
        var found: [(score: Double, isTrue: Bool)] = []
        var reached = 0
        var isHeader = true
        let sameList = files.reference == nil
        _ = try files.run { bytes in
            for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
                defer { isHeader = false }
                let cells = line.split(separator: ",").map { String($0) }
                guard !isHeader, cells.count == 4, let score = Double(cells[2]) else { continue }
                let isTrue = truth.contains(PairOfIDs(cells[0], cells[1], sameList: sameList))
                found.append((score, isTrue))
                automaticTrue += cells[3] == "auto" && isTrue ? 1 : 0
                automaticFalse += cells[3] == "auto" && !isTrue ? 1 : 0
                reviews += cells[3] == "review" ? 1 : 0
                if cells[3] != "possible", isTrue { reached += 1 }
            }
        }
        recallWithReviews = truth.isEmpty ? 0 : Double(reached) / Double(truth.count)
        rank(found.sorted { $0.score > $1.score }, outOf: truth.count)
    }

    private mutating func rank(_ found: [(score: Double, isTrue: Bool)], outOf count: Int) {
        var right = 0
        for (index, pair) in found.enumerated() {
            if pair.isTrue { right += 1 }
            let endsTie = index + 1 == found.count || found[index + 1].score < pair.score
            guard endsTie, count > 0 else { continue }
            let precision = Double(right) / Double(index + 1)
            let recall = Double(right) / Double(count)
            if right > 0 { bestF1 = max(bestF1, 2 * precision * recall / (precision + recall)) }
            if precision >= Self.targetPrecision { recallAtTarget = max(recallAtTarget, recall) }
        }
    }
}

/// Two ids; in one list the order makes no difference.
package struct PairOfIDs: Hashable, Sendable {
    private let left: String
    private let right: String

    package init(_ left: String, _ right: String, sameList: Bool) {
        let isInOrder = !sameList || left <= right
        self.left = isInOrder ? left : right
        self.right = isInOrder ? right : left
    }
}
