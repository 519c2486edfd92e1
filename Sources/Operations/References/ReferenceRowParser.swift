internal import Linkage
internal import OutreachCore
internal import Store
internal import Tabular

/// Reads one row of a reference file.
struct ReferenceRowParser {
    let kind: ReferenceFile.Kind
    let columns: ColumnMap<ReferenceFile.Column>
    let acceptsTestNumbers: Bool

    /// What a row says, or what is wrong with it.
    func parse(_ row: CSVRow) -> (row: ReferenceRow?, problems: [TabularError]) {
        var cells = Cells(row: row, columns: columns)
        let id = cells.required(.recordID, "Every patient needs a record id. Fill it in.")
        guard cells.flag(.removed) else { return patient(id, row, &cells) }
        if kind == .extract {
            cells.refuse(
                .removed, "A whole extract has no removed patients. Load this file as changes, or leave it out.")
        }
        let problems = row.problems.map(columns.named) + cells.problems
        return (problems.isEmpty ? .removal(rowNumber: row.number, line: row.line, record: id) : nil, problems)
    }

    private func patient(
        _ id: String, _ row: CSVRow, _ cells: inout Cells
    ) -> (row: ReferenceRow?, problems: [TabularError]) {
        let number = cells.parsed(.nhsNumber) { text throws(NHSNumber.ParseError) in try NHSNumber(parsing: text) }
        let birthDate = cells.text(.birthDate).isEmpty ? nil : cells.parsed(.birthDate, Self.birthDate)
        let sex =
            cells.text(.sex).isEmpty
            ? .notKnown
            : cells.parsed(.sex) { text throws(Sex.ParseError) in
                try Sex(parsing: text)
            }
        let status = status(of: &cells)
        if cells.text(.givenNames).isEmpty, cells.text(.familyName).isEmpty {
            cells.refuse(.familyName, "Every patient needs a name. Fill in the given or the family name.")
        }
        if let number, number.range == .neverIssued, !acceptsTestNumbers {
            cells.refuse(.nhsNumber, "This number is of the range for tests, and a setting forbids these here.")
        }
        let problems = row.problems.map(columns.named) + cells.problems
        guard problems.isEmpty, let number, let sex else { return (nil, problems) }
        let record = record(id: id, number: number, birthDate: birthDate, sex: sex, status: status, cells)
        let patient = NewReferencePatient(
            rowNumber: row.number, line: row.line, number: number, record: record, birthDate: birthDate, sex: sex,
            practiceCode: cells.text(.practice), supersededBy: cells.text(.supersededBy))
        return (.patient(patient), [])
    }

    private func record(
        id: String, number: NHSNumber, birthDate: BirthDate?, sex: Sex, status: LinkageRecord.Status, _ cells: Cells
    ) -> LinkageRecord {
        let previousNames = cells.text(.previousFamilyName).split(separator: ";").map { String($0) }
        return LinkageRecord(
            id: id, givenNames: cells.text(.givenNames), middleNames: cells.text(.middleNames),
            familyName: cells.text(.familyName), previousFamilyNames: previousNames,
            birthDate: birthDate.map(LinkageRecord.BirthDate.init), sex: LinkageRecord.Sex(sex),
            addressLine: cells.text(.addressLine), postcode: cells.text(.postcode),
            previousPostcode: cells.text(.previousPostcode), phone: cells.text(.phone), email: cells.text(.email),
            nhsNumber: number.digits, status: status)
    }

    private func status(of cells: inout Cells) -> LinkageRecord.Status {
        var status: LinkageRecord.Status = []
        if cells.flag(.deceased) { status.insert(.deceased) }
        if cells.flag(.confidential) { status.insert(.confidential) }
        if !cells.text(.supersededBy).isEmpty { status.insert(.superseded) }
        return status
    }

    /// ISO dates are nearly all there are, and read quickest.
    private static func birthDate(_ text: String) throws(BirthDate.ParseError) -> BirthDate {
        if let date = try? CalendarDate(parsing: text) { return BirthDate(date) }
        return try BirthDate(parsing: text)
    }
}

/// The cells of a row, and what was found wrong with them.
private struct Cells {
    typealias Column = ReferenceFile.Column

    let row: CSVRow
    let columns: ColumnMap<Column>
    private(set) var problems: [TabularError] = []

    init(row: CSVRow, columns: ColumnMap<Column>) {
        self.row = row
        self.columns = columns
    }

    func text(_ column: Column) -> String {
        columns.text(column, in: row)
    }

    mutating func refuse(_ column: Column, _ message: String) {
        problems.append(columns.invalidValue(column, in: row, message: message))
    }

    mutating func required(_ column: Column, _ message: String) -> String {
        let text = text(column)
        if text.isEmpty { refuse(column, message) }
        return text
    }

    mutating func parsed<Value, Fault: InputFault>(
        _ column: Column, _ parse: (String) throws(Fault) -> Value
    ) -> Value? {
        do throws(Fault) {
            return try parse(text(column))
        } catch {
            refuse(column, error.advice)
            return nil
        }
    }

    /// Yes or no as extracts write it; an empty cell is no.
    mutating func flag(_ column: Column) -> Bool {
        switch text(column).lowercased() {
        case "1", "true", "t", "yes", "y": return true
        case "", "0", "false", "f", "no", "n": return false
        default:
            refuse(column, "Enter 1 for yes or 0 for no.")
            return false
        }
    }
}
