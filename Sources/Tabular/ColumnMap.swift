import Foundation

/// A column that a caller reads, and how people spell its header.
public struct ColumnSpecification<Column: Hashable & Sendable>: Sendable {
    public let column: Column
    /// The spelling to show; it is accepted too.
    public let name: String
    public let otherSpellings: [String]
    public let isMandatory: Bool

    public init(_ column: Column, name: String, otherSpellings: [String] = [], isMandatory: Bool = false) {
        self.column = column
        self.name = name
        self.otherSpellings = otherSpellings
        self.isMandatory = isMandatory
    }
}

/// Which column of a file is which of the caller's.
///
/// Case, spaces, punctuation and what stands in parentheses make no difference: "Date of birth (dd/mm/yyyy)" is
/// "date_of_birth".
public struct ColumnMap<Column: Hashable & Sendable>: Sendable {
    /// The columns, from 1, that nobody reads.
    ///
    /// Their headers are not repeated: without a header row they are cells.
    public let unknownColumns: [Int]
    private let indices: [Column: Int]
    private let names: [Int: String]

    /// - Throws: ``HeaderErrors`` for what is wrong with the row itself, columns that are there twice and mandatory ones that are not.
    public init(header: CSVRow, _ specifications: [ColumnSpecification<Column>]) throws(HeaderErrors) {
        var columns: [Column: [Int]] = [:]
        var unknown: [Int] = []
        let spellings = Self.spellings(of: specifications)
        for (index, text) in header.fields.enumerated() {
            if let column = spellings[HeaderText.key(text)] ?? spellings[HeaderText.keyWithoutParentheses(text)] {
                columns[column, default: []].append(index)
            } else if !HeaderText.key(text).isEmpty {
                unknown.append(index + 1)
            }
        }
        let errors = header.problems + specifications.compactMap { $0.error(at: columns[$0.column] ?? [], in: header) }
        guard errors.isEmpty else { throw HeaderErrors(errors: errors) }
        unknownColumns = unknown
        indices = columns.compactMapValues(\.first)
        var names: [Int: String] = [:]
        for specification in specifications {
            for index in columns[specification.column] ?? [] { names[index + 1] = specification.name }
        }
        self.names = names
    }

    /// Whether the file has the column.
    public func contains(_ column: Column) -> Bool {
        indices[column] != nil
    }

    /// The column's number in the file, from 1.
    public func number(of column: Column) -> Int? {
        indices[column].map { $0 + 1 }
    }

    /// The text of a cell without spaces around it and without a formula guard; empty where there is none.
    public func text(_ column: Column, in row: CSVRow) -> String {
        guard let index = indices[column] else { return "" }
        // White space as Unicode has it: Foundation's set holds U+200B too, which is part of what was entered.
        let text = FormulaGuard.unguarded(row[index]).unicodeScalars
        guard let first = text.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = text.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(text[first...last])
    }

    /// The same error with the caller's name of its column.
    public func named(_ error: TabularError) -> TabularError {
        TabularError(
            error.kind, row: error.row, line: error.line, column: error.column,
            columnName: error.column.flatMap { names[$0] } ?? error.columnName, message: error.message)
    }

    /// An error about what a cell holds; the message must not repeat it.
    public func invalidValue(_ column: Column, in row: CSVRow, message: String) -> TabularError {
        let number = number(of: column)
        return TabularError(
            .invalidValue, row: row.number, line: row.line, column: number, columnName: number.flatMap { names[$0] },
            message: message)
    }

    private static func spellings(of specifications: [ColumnSpecification<Column>]) -> [String: Column] {
        var spellings: [String: Column] = [:]
        for specification in specifications {
            for spelling in [specification.name] + specification.otherSpellings {
                spellings[HeaderText.key(spelling)] = specification.column
            }
        }
        return spellings
    }
}

extension ColumnSpecification {
    fileprivate func error(at indices: [Int], in header: CSVRow) -> TabularError? {
        if indices.count > 1 {
            return TabularError(
                .duplicateColumn, row: header.number, line: header.line, column: indices[1] + 1, columnName: name,
                message: "The column \u{201c}\(name)\u{201d} is there \(indices.count) times. Keep one of them.")
        }
        guard indices.isEmpty, isMandatory else { return nil }
        let spellings = ([name] + otherSpellings).map { "\u{201c}\($0)\u{201d}" }.joined(separator: ", ")
        return TabularError(
            .missingColumn, row: header.number, line: header.line, columnName: name,
            message: "The column \u{201c}\(name)\u{201d} is missing. Add it, with one of these headers: \(spellings).")
    }
}

/// Headers as they are compared.
private enum HeaderText {
    /// The letters and digits, in lower case.
    static func key(_ text: String) -> String {
        String(text.filter { $0.isLetter || $0.isNumber }).lowercased()
    }

    static func keyWithoutParentheses(_ text: String) -> String {
        key(text.replacing(/\([^)]*\)/, with: ""))
    }
}
