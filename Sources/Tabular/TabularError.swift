/// What is wrong with a table, where, and what to do about it; never what a cell holds.
public struct TabularError: Error, Hashable, Sendable {
    public let kind: Kind
    /// The row as a spreadsheet numbers it, from 1; `nil` where the whole file is meant.
    public let row: Int?
    /// The line of the file on which the row begins, from 1: more than the row where cells hold line breaks.
    public let line: Int?
    /// The column, from 1.
    public let column: Int?
    /// The caller's own name of the column, never the text of a header.
    public let columnName: String?
    /// One or two sentences for the person who made the file: what to do.
    public let message: String

    public enum Kind: String, CaseIterable, Hashable, Sendable {
        case tooManyBytes = "too_many_bytes"
        case tooManyRows = "too_many_rows"
        case tooManyColumns = "too_many_columns"
        case tooManyErrors = "too_many_errors"
        case fieldTooLong = "field_too_long"
        case raggedRow = "ragged_row"
        case unterminatedQuote = "unterminated_quote"
        case textAfterQuote = "text_after_quote"
        case unreadableText = "unreadable_text"
        case controlCharacter = "control_character"
        case nulByte = "nul_byte"
        case noHeader = "no_header"
        case duplicateColumn = "duplicate_column"
        case missingColumn = "missing_column"
        /// Raised by callers for what a cell holds.
        case invalidValue = "invalid_value"
    }

    public init(
        _ kind: Kind, row: Int? = nil, line: Int? = nil, column: Int? = nil, columnName: String? = nil, message: String
    ) {
        self.kind = kind
        self.row = row
        self.line = line
        self.column = column
        self.columnName = columnName
        self.message = message
    }
}

/// Everything that is wrong with a header, so that it is mended in one go.
public struct HeaderErrors: Error, Hashable, Sendable {
    public let errors: [TabularError]
}
