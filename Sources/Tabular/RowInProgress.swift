/// The cells of a row as far as they are read.
struct RowInProgress {
    private(set) var bytes: [UInt8] = []
    private(set) var ends: [Int] = []
    /// What is wrong, each kind once a cell, and the number of columns once a row.
    private(set) var problems: [Problem] = []
    var isASCII = true
    var line = 1
    private var cellStart = 0
    /// The columns that were read, also those beyond the limit.
    private var column = 0

    struct Problem: Hashable {
        let kind: TabularError.Kind
        /// From 1.
        let column: Int
    }

    init(capacity: Int = 0, columns: Int = 0) {
        bytes.reserveCapacity(capacity)
        ends.reserveCapacity(columns)
    }

    mutating func append(_ text: UnsafeBufferPointer<UInt8>, limit: Int) {
        let room = limit - (bytes.count - cellStart)
        if text.count > room { note(.fieldTooLong) }
        bytes += UnsafeBufferPointer(rebasing: text.prefix(room))
    }

    mutating func endCell(limit: Int) {
        column += 1
        if column <= limit {
            ends.append(bytes.count)
        } else {
            if bytes.count > cellStart { noteTooManyColumns() }
            bytes.removeSubrange(cellStart...)
        }
        cellStart = bytes.count
    }

    /// Forgets what was read of the cell.
    mutating func restartCell() {
        bytes.removeSubrange(cellStart...)
    }

    mutating func note(_ kind: TabularError.Kind) {
        let problem = Problem(kind: kind, column: column + 1)
        guard !isTooWide, !problems.reversed().prefix(while: { $0.column == column + 1 }).contains(problem) else {
            return
        }
        problems.append(problem)
    }

    private var isTooWide: Bool {
        problems.last?.kind == .tooManyColumns
    }

    private mutating func noteTooManyColumns() {
        guard !isTooWide else { return }
        problems.append(Problem(kind: .tooManyColumns, column: column))
    }
}
