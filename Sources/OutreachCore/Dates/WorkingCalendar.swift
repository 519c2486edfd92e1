import Foundation

/// The working days of England: Monday to Friday without the bank holidays.
///
/// Due dates of registration cases count working days, since practices and outreach teams answer on these only.
public struct WorkingCalendar: Hashable, Sendable {
    private let bankHolidays: Set<CalendarDate>

    /// The last year whose bank holidays are known, or `nil` where none are known.
    ///
    /// They are announced a year or two ahead. Beyond it only weekends are left out, so whoever counts further
    /// should warn.
    public let latestKnownYear: Int?

    public init(bankHolidays: Set<CalendarDate>) {
        self.bankHolidays = bankHolidays
        latestKnownYear = bankHolidays.max()?.year
    }

    /// Reads the layout of the list that gov.uk publishes: divisions, each with its events and their dates.
    ///
    /// - Parameter json: the bytes of the file.
    /// - Throws: ``FormatError`` where they are something else.
    public init(json: some Sequence<UInt8>) throws(FormatError) {
        let file: HolidayFile
        do {
            file = try JSONDecoder().decode(HolidayFile.self, from: Data(json))
        } catch {
            throw FormatError()
        }
        self.init(bankHolidays: Set(file.englandAndWales.events.map(\.date)))
    }

    /// The calendar that comes with this module.
    ///
    /// Read once: reading it took a third of the time of an enrolment.
    public static func england() throws -> WorkingCalendar {
        try shipped.get()
    }

    private static let shipped = Result {
        let file = Bundle.module.bundleURL.appending(path: "Resources/bank-holidays-england.json")
        return try WorkingCalendar(json: Data(contentsOf: file))
    }

    public func isWorkingDay(_ date: CalendarDate) -> Bool {
        !date.dayOfWeek.isWeekend && !bankHolidays.contains(date)
    }

    /// The so-manieth working day after the date, which need not be one itself.
    ///
    /// One working day after a Friday, Saturday or Sunday is the Monday. Zero or fewer is the first working day
    /// on or after the date.
    public func adding(workingDays: Int, to date: CalendarDate) -> CalendarDate {
        var day = date
        var remaining = workingDays
        while remaining > 0 && day < .latest {
            day = day.adding(days: 1)
            if isWorkingDay(day) { remaining -= 1 }
        }
        while !isWorkingDay(day) && day < .latest {
            day = day.adding(days: 1)
        }
        return day
    }
}

extension WorkingCalendar {
    /// The bytes are not a list of bank holidays.
    public struct FormatError: Error, Hashable {}

    private struct HolidayFile: Decodable {
        struct Division: Decodable {
            let events: [Event]
        }

        struct Event: Decodable {
            let date: CalendarDate
        }

        let englandAndWales: Division

        enum CodingKeys: String, CodingKey {
            case englandAndWales = "england-and-wales"
        }
    }
}
