package import Foundation
package import OutreachCore

/// Now, as an operation sees it: the same instant throughout, and the day that it falls on in England.
package struct Moment: Sendable {
    package let date: Date
    package let today: CalendarDate

    package init(_ date: Date) {
        self.date = date
        today = Self.day(of: date)
    }

    /// The calendar day on which an instant falls in England.
    package static func day(of date: Date) -> CalendarDate {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = TimeZone(identifier: "Europe/London") ?? .gmt
        let parts = calendar.dateComponents([.year, .month, .day], from: date)
        return CalendarDate(year: parts.year ?? 1970, month: parts.month ?? 1, day: parts.day ?? 1) ?? .earliest
    }
}
