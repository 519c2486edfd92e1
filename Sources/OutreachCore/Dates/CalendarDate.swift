/// A day of the proleptic Gregorian calendar, without a time or a time zone.
///
/// Births, doses and due dates are days on somebody's calendar: no instant, so no clock change moves them.
/// Years run from 1 to 9999, so that the ISO form always has ten characters and sorts as text.
public struct CalendarDate: Hashable, Comparable, Sendable {
    /// From 1 to 9999.
    public let year: Int

    /// From 1 to 12.
    public let month: Int

    /// From 1 to 31.
    public let day: Int

    public static let earliest = CalendarDate(uncheckedYear: 1, month: 1, day: 1)
    public static let latest = CalendarDate(uncheckedYear: 9999, month: 12, day: 31)

    /// Fails where the calendar has no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month),
            (1...Self.days(inMonth: month, of: year)).contains(day)
        else { return nil }
        self.init(uncheckedYear: year, month: month, day: day)
    }

    private init(uncheckedYear year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// From 28 to 31.
    public static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    public static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }

    public static func < (left: CalendarDate, right: CalendarDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }
}

// MARK: - Counting days

extension CalendarDate {
    /// Days since 1 January 1970, negative before it: what PostgreSQL and Unix count from.
    public var dayNumber: Int {
        // Years that begin in March have the leap day at their end, so a month's first day needs no exception:
        // the lengths from March on repeat as 153 days in five months.
        let (marchYear, marchMonth) = month > 2 ? (year, month - 3) : (year - 1, month + 9)
        let leapDays = marchYear / 4 - marchYear / 100 + marchYear / 400
        return marchYear * 365 + leapDays + (153 * marchMonth + 2) / 5 + day - 1 - Self.dayNumberOfEpoch
    }

    /// The day that is so many days after 1 January 1970, or the nearest that has a four-digit year.
    public init(dayNumber: Int) {
        let number = min(max(dayNumber, Self.earliest.dayNumber), Self.latest.dayNumber) + Self.dayNumberOfEpoch
        let (cycles, dayOfCycle) = number.quotientAndRemainder(dividingBy: 146_097)
        // A cycle of 400 years; the corrections take out its leap days, so that years divide evenly by 365.
        let leapDays = dayOfCycle / 1460 - dayOfCycle / 36_524 + dayOfCycle / 146_096
        let yearOfCycle = (dayOfCycle - leapDays) / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        self.init(
            uncheckedYear: cycles * 400 + yearOfCycle + (month <= 2 ? 1 : 0),
            month: month,
            day: dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }

    /// Days from 1 March of the year 0 to 1 January 1970.
    private static let dayNumberOfEpoch = 719_468

    /// The day so many days later, or earlier where negative; it stops at ``earliest`` and ``latest``.
    public func adding(days: Int) -> CalendarDate {
        // The whole calendar is shorter than this, and beyond it the sum could overflow.
        let bounded = min(max(days, -4_000_000), 4_000_000)
        return CalendarDate(dayNumber: dayNumber + bounded)
    }

    /// How many days later the other date is; negative where it is earlier.
    public func days(until other: CalendarDate) -> Int {
        other.dayNumber - dayNumber
    }

    public var dayOfWeek: DayOfWeek {
        // 1 January 1970 was a Thursday, three days after a Monday.
        let daysSinceMonday = (dayNumber + 3) % 7
        return DayOfWeek.allCases[(daysSinceMonday + 7) % 7]
    }
}

/// A day of the week, Monday first as in ISO 8601.
public enum DayOfWeek: Int, Hashable, Sendable, CaseIterable {
    case monday = 1
    case tuesday
    case wednesday
    case thursday
    case friday
    case saturday
    case sunday

    public var isWeekend: Bool { self == .saturday || self == .sunday }
}
