import OutreachCore
import Tabular

/// A table of organisations: ODS code, name, kinds, and for some a setting and an area.
package enum OrganisationFile {
    /// Reads the whole file.
    ///
    /// - Parameter source: Gives the next bytes, however many, and `nil` at the end.
    /// - Returns: The organisations in the order of the rows.
    /// - Throws: ``Refusal`` with every problem of the file, each with its row and column.
    package static func read(from source: @escaping () throws -> [UInt8]?) throws -> [OrganisationDescription] {
        var reading = Reading()
        do {
            var reader = try CSVReader(limits: .upload, source: source)
            guard let header = try reader.next() else { throw noHeader }
            let columns = try ColumnMap(header: header, specifications)
            while let row = try reader.next() { reading.take(row, columns) }
        } catch let errors as HeaderErrors {
            reading.errors += errors.errors
        } catch let error as TabularError {
            reading.errors.append(error)
        }
        guard reading.errors.isEmpty else { throw Refusal.invalid(reading.errors.map(FieldProblem.init(inFile:))) }
        return reading.organisations
    }

    private static let noHeader = TabularError(
        .noHeader, message: "The file is empty. Give it a first row of column names, then a row per organisation.")

    fileprivate enum Column: Hashable, Sendable {
        case odsCode
        case name
        case kinds
        case setting
        case area
    }

    private static let specifications: [ColumnSpecification<Column>] = [
        ColumnSpecification(
            .odsCode, name: "ods_code",
            otherSpellings: ["ods", "code", "organisation code", "org code", "site code", "location ods code"],
            isMandatory: true),
        ColumnSpecification(
            .name, name: "name", otherSpellings: ["organisation name", "organisation", "org name", "location name"],
            isMandatory: true),
        ColumnSpecification(
            .kinds, name: "kinds", otherSpellings: ["kind", "type", "organisation type", "organisation kind"],
            isMandatory: true),
        ColumnSpecification(.setting, name: "setting", otherSpellings: ["care setting", "employer setting"]),
        ColumnSpecification(
            .area, name: "area", otherSpellings: ["icb", "ics", "region", "commissioner", "local area"]),
    ]
}

/// What was read so far, with all that is wrong with it.
private struct Reading {
    var organisations: [OrganisationDescription] = []
    var errors: [TabularError] = []
    private var firstRows: [ODSCode: Int] = [:]

    mutating func take(_ row: CSVRow, _ columns: ColumnMap<OrganisationFile.Column>) {
        var found = row.problems.map(columns.named)
        func refuse(_ column: OrganisationFile.Column, _ message: String) {
            found.append(columns.invalidValue(column, in: row, message: message))
        }
        let code = try? ODSCode(parsing: columns.text(.odsCode, in: row))
        if code == nil { refuse(.odsCode, ODSCode.ParseError.notACode.advice) }
        if let code, let first = firstRows.updateValue(row.number, forKey: code) {
            refuse(.odsCode, "The code is in row \(first) too. Keep one of the rows.")
        }
        let name = columns.text(.name, in: row)
        if !(1...200).contains(name.count) { refuse(.name, "Enter the organisation's name: up to 200 characters.") }
        let kinds = Self.kinds(columns.text(.kinds, in: row))
        if kinds.isEmpty {
            refuse(.kinds, "Enter one or more of employer, site, practice and outreach_team, with semicolons between.")
        }
        let setting = Self.word(columns.text(.setting, in: row))
        if !setting.isEmpty, EmployerSetting(rawValue: setting) == nil {
            refuse(.setting, "Enter care_home, home_care, day_centre, other_social_care or health_care, or nothing.")
        }
        let area = columns.text(.area, in: row)
        if area.isEmpty, kinds.contains(.outreachTeam) { refuse(.area, "Enter the area that the outreach team works.") }
        errors += found
        guard found.isEmpty, let code else { return }
        organisations.append(
            OrganisationDescription(
                odsCode: code, name: name, kinds: kinds, setting: EmployerSetting(rawValue: setting),
                area: area.isEmpty ? nil : area))
    }

    /// The kinds in a cell; none where one of them is unknown or is the operator.
    private static func kinds(_ text: String) -> Set<OrganisationKind> {
        let words = text.split { ";,|/+".contains($0) }.map { word(String($0)) }
        let kinds = words.compactMap(OrganisationKind.init(rawValue:))
        return kinds.count == words.count && !kinds.contains(.operator) ? Set(kinds) : []
    }

    /// "Care home" and "care-home" are `care_home`.
    private static func word(_ text: String) -> String {
        text.lowercased().split { !$0.isLetter }.joined(separator: "_")
    }
}
