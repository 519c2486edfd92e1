internal import Linkage
internal import OutreachCore
internal import Store
internal import Tabular

/// One answer of the national tracing service, as its file says.
struct TraceResponse {
    let rowNumber: Int
    let reference: String
    /// The number that was asked about, as the service repeats it.
    let askedNumber: String
    let code: String
    let answer: TraceAnswer
    let matched: NHSNumber?
    let algorithm: String
    let confidence: Double?
    let patient: LinkageRecord
    let birthDate: BirthDate?
    let sex: Sex
    let practiceCode: String

    /// As it is kept.
    var row: NewTraceAnswer {
        var row = NewTraceAnswer(
            reference, code: code, outcome: answer.rawValue, matched: matched, algorithm: algorithm,
            confidence: confidence)
        guard answer.namesPatient else { return row }
        (row.givenNames, row.middleNames, row.familyName) =
            (patient.givenNames, patient.middleNames, patient.familyName)
        (row.birthDate, row.birthDatePrecision) = (birthDate?.earliest.iso, birthDate?.precision.rawValue)
        (row.sex, row.addressLine, row.postcode) = (sex.code, patient.addressLine, patient.postcode)
        (row.phone, row.email, row.practiceCode) = (patient.phone, patient.email, practiceCode)
        row.deceased = patient.status.contains(.deceased)
        row.confidential = patient.status.contains(.confidential)
        return row
    }
}

/// The file of answers: its columns, and what a row must hold.
///
/// Source: PDS MESH data dictionary, response columns (facts.md, section 4). Further columns are left unread.
enum TraceResponseFile {
    enum Column: String, CaseIterable, Hashable, Sendable {
        case reference, askedNumber, familyName, givenName, otherGivenName, gender, birthDate, deathDate, addressLine
        case postcode, practice, telephone, mobile, email, sensitivity, code, matchedNumber, algorithm, confidence
    }

    private static let columns: [ColumnSpecification<Column>] = [
        .init(.reference, name: "UNIQUE REFERENCE", isMandatory: true),
        .init(.askedNumber, name: "REQ_NHS_NUMBER"),
        .init(.familyName, name: "FAMILY_NAME"), .init(.givenName, name: "GIVEN_NAME"),
        .init(.otherGivenName, name: "OTHER_GIVEN_NAME"), .init(.gender, name: "GENDER"),
        .init(.birthDate, name: "DATE_OF_BIRTH"), .init(.deathDate, name: "DATE_OF_DEATH"),
        .init(.addressLine, name: "ADDRESS_LINE1"), .init(.postcode, name: "POSTCODE", otherSpellings: ["POST_CODE"]),
        .init(.practice, name: "GP_PRACTICE_CODE"), .init(.telephone, name: "TELEPHONE_NUMBER"),
        .init(.mobile, name: "MOBILE_NUMBER"), .init(.email, name: "EMAIL_ADDRESS"),
        .init(.sensitivity, name: "SENSITIVITY_FLAG"),
        .init(.code, name: "ERROR/SUCCESS_CODE", isMandatory: true),
        .init(.matchedNumber, name: "MATCHED_NHS_NO", isMandatory: true),
        .init(.algorithm, name: "MATCHED_ALGORITHM_INDICATOR", isMandatory: true),
        .init(.confidence, name: "MATCHED_CONFIDENCE_PERCENTAGE", isMandatory: true),
    ]

    /// Reads a file; a row with a fault is told of and stops no other.
    ///
    /// - Throws: ``Refusal`` where the file as a whole cannot be taken.
    static func read(_ bytes: [UInt8]) throws(Refusal) -> (responses: [TraceResponse], errors: [TabularError]) {
        do {
            var reader = try CSVReader(bytes)
            guard let header = try reader.next() else {
                throw TabularError(.noHeader, message: "The file is empty. Send the answer of the tracing service.")
            }
            let map = try ColumnMap(header: header, columns)
            var responses: [TraceResponse] = []
            var errors: [TabularError] = []
            while let row = try reader.next() {
                var cells = ResponseCells(row: row, columns: map)
                if let response = cells.response() { responses.append(response) }
                errors += row.problems.map(map.named) + cells.problems
            }
            return (responses, errors)
        } catch let errors as HeaderErrors {
            throw Refusal(
                .invalid, "The header row cannot be used.", problems: errors.errors.map(FieldProblem.init(inFile:)))
        } catch let error as TabularError {
            throw Refusal(.invalid, "The file cannot be taken as it is.", problems: [FieldProblem(inFile: error)])
        } catch {
            throw Refusal(.invalid, "The file cannot be read. Send it as it came from the tracing service.")
        }
    }
}

/// The cells of an answer, and what is wrong with them.
private struct ResponseCells {
    typealias Column = TraceResponseFile.Column

    let row: CSVRow
    let columns: ColumnMap<Column>
    private(set) var problems: [TabularError] = []

    init(row: CSVRow, columns: ColumnMap<Column>) {
        self.row = row
        self.columns = columns
    }

    mutating func response() -> TraceResponse? {
        guard row.problems.isEmpty else { return nil }
        let (reference, code, algorithm) = (text(.reference), text(.code), text(.algorithm))
        if reference.isEmpty { refuse(.reference, "An answer needs the reference of its question.") }
        let confidence = confidence()
        let answer = TraceAnswer(code: code, algorithm: algorithm, confidence: confidence)
        if answer == nil { refuse(.code, "This code is none of the data dictionary. Ask the tracing service.") }
        if !["", "0", "1", "2", "3", "4"].contains(algorithm) {
            refuse(.algorithm, "This algorithm is none of the data dictionary. Ask the tracing service.")
        }
        let matched = matchedNumber(answer)
        let birthDate = birthDate(answer)
        guard problems.isEmpty, let answer else { return nil }
        let sex = Sex.allCases.first { $0.code == text(.gender) } ?? .notKnown
        return TraceResponse(
            rowNumber: row.number, reference: reference, askedNumber: text(.askedNumber), code: code, answer: answer,
            matched: matched, algorithm: algorithm, confidence: confidence,
            patient: patient(matched, answer, birthDate, sex), birthDate: birthDate, sex: sex,
            practiceCode: text(.practice))
    }

    private func patient(
        _ number: NHSNumber?, _ answer: TraceAnswer, _ birthDate: BirthDate?, _ sex: Sex
    ) -> LinkageRecord {
        var status: LinkageRecord.Status = []
        if !text(.deathDate).isEmpty { status.insert(.deceased) }
        if answer == .sensitive || ["S", "R"].contains(text(.sensitivity).uppercased()) {
            status.insert(.confidential)
        }
        return LinkageRecord(
            id: "pds-\(number?.digits ?? "")", givenNames: text(.givenName), middleNames: text(.otherGivenName),
            familyName: text(.familyName), birthDate: birthDate.map(LinkageRecord.BirthDate.init),
            sex: LinkageRecord.Sex(sex), addressLine: text(.addressLine), postcode: text(.postcode),
            phone: text(.mobile).isEmpty ? text(.telephone) : text(.mobile), email: text(.email),
            nhsNumber: number?.digits ?? "", status: status)
    }

    /// The matched number; ten zeros, or nothing, stand for none.
    private mutating func matchedNumber(_ answer: TraceAnswer?) -> NHSNumber? {
        let text = text(.matchedNumber)
        let isNone = text.allSatisfy { $0 == "0" }
        if isNone, answer?.namesPatient == true {
            refuse(.matchedNumber, "The code says that somebody was found, and there is no number.")
        }
        guard !isNone else { return nil }
        do {
            return try NHSNumber(parsing: text)
        } catch {
            refuse(.matchedNumber, error.advice)
            return nil
        }
    }

    /// `YYYYMMDDHHMM`, `YYYYMMDD`, `YYYYMM` or `YYYY`.
    private mutating func birthDate(_ answer: TraceAnswer?) -> BirthDate? {
        let digits = text(.birthDate)
        guard !digits.isEmpty, answer?.namesPatient == true else { return nil }
        let year = String(digits.prefix(4))
        let month = String(digits.dropFirst(4).prefix(2))
        let day = String(digits.dropFirst(6).prefix(2))
        let iso = [year, month, day].filter { !$0.isEmpty }.joined(separator: "-")
        guard [4, 6, 8, 12].contains(digits.count), digits.allSatisfy(\.isNumber),
            let date = try? BirthDate(parsing: iso)
        else {
            refuse(.birthDate, "A date of birth has to be YYYYMMDD, YYYYMM or YYYY.")
            return nil
        }
        return date
    }

    private mutating func confidence() -> Double? {
        let text = text(.confidence)
        guard !text.isEmpty else { return nil }
        guard let number = Double(text), (0...100).contains(number) else {
            refuse(.confidence, "A confidence has to be a number from 0 to 100.")
            return nil
        }
        return number
    }

    private func text(_ column: Column) -> String { columns.text(column, in: row) }

    private mutating func refuse(_ column: Column, _ message: String) {
        problems.append(columns.invalidValue(column, in: row, message: message))
    }
}
