import OutreachCore
import Testing

@Suite struct `The working calendar of England` {
    private let calendar: WorkingCalendar

    init() throws {
        calendar = try WorkingCalendar.england()
    }

    @Test(arguments: [
        "2019-12-25", "2020-05-08", "2020-12-28", "2021-01-01", "2021-12-27", "2021-12-28", "2022-01-03", "2022-06-02",
        "2022-06-03", "2022-09-19", "2022-12-27", "2023-01-02", "2023-05-08", "2024-03-29", "2024-04-01", "2026-08-31",
        "2027-12-28", "2028-01-03", "2026-11-21", "2026-11-22",
    ])
    func `rests on weekends and bank holidays`(_ text: String) throws {
        #expect(try !calendar.isWorkingDay(CalendarDate(parsing: text)))
    }

    @Test(arguments: ["2020-05-04", "2022-05-30", "2021-12-29", "2023-05-09", "2026-11-20", "2026-04-02", "2026-11-30"])
    func `works on all other days`(_ text: String) throws {
        #expect(try calendar.isWorkingDay(CalendarDate(parsing: text)))
    }

    @Test(arguments: [
        ("2026-11-20", 1, "2026-11-23"), ("2026-11-21", 1, "2026-11-23"), ("2026-11-22", 1, "2026-11-23"),
        ("2026-11-19", 5, "2026-11-26"), ("2026-12-23", 2, "2026-12-29"), ("2026-12-24", 1, "2026-12-29"),
        ("2026-12-24", 5, "2027-01-05"), ("2027-12-24", 1, "2027-12-29"), ("2026-04-02", 1, "2026-04-07"),
        ("2026-04-01", 3, "2026-04-08"), ("2026-11-20", 0, "2026-11-20"), ("2026-11-21", 0, "2026-11-23"),
        ("2026-12-25", 0, "2026-12-29"), ("2026-11-20", -3, "2026-11-20"), ("2022-05-31", 3, "2022-06-07"),
    ])
    func `counts across Christmas and Easter`(_ from: String, _ days: Int, _ to: String) throws {
        #expect(try calendar.adding(workingDays: days, to: CalendarDate(parsing: from)).iso == to)
    }

    @Test func `says how far it knows`() {
        #expect(calendar.latestKnownYear == 2028)
        #expect(WorkingCalendar(bankHolidays: []).latestKnownYear == nil)
        #expect(WorkingCalendar(bankHolidays: []).adding(workingDays: 5, to: .latest) == .latest)
    }

    @Test(arguments: ["", "{}", "[]", #"{"england-and-wales":{"events":[{"date":"25/12/2026"}]}}"#, "\u{0}"])
    func `refuses bytes of another layout`(_ text: String) {
        #expect(throws: WorkingCalendar.FormatError.self) { try WorkingCalendar(json: text.utf8) }
    }

    @Test func `reads the layout of gov.uk with its other fields`() throws {
        let json = """
            {"england-and-wales": {"division": "england-and-wales", "events": [
                {"title": "Christmas Day", "date": "2030-12-25", "notes": "", "bunting": true}]},
             "scotland": {"division": "scotland", "events": []}}
            """
        let calendar = try WorkingCalendar(json: json.utf8)
        #expect(calendar.latestKnownYear == 2030)
        #expect(try !calendar.isWorkingDay(CalendarDate(parsing: "2030-12-25")))
    }
}
