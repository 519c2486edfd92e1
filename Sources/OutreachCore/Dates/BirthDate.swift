/// A date of birth, as exactly as it is known.
///
/// Many people know only the year in which they were born, and records then invent 1 January. The precision is
/// kept instead, so that the matcher does not weigh an invented day.
public struct BirthDate: Hashable, Sendable, PersonalData {
    /// How much of the date is known.
    public enum Precision: String, Hashable, Codable, Sendable, CaseIterable {
        case day
        case month
        case year
    }

    /// The first day that it can be: the day itself, or the first of the month or year.
    public let earliest: CalendarDate

    public let precision: Precision

    /// The date itself, or the period of this precision around it.
    public init(_ date: CalendarDate, precision: Precision = .day) {
        self.precision = precision
        earliest = Self.firstDay(of: date, precision)
    }

    private static func firstDay(of date: CalendarDate, _ precision: Precision) -> CalendarDate {
        switch precision {
        case .day: date
        case .month: date.adding(days: 1 - date.day)
        case .year: CalendarDate(year: date.year, month: 1, day: 1) ?? date
        }
    }

    /// The last day that it can be.
    public var latest: CalendarDate {
        switch precision {
        case .day: earliest
        case .month: earliest.adding(days: CalendarDate.days(inMonth: earliest.month, of: earliest.year) - 1)
        case .year: earliest.adding(days: CalendarDate.isLeap(earliest.year) ? 365 : 364)
        }
    }

    /// The day of birth, or `nil` where it is not known exactly.
    public var date: CalendarDate? { precision == .day ? earliest : nil }

    /// As much as is known in ISO 8601: `1985-07-14`, `1985-07` or `1985`.
    public var iso: String {
        switch precision {
        case .day: earliest.iso
        case .month: String(earliest.iso.prefix(7))
        case .year: String(earliest.iso.prefix(4))
        }
    }
}

// MARK: - Age

extension BirthDate {
    /// Completed years of life; where only month or year is known, the most that it can be.
    ///
    /// Someone born on 29 February completes a year on 1 March where the year has no such day. Before the
    /// birth it is negative.
    public func age(on today: CalendarDate) -> Int {
        let hadBirthday = (today.month, today.day) >= (earliest.month, earliest.day)
        return today.year - earliest.year - (hadBirthday ? 0 : 1)
    }

    /// What lists show to staff: `14-Jul-1985 (41y)`, `Jul-1985 (about 41y)` or `1985 (about 41y)`.
    public func displayWithAge(on today: CalendarDate) -> String {
        switch precision {
        case .day: "\(formattedForStaff) (\(age(on: today))y)"
        case .month, .year: "\(formattedForStaff) (about \(age(on: today))y)"
        }
    }

    /// As much as is known with the month's name: `14-Jul-1985`, `Jul-1985` or `1985`.
    public var formattedForStaff: String {
        switch precision {
        case .day: earliest.formattedForStaff
        case .month: String(earliest.formattedForStaff.dropFirst(3))
        case .year: String(earliest.formattedForStaff.dropFirst(7))
        }
    }

    /// Why a date of birth is unlikely for somebody at work.
    public enum Implausibility: String, InputFault, Hashable, CaseIterable {
        case inTheFuture
        case tooYoung
        case tooOld

        public var code: String {
            switch self {
            case .inTheFuture: "birth_date_in_the_future"
            case .tooYoung: "birth_date_too_young"
            case .tooOld: "birth_date_too_old"
            }
        }

        public var advice: String {
            switch self {
            case .inTheFuture: "This date of birth is still to come. Check the year."
            case .tooYoung: "Workers are at least 16 years old. Check the date of birth, above all the year."
            case .tooOld: "This date of birth is more than 110 years ago. Check the year."
            }
        }
    }

    /// Ages at which people work, in completed years: 16 is the end of compulsory schooling, 110 is past any
    /// worker and short of a mistyped century.
    public static let plausibleAges = 16...110

    /// What is unlikely about the date, if anything: a worker with such a date is possible, a typing error likelier.
    public func implausibility(on today: CalendarDate) -> Implausibility? {
        if earliest > today { return .inTheFuture }
        if age(on: today) < Self.plausibleAges.lowerBound { return .tooYoung }
        let leastAge = BirthDate(latest).age(on: today)
        return leastAge > Self.plausibleAges.upperBound ? .tooOld : nil
    }
}
