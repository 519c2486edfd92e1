/// Comparators as textbooks write them, on arrays of bytes: what the fast ones are measured against.
enum Textbook {
    static func jaroWinkler(_ one: [UInt8], _ other: [UInt8]) -> Double {
        guard one != other else { return 1 }
        let window = max(0, max(one.count, other.count) / 2 - 1)
        var (matched, taken) = (
            [Bool](repeating: false, count: one.count), [Bool](repeating: false, count: other.count)
        )
        var matches = 0.0
        for index in one.indices {
            let range = max(0, index - window)..<max(0, index - window, min(other.count, index + window + 1))
            guard let found = range.first(where: { !taken[$0] && other[$0] == one[index] }) else { continue }
            (matched[index], taken[found]) = (true, true)
            matches += 1
        }
        guard matches > 0 else { return 0 }
        let pairs = zip(one.indices.filter { matched[$0] }, other.indices.filter { taken[$0] })
        let exchanges = pairs.count { one[$0] != other[$1] } / 2
        let jaro =
            (matches / Double(one.count) + matches / Double(other.count) + (matches - Double(exchanges)) / matches) / 3
        let prefix = zip(one, other).prefix(4).prefix { $0 == $1 }.count
        return jaro + Double(prefix) * 0.1 * (1 - jaro)
    }

    /// Damerau-Levenshtein, neighbours exchanged, the whole matrix.
    static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
        var rows = [[Int]](repeating: [Int](repeating: 0, count: other.count + 1), count: one.count + 1)
        for row in 0...one.count { rows[row][0] = row }
        for column in 0...other.count { rows[0][column] = column }
        for row in 1..<one.count + 1 {
            for column in 1..<other.count + 1 {
                let cost = one[row - 1] == other[column - 1] ? 0 : 1
                rows[row][column] = min(
                    rows[row - 1][column] + 1, rows[row][column - 1] + 1, rows[row - 1][column - 1] + cost)
                if row > 1, column > 1, one[row - 1] == other[column - 2], one[row - 2] == other[column - 1] {
                    rows[row][column] = min(rows[row][column], rows[row - 2][column - 2] + 1)
                }
            }
        }
        return rows[one.count][other.count]
    }
}
