import Crypto
import Foundation
package import OutreachCore
import Tabular

/// A file of workers as read, before anything is known about them.
package struct EnrolmentFile: Sendable {
    package struct Row: Sendable {
        /// As a spreadsheet counts.
        package let number: Int
        package let cells: [String]
        package let form: WorkerForm
        /// What is wrong with the row as a row: damaged text, a quote that never ends, too long a cell.
        package let problems: [FieldProblem]
    }

    package let header: [String]
    package let rows: [Row]
    package let sha256: [UInt8]

    /// Reads a CSV file.
    ///
    /// - Throws: ``Refusal`` where the file as a whole cannot be taken.
    package init(csv bytes: [UInt8]) throws(Refusal) {
        sha256 = Array(SHA256.hash(data: bytes))
        do {
            var reader = try CSVReader(bytes)
            guard let first = try reader.next() else {
                throw TabularError(
                    .noHeader, message: "The file is empty. Send a file with a header row and a row for each worker.")
            }
            let columns = try ColumnMap(header: first, Self.columns)
            header = first.fields
            var rows: [Row] = []
            while let row = try reader.next() {
                rows.append(Self.row(row, columns))
            }
            self.rows = rows
        } catch let errors as HeaderErrors {
            throw Refusal(
                .invalid, "The header row cannot be used.", problems: errors.errors.map(FieldProblem.init(inFile:)))
        } catch let error as TabularError {
            throw Refusal(.invalid, "The file cannot be taken as it is.", problems: [FieldProblem(inFile: error)])
        } catch {
            throw Refusal(.invalid, "The file cannot be read. Save it as CSV and send it again.")
        }
    }

    /// Takes workers that a program sent as they are.
    package init(forms: [WorkerForm]) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        sha256 = Array(SHA256.hash(data: try encoder.encode(forms)))
        header = []
        rows = forms.enumerated().map { Row(number: $0 + 1, cells: [], form: $1, problems: []) }
    }

    private static func row(_ row: CSVRow, _ columns: ColumnMap<WorkerForm.Field>) -> Row {
        var form = WorkerForm()
        for field in WorkerForm.Field.allCases where columns.contains(field) {
            form[field] = columns.text(field, in: row)
        }
        return Row(
            number: row.number, cells: row.fields, form: form,
            problems: row.problems.map { FieldProblem(inRow: columns.named($0)) })
    }

    /// The columns and how employers head them; case, spaces and punctuation do not matter.
    static let columns: [ColumnSpecification<WorkerForm.Field>] = [
        column(
            .employerReference, "temp id", "employer reference", "reference", "employee id", "employee number",
            "payroll number", "staff number", "works number"),
        column(
            .employer, "employer ods", "employer ods code", "ods code", "ods", "care home code", "organisation code"),
        column(.title, "salutation"),
        column(.givenNames, "given name", "first name", "first names", "forename", "forenames", "christian name"),
        column(.middleNames, "middle name", "other names", "other given names", "second name"),
        ColumnSpecification(
            .familyName, name: WorkerForm.Field.familyName.rawValue,
            otherSpellings: ["surname", "last name", "family", "family names"], isMandatory: true),
        column(.previousFamilyName, "previous surname", "maiden name", "former name", "previous family names"),
        column(.latinGivenNames, "given names in latin letters"),
        column(.latinFamilyName, "family name in latin letters"),
        column(.birthDate, "date of birth", "dob", "d.o.b.", "birthday", "date of birth (dd/mm/yyyy)", "born"),
        column(.sex, "gender", "m/f"),
        column(.addressLine, "address", "address line 1", "address line1", "address_line1", "street"),
        column(.town, "city", "post town"),
        column(.postcode, "post code", "zip", "postal code"),
        column(.phone, "telephone", "mobile", "phone number", "mobile number", "telephone number", "mobile phone"),
        column(.email, "e-mail", "email address", "e-mail address", "mail"),
        column(.countryOfBirth, "birth country", "country"),
        column(.jobRole, "job", "job title", "role", "position"),
        column(.startedOn, "start date", "started", "employed since"),
        column(.nhsNumber, "claimed nhs number", "nhs no", "nhs", "chi number", "health and care number"),
        column(.numberUnavailable, "reason for no nhs number", "why no nhs number"),
    ]

    private static func column(
        _ field: WorkerForm.Field, _ spellings: String...
    ) -> ColumnSpecification<WorkerForm.Field> {
        ColumnSpecification(field, name: field.rawValue, otherSpellings: spellings)
    }
}
