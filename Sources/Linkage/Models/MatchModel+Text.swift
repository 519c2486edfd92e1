import Foundation

extension MatchModel {
    /// The form in which a model is kept and by which it is known: its SHA-256 is the model's id.
    ///
    /// One line per level, `field level m u r observations`, so that two models are compared by `diff`. Probabilities
    /// have six significant digits: a model is what its text says, not what was computed before it was written.
    public var text: String {
        var lines = ["outreach-match-model 2", "automatic \(Self.digits(automatic))", "review \(Self.digits(review))"]
        lines.append("housemates \(Self.digits(housemates))")
        lines.append("streetCollision \(Self.digits(streetCollision))")
        for field in ComparisonField.allCases {
            for (name, level) in zip(field.weighedLevels, levels[field] ?? []) {
                lines.append(
                    "\(field.name) \(name) \(Self.digits(level.m)) \(Self.digits(level.u)) \(Self.digits(level.r)) "
                        + Self.digits(level.observations.rounded()))
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Reads the text of a model.
    ///
    /// - Throws: ``ModelFault``
    public init(text: String) throws(ModelFault) {
        let lines = text.split(separator: "\n").map { $0.split(separator: " ").map { String($0) } }
        guard lines.count > 5, lines[0].first == "outreach-match-model" else { throw .unreadable }
        guard lines[0].last == "2" else { throw .otherVersion }
        var levels: [ComparisonField: [Level]] = [:]
        for line in lines.dropFirst(5) { try Self.read(line, into: &levels) }
        try self.init(
            levels: levels, housemates: try Self.threshold("housemates", lines[3]),
            streetCollision: try Self.threshold("streetCollision", lines[4]),
            automatic: try Self.threshold("automatic", lines[1]),
            review: try Self.threshold("review", lines[2]))
    }

    private static func read(
        _ line: [String], into levels: inout [ComparisonField: [Level]]
    ) throws(ModelFault) {
        guard line.count == 6, let m = Double(line[2]), let u = Double(line[3]), let r = Double(line[4]),
            let count = Double(line[5])
        else {
            throw .unreadable
        }
        guard let field = ComparisonField(name: line[0]) else { throw .unknownField }
        let index = levels[field]?.count ?? 0
        guard index < field.weighedLevels.count, field.levels[index] == line[1] else { throw .wrongLevels(field) }
        levels[field, default: []].append(Level(m: m, u: u, r: r, observations: count))
    }

    private static func threshold(_ name: String, _ line: [String]) throws(ModelFault) -> Double {
        guard line.count == 2, line[0] == name, let value = Double(line[1]) else { throw .unreadable }
        return value
    }

    private static func digits(_ value: Double) -> String { String(format: "%.6g", value) }
}
