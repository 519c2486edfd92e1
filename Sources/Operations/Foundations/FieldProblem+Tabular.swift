import OutreachCore
import Tabular

extension FieldProblem {
    /// A fault of a file, at its place as a spreadsheet shows it.
    init(inFile error: TabularError) {
        let place = [error.row.map { "row \($0)" }, error.column.map { "column \($0)" }, error.columnName]
        self.init(
            field: place.compactMap(\.self).joined(separator: ", "), code: error.kind.rawValue, message: error.message)
    }

    /// A fault of a row whose place is told beside it.
    init(inRow error: TabularError) {
        self.init(
            field: error.columnName ?? error.column.map { "column \($0)" } ?? "row", code: error.kind.rawValue,
            message: error.message)
    }
}
