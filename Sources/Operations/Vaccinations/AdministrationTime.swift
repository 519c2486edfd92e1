import Foundation
import OutreachCore

/// When a dose was given: the instant, and the day in England that the rules count by.
struct AdministrationTime: Hashable {
    let date: Date
    let day: CalendarDate

    /// How far a site's clock may be ahead of the server's, in seconds.
    static let tolerance: TimeInterval = 300

    init(_ date: Date, day: CalendarDate) {
        self.date = date
        self.day = day
    }

    init(now moment: Moment) {
        self.init(moment.date, day: moment.today)
    }

    enum ParseError: InputFault {
        case notATime
        case future

        var code: String {
            switch self {
            case .notATime: "given_at_not_a_time"
            case .future: "given_at_in_the_future"
            }
        }

        var advice: String {
            switch self {
            case .notATime: "Enter the day, or the day and the time in England, for example 2026-11-20T14:05."
            case .future: "This lies in the future. Record a dose after it was given."
            }
        }
    }

    /// Reads `2026-11-20`, `2026-11-20T14:05` in England's time, or a time with its zone: `2026-11-20T14:05:00Z`.
    ///
    /// A day without a time stands for its midday. A time that lies ahead by no more than a clock may differ is now.
    init(parsing text: String, at moment: Moment) throws(ParseError) {
        let parts = text.split(maxSplits: 1) { $0 == "T" || $0 == "t" || $0 == " " }
        guard let first = parts.first, let day = try? CalendarDate(parsing: String(first)) else { throw .notATime }
        let time = parts.count == 2 ? parts[1] : "12:00"
        guard let date = Self.instant(day, time) else { throw .notATime }
        if parts.count == 1 {
            guard day <= moment.today else { throw .future }
            self.init(min(date, moment.date), day: day)
        } else {
            guard date <= moment.date.addingTimeInterval(Self.tolerance) else { throw .future }
            let past = min(date, moment.date)
            self.init(past, day: Moment.day(of: past))
        }
    }

    private static func instant(_ day: CalendarDate, _ time: Substring) -> Date? {
        let zoneStart = time.firstIndex { "Zz+-".contains($0) }
        let clock = time[..<(zoneStart ?? time.endIndex)].split(separator: ":").map { Int($0) }
        guard (2...3).contains(clock.count), let hour = clock[0], let minute = clock[1], (0...23).contains(hour),
            (0...59).contains(minute), let second = clock.count == 3 ? clock[2] : 0, (0...59).contains(second)
        else { return nil }
        let zone = zoneStart.map { Self.zone(time[$0...]) } ?? TimeZone(identifier: "Europe/London")
        guard let zone else { return nil }
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = zone
        return calendar.date(
            from: DateComponents(
                year: day.year, month: day.month, day: day.day, hour: hour, minute: minute, second: second))
    }

    /// `Z`, `+01:00` or `+0100`.
    private static func zone(_ text: Substring) -> TimeZone? {
        if text == "Z" || text == "z" { return .gmt }
        let digits = text.dropFirst().filter { $0 != ":" }
        guard digits.count == 4, digits.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(digits) else {
            return nil
        }
        let seconds = (number / 100 * 60 + number % 100) * 60
        return TimeZone(secondsFromGMT: text.first == "-" ? -seconds : seconds)
    }
}
