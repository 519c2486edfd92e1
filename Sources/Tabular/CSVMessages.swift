/// Where a row stands.
struct RowPlace {
    let number: Int
    let line: Int
}

extension RowInProgress.Problem {
    /// A cell, by its index from 0, that is not text in the file's encoding.
    static func unreadable(_ index: Int) -> Self {
        Self(kind: .unreadableText, column: index + 1)
    }
}

extension CSVRow {
    /// The cells that are not valid UTF-8, or hold the sign that stands for what could not be read.
    var unreadableCells: [Int] {
        ends.indices.filter { index in
            let text = String(validating: bytes[range(of: index)], as: UTF8.self)
            return text?.unicodeScalars.contains("\u{fffd}") ?? true
        }
    }

    /// Whether there are only spaces.
    var isBlank: Bool {
        bytes.allSatisfy { $0 == Byte.space || $0 == Byte.tab }
    }

    /// Spreadsheets write empty cells behind the last column.
    func withoutEmptyCells(beyond width: Int) -> CSVRow {
        guard count > width, width > 0, ends[width - 1] == bytes.count else { return self }
        return CSVRow(number: number, line: line, problems: problems, bytes: bytes, ends: Array(ends.prefix(width)))
    }
}

extension TabularError {
    init(_ problem: RowInProgress.Problem, _ place: RowPlace, _ limits: CSVLimits) {
        self.init(
            problem.kind, row: place.number, line: place.line, column: problem.column,
            message: Self.message(for: problem.kind, limits))
    }

    static func tooManyBytes(_ limit: Int) -> Self {
        Self(.tooManyBytes, message: "The file is larger than \(limit) bytes. Split it into several files.")
    }

    static func tooManyRows(_ limit: Int, _ row: CSVRow) -> Self {
        Self(
            .tooManyRows, row: row.number, line: row.line,
            message: "The file has more than \(limit) rows. Split it into several files.")
    }

    static func tooManyErrors(_ limit: Int, _ row: CSVRow) -> Self {
        Self(
            .tooManyErrors, row: row.number, line: row.line,
            message: "Reading stopped after \(limit) errors. Correct those listed and send the file again.")
    }

    static func nulByte(row: Int, line: Int) -> Self {
        Self(
            .nulByte, row: row, line: line,
            message: "This is not a text file. Save the sheet as \u{201c}CSV UTF-8\u{201d} and send that.")
    }

    static func raggedRow(_ place: RowPlace, count: Int, width: Int) -> Self {
        Self(
            .raggedRow, row: place.number, line: place.line,
            message:
                "The row has \(count) cells and the first row \(width). Check for a missing or an extra separator, "
                + "and put cells that contain one in double quotes.")
    }

    private static func message(for kind: Kind, _ limits: CSVLimits) -> String {
        switch kind {
        case .fieldTooLong:
            "The cell is longer than \(limits.fieldBytes) bytes. Shorten it."
        case .tooManyColumns:
            "The row has more than \(limits.columns) columns. Remove those that are not needed."
        case .unterminatedQuote:
            "A double quote opens this cell and none closes it. Close it, or write the quote twice inside quotes."
        case .textAfterQuote:
            "Text follows the closing double quote of this cell. Write a quote inside a quoted cell twice."
        case .unreadableText:
            "Some letters of this cell cannot be read. Save the file as \u{201c}CSV UTF-8\u{201d} and send it again."
        case .controlCharacter:
            "The cell holds an invisible control character. Type the cell again."
        case .tooManyBytes, .tooManyRows, .tooManyErrors, .raggedRow, .nulByte, .noHeader, .duplicateColumn,
            .missingColumn, .invalidValue:
            "The row cannot be read. Check it."
        }
    }
}
