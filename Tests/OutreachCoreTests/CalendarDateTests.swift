import OutreachCore
import Testing

@Suite struct `A calendar date` {
    @Test(arguments: [
        "1985-07-14", "2024-02-29", "2000-02-29", "1600-02-29", "0001-01-01", "9999-12-31", "2026-11-20", "1970-01-01",
    ])
    func `reads and writes the ISO form`(_ text: String) throws {
        let date = try CalendarDate(parsing: text)
        #expect(date.iso == text)
        #expect(CalendarDate(dayNumber: date.dayNumber) == date)
    }

    @Test(arguments: [
        ("2023-02-29", CalendarDate.ParseError.noSuchDay), ("1900-02-29", .noSuchDay), ("2026-04-31", .noSuchDay),
        ("2026-13-01", .noSuchDay), ("2026-00-10", .noSuchDay), ("2026-01-00", .noSuchDay), ("0000-01-01", .noSuchDay),
        ("2026-1-01", .notISO), ("26-01-01", .notISO), ("2026/01/01", .notISO), ("2026-01-01T00:00", .notISO),
        (" 2026-01-01", .notISO), ("+026-01-01", .notISO), ("-026-01-01", .notISO), ("٢٠٢٦-٠١-٠١", .notISO),
        ("2026-01", .notISO), ("", .notISO), ("2026-01-01-01", .notISO), ("2026-0x-01", .notISO),
    ])
    func `refuses what is no ISO date`(_ text: String, _ reason: CalendarDate.ParseError) {
        #expect(throws: reason) { try CalendarDate(parsing: text) }
    }

    @Test func `counts every day of eight hundred years once`() throws {
        var expected = try CalendarDate(parsing: "1599-12-31")
        var number = expected.dayNumber
        for year in 1600..<2400 {
            for month in 1...12 {
                for day in 1...CalendarDate.days(inMonth: month, of: year) {
                    number += 1
                    expected = CalendarDate(dayNumber: number)
                    guard expected.year == year, expected.month == month, expected.day == day,
                        expected.dayNumber == number
                    else {
                        Issue.record("\(year)-\(month)-\(day) is read as \(expected).")
                        return
                    }
                }
            }
        }
    }

    @Test(arguments: [
        ("2024-02-28", 1, "2024-02-29"), ("2024-02-28", 2, "2024-03-01"), ("2023-02-28", 1, "2023-03-01"),
        ("2026-03-28", 2, "2026-03-30"), ("2026-10-24", 2, "2026-10-26"), ("2025-12-31", 1, "2026-01-01"),
        ("2024-03-01", -1, "2024-02-29"), ("2024-02-29", 365, "2025-02-28"), ("2024-02-29", 1461, "2028-02-29"),
        ("9999-12-31", 1, "9999-12-31"), ("0001-01-01", -1, "0001-01-01"), ("2026-01-01", .max, "9999-12-31"),
        ("2026-01-01", .min, "0001-01-01"),
    ])
    func `adds days, across leap days and changes of the clock`(_ from: String, _ days: Int, _ to: String) throws {
        let (from, to) = try (CalendarDate(parsing: from), CalendarDate(parsing: to))
        #expect(from.adding(days: days) == to)
        if to != .latest && to != .earliest {
            #expect(from.days(until: to) == days)
        }
    }

    @Test(arguments: [
        ("1970-01-01", DayOfWeek.thursday), ("2026-11-20", .friday), ("2000-02-29", .tuesday),
        ("1969-12-28", .sunday), ("0001-01-01", .monday),
    ])
    func `knows its day of the week`(_ text: String, _ day: DayOfWeek) throws {
        #expect(try CalendarDate(parsing: text).dayOfWeek == day)
    }

    @Test func `is ordered as time is`() throws {
        let dates = try ["1985-07-14", "1985-07-15", "1985-08-01", "1986-01-01"].map { try CalendarDate(parsing: $0) }
        #expect(dates.shuffled().sorted() == dates)
    }

    @Test(arguments: [("1985-07-14", "14-Jul-1985"), ("2026-05-01", "01-May-2026"), ("1999-12-31", "31-Dec-1999")])
    func `names the month for staff`(_ text: String, _ shown: String) throws {
        #expect(try CalendarDate(parsing: text).formattedForStaff == shown)
    }
}
