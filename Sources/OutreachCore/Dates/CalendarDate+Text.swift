extension CalendarDate: ParsedText, CustomStringConvertible {
    /// Reads the ISO 8601 form `2026-11-20`, and no other.
    ///
    /// This is for machines. What people type is read as a ``BirthDate``, which knows their habits.
    public init(parsing text: String) throws(ParseError) {
        guard let (year, month, day) = Self.isoNumbers(text) else { throw .notISO }
        guard let date = CalendarDate(year: year, month: month, day: day) else { throw .noSuchDay }
        self = date
    }

    /// The three numbers of ten characters, read in one pass: dates are among what is read most often.
    private static func isoNumbers(_ text: String) -> (year: Int, month: Int, day: Int)? {
        var (numbers, part, count): ([3 of Int], Int, Int) = (.init(repeating: 0), 0, 0)
        for byte in text.utf8 {
            count += 1
            if byte == UInt8(ascii: "-"), count == 5 || count == 8 {
                part += 1
            } else if count != 5, count != 8, count <= 10, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
                numbers[part] = numbers[part] * 10 + Int(byte - UInt8(ascii: "0"))
            } else {
                return nil
            }
        }
        return count == 10 ? (numbers[0], numbers[1], numbers[2]) : nil
    }

    /// The ISO 8601 form, for example `1985-07-14`.
    public var iso: String { "\(year.padded(to: 4))-\(month.padded(to: 2))-\(day.padded(to: 2))" }

    public var canonical: String { iso }

    public var description: String { iso }

    /// The form that staff of the NHS read, for example `14-Jul-1985`: the month's name leaves no doubt which
    /// number is the day.
    public var formattedForStaff: String { "\(day.padded(to: 2))-\(Month.abbreviation(of: month))-\(year)" }
}

extension CalendarDate {
    /// Why a text is not a date.
    public enum ParseError: InputFault, Hashable {
        case notISO
        case noSuchDay

        public var code: String {
            switch self {
            case .notISO: "date_not_iso"
            case .noSuchDay: "date_no_such_day"
            }
        }

        public var advice: String {
            switch self {
            case .notISO: "Enter the date as year-month-day, for example 2026-11-20."
            case .noSuchDay: "The calendar has no such day. Check the day and the month."
            }
        }
    }
}

/// English names of months, as fixed data: which language the server runs in must not matter.
enum Month {
    private static let names = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]

    /// Three letters, the first a capital.
    static func abbreviation(of month: Int) -> String {
        String(names[month - 1].prefix(3)).capitalizedASCII
    }

    /// The month that a word names in full or by its first three letters, in any case; also `Sept`.
    static func number(named word: some StringProtocol) -> Int? {
        let word = word.lowercased()
        let index = names.firstIndex { $0 == word || $0.prefix(3) == word }
        if let index { return index + 1 }
        return word == "sept" ? 9 : nil
    }
}

extension String {
    fileprivate var capitalizedASCII: String { prefix(1).uppercased() + dropFirst() }
}

extension Int {
    /// A number from ASCII digits only: no sign, no other script's digits.
    init?(asciiDigits text: some StringProtocol) {
        guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        self.init(text)
    }

    /// Decimal with leading zeros up to the width.
    func padded(to width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}
