/// One row of a table, with what is wrong with it.
public struct CSVRow: Hashable, Sendable {
    /// The row as a spreadsheet numbers it: the header is mostly row 1, and blank rows count.
    public let number: Int
    /// The line of the file on which the row begins.
    public let line: Int
    /// What is wrong with the row itself; a row with problems is still given, as far as it could be read.
    public let problems: [TabularError]
    /// The text of all cells, in UTF-8, one after the other.
    let bytes: [UInt8]
    /// Where each cell ends in ``bytes``.
    let ends: [Int]

    /// How many cells there are.
    public var count: Int { ends.count }

    /// The text of a cell, by its index from 0; empty where the row is too short.
    public subscript(index: Int) -> String {
        guard ends.indices.contains(index) else { return "" }
        return String(decoding: bytes[range(of: index)], as: UTF8.self)
    }

    /// The text of every cell.
    public var fields: [String] { ends.indices.map { self[$0] } }

    func range(of index: Int) -> Range<Int> {
        (index == 0 ? 0 : ends[index - 1])..<ends[index]
    }
}

extension CSVRow: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Cells may hold a person's details, so only the place is shown.
    public var description: String { "row \(number)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["number": number]) }
}
