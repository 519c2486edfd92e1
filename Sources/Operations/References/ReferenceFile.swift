internal import Foundation
internal import OutreachCore
internal import Store
internal import Tabular

/// The file of a reference: its columns, and what a row must hold.
enum ReferenceFile {
    enum Kind {
        /// Every patient.
        case extract
        /// Patients who are new, are described anew, or are gone.
        case changes
    }

    enum Column: String, CaseIterable, Hashable, Sendable {
        case recordID, nhsNumber, givenNames, middleNames, familyName, previousFamilyName, birthDate, sex, addressLine
        case postcode, previousPostcode, phone, email, practice, deceased, supersededBy, confidential, removed
    }

    static let columns: [ColumnSpecification<Column>] = [
        .init(.recordID, name: "ref_id", otherSpellings: ["record_id", "patient_id", "id"], isMandatory: true),
        .init(.nhsNumber, name: "nhs_number", otherSpellings: ["NHS No", "NHS Num"], isMandatory: true),
        .init(
            .givenNames, name: "given_name", otherSpellings: ["given_names", "first_name", "forename", "forenames"],
            isMandatory: true),
        .init(.middleNames, name: "middle_names", otherSpellings: ["middle_name", "other_names"]),
        .init(.familyName, name: "family_name", otherSpellings: ["surname", "last_name"], isMandatory: true),
        .init(
            .previousFamilyName, name: "previous_family_name",
            otherSpellings: ["previous_family_names", "previous_surname", "maiden_name"]),
        .init(.birthDate, name: "date_of_birth", otherSpellings: ["birth_date", "dob"], isMandatory: true),
        .init(.sex, name: "sex", otherSpellings: ["gender"]),
        .init(.addressLine, name: "address_line1", otherSpellings: ["address", "address_line", "address_line_1"]),
        .init(.postcode, name: "postcode", otherSpellings: ["post_code"]),
        .init(.previousPostcode, name: "previous_postcode", otherSpellings: ["previous_post_code"]),
        .init(.phone, name: "phone", otherSpellings: ["telephone", "mobile", "phone_number"]),
        .init(.email, name: "email", otherSpellings: ["email_address"]),
        .init(.practice, name: "gp_practice", otherSpellings: ["practice", "practice_code", "gp_practice_code"]),
        .init(.deceased, name: "deceased", otherSpellings: ["is_deceased"]),
        .init(.supersededBy, name: "superseded_by"),
        .init(.confidential, name: "confidential", otherSpellings: ["sensitive", "s_flag"]),
        .init(.removed, name: "removed", otherSpellings: ["deleted"]),
    ]

    /// How many findings are shown: more help nobody.
    private static let largestErrorCount = 100

    /// Reads a file row by row, hands over the good rows, and answers what is wrong with the others.
    ///
    /// Once something is wrong nothing will be loaded, so it only goes on looking for errors then.
    static func read(
        _ file: URL, _ kind: Kind, acceptsTestNumbers: Bool, row take: (ReferenceRow) throws -> Void
    ) throws -> [TabularError] {
        var errors: [TabularError] = []
        do {
            var reader = try CSVReader(limits: .reference, source: try FileChunks.source(of: file))
            guard let header = try reader.next() else { return [emptyFile] }
            let parser = ReferenceRowParser(
                kind: kind, columns: try ColumnMap(header: header, columns), acceptsTestNumbers: acceptsTestNumbers)
            while let row = try reader.next(), errors.count < largestErrorCount {
                let (parsed, problems) = parser.parse(row)
                errors += problems
                if let parsed { try take(parsed) }
            }
        } catch let header as HeaderErrors {
            errors += header.errors
        } catch let fault as TabularError {
            errors.append(fault)
        }
        return errors
    }

    static var emptyFile: TabularError {
        TabularError(.noHeader, message: "The file is empty. Send one with a row of headers and a row per patient.")
    }

    /// - Throws: ``Refusal`` with the errors, where there are any.
    static func refuse(_ errors: [TabularError]) throws(Refusal) {
        guard !errors.isEmpty else { return }
        throw Refusal(
            .invalid, "Nothing was loaded. Correct the file and load it again.",
            problems: shortened(errors).map(FieldProblem.init(inFile:)))
    }

    /// At most a hundred errors in the order of their rows, and a word on the rest.
    private static func shortened(_ errors: [TabularError]) -> [TabularError] {
        let sorted = errors.sorted { ($0.row ?? 0, $0.column ?? 0) < ($1.row ?? 0, $1.column ?? 0) }
        guard sorted.count >= largestErrorCount else { return sorted }
        let more = TabularError(
            .tooManyErrors,
            message: "There may be more: only \(largestErrorCount) errors are shown. Correct them and try again.")
        return sorted.prefix(largestErrorCount) + [more]
    }

    static func error(forTakenNumberIn row: Int, line: Int) -> TabularError {
        TabularError(
            .invalidValue, row: row, line: line, columnName: "nhs_number",
            message: "Another patient of the reference has this NHS number. Send that patient's change too.")
    }

    static func errors(for repeated: RepeatedReferenceRow) -> [TabularError] {
        let findings = [
            (repeated.repeatsID, "ref_id", "Another row above has the same record id. Give each patient one row."),
            (
                repeated.repeatsNumber, "nhs_number",
                "Another row above has the same NHS number. Find out whose it is and correct the other."
            ),
        ]
        return findings.filter(\.0).map { _, column, message in
            TabularError(
                .invalidValue, row: repeated.row, line: repeated.line, columnName: column, message: message)
        }
    }
}
