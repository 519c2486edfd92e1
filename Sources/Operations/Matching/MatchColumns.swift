internal import Linkage
internal import Tabular

/// Which columns of a file the matcher reads, and how they make a record.
package struct MatchColumns: Sendable {
    package enum Column: String, CaseIterable, Sendable {
        case id
        case givenNames = "given_name"
        case middleNames = "middle_names"
        case familyName = "family_name"
        case previousFamilyNames = "previous_family_name"
        case birthDate = "date_of_birth"
        case sex
        case addressLine = "address_line1"
        case town
        case postcode
        case previousPostcode = "previous_postcode"
        case phone
        case email
        case nhsNumber = "nhs_number"
        case countryOfBirth = "country_of_birth"
        case deceased
        case superseded = "superseded_by"
        case confidential
    }

    /// The column of each, or −1.
    private let places: [Int]

    /// Reads a header.
    ///
    /// - Parameters:
    ///   - header: the names of the columns, in the order of the file.
    ///   - others: how this file calls columns, by ours.
    /// - Throws: ``Refusal`` where there is no column of ids, or one is there twice.
    init(header: [String], others: [String: String]) throws {
        let names = header.map(Self.key)
        var places: [Int] = []
        for column in Column.allCases {
            let spellings = others[column.rawValue].map { [$0] } ?? column.spellings
            let found = names.indices.filter { spellings.map(Self.key).contains(names[$0]) }
            guard found.count < 2 else { throw Refusal(.invalid, "The column \(column.rawValue) is there twice.") }
            if others[column.rawValue] != nil, found.isEmpty {
                throw Refusal(.invalid, "The file has no column of the name given for \(column.rawValue) by --map.")
            }
            places.append(found.first ?? -1)
        }
        guard places[0] >= 0 else {
            throw Refusal(.invalid, "The file has no column of ids: name it temp_id, ref_id or id, or use --map.")
        }
        self.places = places
    }

    private static func key(_ text: String) -> String {
        text.lowercased().filter { $0.isLetter || $0.isNumber }
    }

    /// The record of a row.
    func record(_ cells: [Text]) -> RawRecord {
        let cell = { (column: Column) -> Text in
            let place = places[column.index]
            return place >= 0 && place < cells.count ? cells[place] : Text(start: nil, count: 0)
        }
        var raw = RawRecord()
        raw.id = cell(.id)
        raw.givenNames = cell(.givenNames)
        raw.middleNames = cell(.middleNames)
        raw.familyName = cell(.familyName)
        raw.previousFamilyNames = cell(.previousFamilyNames)
        raw.birthDate = MatchCell.birthDate(cell(.birthDate))
        raw.sex = MatchCell.sex(cell(.sex))
        raw.addressLine = cell(.addressLine)
        raw.town = cell(.town)
        raw.postcode = cell(.postcode)
        raw.previousPostcode = cell(.previousPostcode)
        raw.phone = cell(.phone)
        raw.email = cell(.email)
        raw.nhsNumber = cell(.nhsNumber)
        raw.countryOfBirth = cell(.countryOfBirth)
        if MatchCell.isYes(cell(.deceased)) { raw.status.insert(.deceased) }
        if MatchCell.isYes(cell(.confidential)) { raw.status.insert(.confidential) }
        if !cell(.superseded).isEmpty { raw.status.insert(.superseded) }
        return raw
    }
}

extension MatchColumns.Column {
    fileprivate var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    fileprivate var spellings: [String] {
        switch self {
        case .id: ["temp_id", "ref_id", "id", "rec_id", "record_id"]
        case .givenNames: ["given_name", "given_names", "first_name", "forename", "forenames"]
        case .middleNames: ["middle_names", "middle_name", "middle_initial"]
        case .familyName: ["family_name", "surname", "last_name"]
        case .previousFamilyNames: ["previous_family_name", "previous_family_names", "maiden_name"]
        case .birthDate: ["date_of_birth", "birth_date", "dob"]
        case .sex: ["sex", "gender"]
        case .addressLine: ["address_line1", "address_line_1", "address", "address_1"]
        case .town: ["town", "city", "suburb"]
        case .postcode: ["postcode", "post_code", "zipcode"]
        case .previousPostcode: ["previous_postcode"]
        case .phone: ["phone", "telephone", "mobile"]
        case .email: ["email", "email_address"]
        case .nhsNumber: ["nhs_number", "claimed_nhs_number"]
        case .countryOfBirth: ["country_of_birth"]
        case .deceased: ["deceased"]
        case .superseded: ["superseded_by"]
        case .confidential: ["confidential"]
        }
    }
}

/// What a cell holds.
enum MatchCell {
    /// A date as ISO 8601 writes it, with or without hyphens, or day, month and year; what is no date is unknown.
    static func birthDate(_ text: Text) -> LinkageRecord.BirthDate? {
        var parts: [3 of Int] = .init(repeating: 0)
        var lengths: [3 of Int] = .init(repeating: 0)
        var part = 0
        for byte in text {
            if (0x30...0x39).contains(byte) {
                parts[part] = parts[part] * 10 + Int(byte - 0x30)
                lengths[part] += 1
                guard lengths[part] <= 8 else { return nil }
            } else if byte == UInt8(ascii: "T") || byte == UInt8(ascii: " ") {
                break
            } else {
                part += 1
                guard part < 3 else { return nil }
            }
        }
        if part == 0, lengths[0] == 8 { return date(parts[0] / 10_000, parts[0] / 100 % 100, parts[0] % 100) }
        if lengths[0] == 4 { return date(parts[0], parts[1], parts[2]) }
        return lengths[2] == 4 ? date(parts[2], parts[1], parts[0]) : nil
    }

    private static func date(_ year: Int, _ month: Int, _ day: Int) -> LinkageRecord.BirthDate? {
        guard (1...9999).contains(year) else { return nil }
        return LinkageRecord.BirthDate(
            year: year, month: (1...99).contains(month) ? month : nil, day: (1...99).contains(day) ? day : nil)
    }

    static func sex(_ text: Text) -> LinkageRecord.Sex? {
        switch text.first.map({ $0 | 0x20 }) {
        case UInt8(ascii: "f"), UInt8(ascii: "w"): .female
        case UInt8(ascii: "m"): .male
        case UInt8(ascii: "2") where text.count == 1: .female
        case UInt8(ascii: "1") where text.count == 1: .male
        default: nil
        }
    }

    static func isYes(_ text: Text) -> Bool {
        switch text.first.map({ $0 | 0x20 }) {
        case UInt8(ascii: "1"), UInt8(ascii: "y"), UInt8(ascii: "t"): true
        default: false
        }
    }
}
