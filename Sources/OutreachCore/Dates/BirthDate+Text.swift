extension BirthDate: ParsedText {
    /// Reads what can be read in one way only: see ``init(parsing:order:)``.
    public init(parsing text: String) throws(ParseError) {
        try self.init(parsing: text, order: .isoOnly)
    }

    public var canonical: String { iso }

    /// Reads a date of birth as people and spreadsheets write it.
    ///
    /// | text | read as |
    /// |---|---|
    /// | `1985-07-14`, `1985/7/14` | the day |
    /// | `1985-07-14 00:00:00`, `1985-07-14T00:00:00Z` | the day: what SQL and Excel make of it |
    /// | `14-Jul-1985`, `14th July 1985`, `July 14, 1985` | the day |
    /// | `1985-07`, `Jul 1985` | the month |
    /// | `1985` | the year |
    /// | `14/07/1985`, `14.07.1985` | the day, if the order is declared |
    ///
    /// - Parameters:
    ///   - text: the date alone, with white space around it or not.
    ///   - order: how this source writes dates of numbers only.
    /// - Throws: ``ParseError``, which never carries the text.
    public init(parsing text: String, order: DateOrder) throws(ParseError) {
        if let date = try Self.iso(text) {
            self = date
            return
        }
        let words = try Self.words(of: Self.withoutMidnight(text.trimmed))
        if let date = try Self.yearFirst(words) {
            self = date
        } else if let date = try Self.namedMonth(words) {
            self = date
        } else {
            self = try Self.numbersOnly(words, order)
        }
    }

    /// `1985-07-14` and nothing else: what programs write, read without looking at it as a text.
    private static func iso(_ text: String) throws(ParseError) -> BirthDate? {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10])
        else { return nil }
        return try period(year, month, day, .day)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        digits.reduce(0) { number, digit in
            guard let number, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            return number * 10 + Int(digit - UInt8(ascii: "0"))
        }
    }

    private static func numbersOnly(_ words: [Substring], _ order: DateOrder) throws(ParseError) -> BirthDate {
        let numbers = words.compactMap { Int(asciiDigits: $0) }
        guard numbers.count == words.count else { throw .notADate }
        if words.count == 1 {
            throw words[0].count == 5 ? .spreadsheetNumber : .notADate
        }
        guard numbers.count == 3 else { throw .notADate }
        guard words[2].count == 4 else { throw words[2].count == 2 ? .twoDigitYear : .notADate }
        return try dayOf(first: numbers[0], second: numbers[1], year: numbers[2], order)
    }

    private static func dayOf(
        first: Int, second: Int, year: Int, _ order: DateOrder
    ) throws(ParseError) -> BirthDate {
        let dayFirst = CalendarDate(year: year, month: second, day: first)
        let monthFirst = CalendarDate(year: year, month: first, day: second)
        switch order {
        case .dayFirst:
            guard let dayFirst else { throw .noSuchDay }
            return BirthDate(dayFirst)
        case .monthFirst:
            guard let monthFirst else { throw .noSuchDay }
            return BirthDate(monthFirst)
        case .isoOnly:
            if dayFirst == nil, monthFirst == nil { throw .noSuchDay }
            let readings = Set([dayFirst, monthFirst].compactMap(\.self))
            throw dayFirst != nil && monthFirst != nil && readings.count == 2 ? .ambiguous : .orderNotDeclared
        }
    }

    /// `1985`, `1985-07`, `1985-07-14` and the same with slashes or dots.
    private static func yearFirst(_ words: [Substring]) throws(ParseError) -> BirthDate? {
        guard let first = words.first, first.count == 4, let year = Int(asciiDigits: first) else { return nil }
        let rest = words.dropFirst().compactMap { Int(asciiDigits: $0) }
        guard rest.count == words.count - 1 else { return nil }
        guard words.dropFirst().allSatisfy({ $0.count <= 2 }) else { throw .notADate }
        switch rest.count {
        case 0: return try period(year, 1, 1, .year)
        case 1: return try period(year, rest[0], 1, .month)
        case 2: return try period(year, rest[0], rest[1], .day)
        default: throw .notADate
        }
    }

    /// `14 Jul 1985`, `Jul 14 1985`, `1985 Jul 14` and `Jul 1985`.
    private static func namedMonth(_ words: [Substring]) throws(ParseError) -> BirthDate? {
        let months = words.indices.filter { Month.number(named: words[$0]) != nil }
        guard months.count == 1, let month = Month.number(named: words[months[0]]) else { return nil }
        var numbers = words
        numbers.remove(at: months[0])
        switch numbers.count {
        case 1:
            return try period(fullYear(numbers[0]), month, 1, .month)
        case 2 where Int(asciiDigits: numbers[0]) != nil && numbers[0].count == 4:
            return try period(fullYear(numbers[0]), month, dayOfMonth(numbers[1]), .day)
        case 2:
            return try period(fullYear(numbers[1]), month, dayOfMonth(numbers[0]), .day)
        default:
            throw .notADate
        }
    }

    private static func period(
        _ year: Int, _ month: Int, _ day: Int, _ precision: Precision
    ) throws(ParseError) -> BirthDate {
        guard let date = CalendarDate(year: year, month: month, day: day) else { throw .noSuchDay }
        return BirthDate(date, precision: precision)
    }

    private static func fullYear(_ word: Substring) throws(ParseError) -> Int {
        guard let year = Int(asciiDigits: word) else { throw .notADate }
        guard word.count == 4 else { throw word.count == 2 ? .twoDigitYear : .notADate }
        return year
    }

    /// A day of the month with or without the ending of an ordinal number: `14`, `1st`.
    private static func dayOfMonth(_ word: Substring) throws(ParseError) -> Int {
        let digits = word.prefix { $0.isASCII && $0.isNumber }
        let ending = word.dropFirst(digits.count).lowercased()
        guard digits.count <= 2, ["", "st", "nd", "rd", "th"].contains(ending), let day = Int(asciiDigits: digits)
        else { throw .notADate }
        return day
    }

    /// The parts between the separators, of which several may follow one another: a comma and a space.
    private static func words(of text: Substring) throws(ParseError) -> [Substring] {
        guard !text.isEmpty else { throw .empty }
        guard text.unicodeScalars.count <= 40 else { throw .notADate }
        let words = text.split(omittingEmptySubsequences: true) { character in
            character.unicodeScalars.allSatisfy { $0.separatesGroups || "/.,".unicodeScalars.contains($0) }
        }
        guard let first = words.first, first.startIndex == text.startIndex else { throw .notADate }
        return words
    }

    /// Takes off the midnight that databases and spreadsheets append to a date.
    ///
    /// - Throws: ``ParseError/timeOfDay`` for another time: a date of birth that became an instant may have been
    ///   moved to another day by a time zone, so it is not cut off silently.
    private static func withoutMidnight(_ text: Substring) throws(ParseError) -> Substring {
        guard let colon = text.firstIndex(of: ":") else { return text }
        guard let gap = text[..<colon].lastIndex(where: { $0 == "T" || $0 == "t" || $0.isWhitespace }) else {
            throw .notADate
        }
        var time = text[text.index(after: gap)...]
        if time.last == "Z" { time.removeLast() }
        guard time.allSatisfy({ $0 == "0" || $0 == ":" || $0 == "." }) else { throw .timeOfDay }
        return text[..<gap].trimmed
    }
}

extension BirthDate {
    /// Why a text is not read as a date of birth.
    public enum ParseError: InputFault, Hashable, CaseIterable {
        case empty
        case notADate
        case noSuchDay
        /// Two readings are possible, and the order of day and month is not declared.
        case ambiguous
        /// One reading is possible, but the order is not declared, so the next row may be read wrongly.
        case orderNotDeclared
        case twoDigitYear
        /// A time that is not midnight stands behind the date.
        case timeOfDay
        /// Five digits, such as Excel makes of a date whose column is formatted as a number.
        case spreadsheetNumber

        public var code: String {
            switch self {
            case .empty: "birth_date_empty"
            case .notADate: "birth_date_not_a_date"
            case .noSuchDay: "birth_date_no_such_day"
            case .ambiguous: "birth_date_ambiguous"
            case .orderNotDeclared: "birth_date_order_not_declared"
            case .twoDigitYear: "birth_date_two_digit_year"
            case .timeOfDay: "birth_date_time_of_day"
            case .spreadsheetNumber: "birth_date_spreadsheet_number"
            }
        }

        public var advice: String {
            switch self {
            case .empty: "Enter the date of birth, or the year alone if no more is known."
            case .notADate: "Enter the date of birth as day, month by name and year, for example 14 July 1985."
            case .noSuchDay: "The calendar has no such day. Check the day and the month."
            case .ambiguous:
                "Day and month could be swapped. Say whether the day or the month stands first, or name the month."
            case .orderNotDeclared: "Say whether the day or the month stands first in this file, or name the month."
            case .twoDigitYear: "Enter the year of birth with four digits."
            case .timeOfDay: "Remove the time of day. If a program added it, check that it did not move the day."
            case .spreadsheetNumber: "The spreadsheet turned the date into a number. Format the column as a date."
            }
        }
    }
}
