import Foundation

/// Where answers and progress go: data to standard output, everything else to standard error.
struct Terminal {
    let json: Bool

    /// Shows an outcome: as JSON where asked for, else as the given lines for people.
    func show(_ outcome: some Encodable, _ lines: String...) throws {
        try show(outcome, lines: lines)
    }

    /// Shows an outcome: as JSON where asked for, else as the given lines for people.
    func show(_ outcome: some Encodable, lines: [String]) throws {
        try show(outcome, .prettyPrinted, lines)
    }

    /// Shows one of many outcomes: as one line of JSON where asked for, so that nobody has to read them all at once.
    func showItem(_ outcome: some Encodable, lines: [String]) throws {
        try show(outcome, [], lines)
    }

    private func show(_ outcome: some Encodable, _ format: JSONEncoder.OutputFormatting, _ lines: [String]) throws {
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [format, .sortedKeys, .withoutEscapingSlashes]
            encoder.dateEncodingStrategy = .iso8601
            print(String(decoding: try encoder.encode(outcome), as: UTF8.self))
        } else {
            for line in lines { print(line) }
        }
    }

    /// Says what is going on, to a person at a terminal only.
    static func progress(_ line: String) {
        guard isatty(STDERR_FILENO) == 1 else { return }
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }

    static func warn(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }
}

/// Rows under a heading, in columns as wide as their widest cell.
struct TextTable {
    let header: [String]
    let rows: [[String]]

    var lines: [String] {
        let all = [header] + rows
        let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        return all.map { row in
            zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
                .joined(separator: "  ").trimmingTrailingSpaces
        }
    }
}

extension String {
    fileprivate var trimmingTrailingSpaces: String {
        String(reversed().drop { $0 == " " }.reversed())
    }
}
