import OutreachCore
import Testing

@Suite struct `A date of birth` {
    @Test(arguments: [
        ("1985-07-14", "1985-07-14"), (" 1985-07-14 ", "1985-07-14"), ("1985/07/14", "1985-07-14"),
        ("1985.07.14", "1985-07-14"), ("1985-7-4", "1985-07-04"), ("1985 07 14", "1985-07-14"),
        ("1985‑07‑14", "1985-07-14"), ("1985–07–14", "1985-07-14"), ("1985-07-14\n", "1985-07-14"),
        ("1985-07-14 00:00:00", "1985-07-14"), ("1985-07-14T00:00:00", "1985-07-14"),
        ("1985-07-14T00:00:00Z", "1985-07-14"), ("1985-07-14 00:00:00.000", "1985-07-14"),
        ("1985-07-14 00:00", "1985-07-14"), ("14-Jul-1985", "1985-07-14"), ("14-JUL-1985", "1985-07-14"),
        ("14 July 1985", "1985-07-14"), ("14 jul 1985", "1985-07-14"), ("14th July 1985", "1985-07-14"),
        ("1st May 1990", "1990-05-01"), ("2nd Sept 1990", "1990-09-02"), ("3rd Sep 1990", "1990-09-03"),
        ("July 14, 1985", "1985-07-14"), ("Jul 14 1985", "1985-07-14"), ("July 14th, 1985", "1985-07-14"),
        ("1985-Jul-14", "1985-07-14"), ("4 July 1985", "1985-07-04"), ("14.July.1985", "1985-07-14"),
        ("14/Jul/1985", "1985-07-14"), ("14-Jul-1985 00:00:00", "1985-07-14"), ("29 February 2000", "2000-02-29"),
        ("29-Feb-2024", "2024-02-29"), ("2024-02-29", "2024-02-29"), ("1985-07", "1985-07"), ("Jul 1985", "1985-07"),
        ("July 1985", "1985-07"), ("1985/07", "1985-07"), ("1985", "1985"), (" 1985", "1985"),
    ])
    func `is read where one reading is possible`(_ text: String, _ iso: String) throws {
        #expect(try BirthDate(parsing: text).iso == iso)
        #expect(try BirthDate(parsing: iso).iso == iso)
        #expect(try BirthDate(parsing: text, order: .dayFirst).iso == iso)
        #expect(try BirthDate(parsing: text, order: .monthFirst).iso == iso)
    }

    @Test(arguments: [
        ("", BirthDate.ParseError.empty), ("   ", .empty), ("\t", .empty),
        ("03/04/1985", .ambiguous), ("3/4/1985", .ambiguous), ("03.04.1985", .ambiguous), ("03-04-1985", .ambiguous),
        ("03 04 1985", .ambiguous), ("12/11/1985 00:00:00", .ambiguous),
        ("25/12/1985", .orderNotDeclared), ("12/25/1985", .orderNotDeclared), ("14.07.1985", .orderNotDeclared),
        ("14-07-1985", .orderNotDeclared), ("04/04/1985", .orderNotDeclared),
        ("31/31/1985", .noSuchDay), ("31/02/1985", .noSuchDay), ("1985-02-29", .noSuchDay), ("1900-02-29", .noSuchDay),
        ("1985-13-01", .noSuchDay), ("1985-07-32", .noSuchDay), ("1985-00", .noSuchDay), ("31-Apr-1985", .noSuchDay),
        ("29 Feb 2023", .noSuchDay), ("0000", .noSuchDay),
        ("14/07/85", .twoDigitYear), ("14-Jul-85", .twoDigitYear), ("Jul 85", .twoDigitYear),
        ("1985-07-14 23:00:00", .timeOfDay), ("1985-07-13T23:00:00Z", .timeOfDay), ("1985-07-14T00:00:01", .timeOfDay),
        ("1985-07-14T00:00:00+01:00", .timeOfDay),
        ("31242", .spreadsheetNumber), ("31242.5", .notADate), ("19850714", .notADate), ("unknown", .notADate),
        ("N/A", .notADate), ("14 Juli 1985", .notADate), ("14 July", .twoDigitYear), ("July", .notADate),
        ("14 July 1985 Sunday", .notADate), ("-1985-07-14", .notADate), ("1985-07-14-01", .notADate),
        ("14x July 1985", .notADate), ("١٤/٠٧/١٩٨٥", .notADate), ("1985-07-1４", .notADate),
        ("14/07/1985/", .orderNotDeclared),
        ("=1985-07-14", .notADate), ("1985-007-14", .notADate), ("::", .notADate),
        ("19999999999999999999999", .notADate), ("1985\u{0}07\u{0}14", .notADate),
    ])
    func `is refused and never guessed`(_ text: String, _ reason: BirthDate.ParseError) {
        #expect(throws: reason) { try BirthDate(parsing: text) }
    }

    @Test(arguments: [
        ("03/04/1985", DateOrder.dayFirst, "1985-04-03"), ("03/04/1985", .monthFirst, "1985-03-04"),
        ("25/12/1985", .dayFirst, "1985-12-25"), ("12/25/1985", .monthFirst, "1985-12-25"),
        ("14.07.1985", .dayFirst, "1985-07-14"), ("3-4-1985", .dayFirst, "1985-04-03"),
        ("14/07/1985 00:00", .dayFirst, "1985-07-14"), ("29/02/2000", .dayFirst, "2000-02-29"),
    ])
    func `follows the declared order`(_ text: String, _ order: DateOrder, _ iso: String) throws {
        #expect(try BirthDate(parsing: text, order: order).iso == iso)
    }

    @Test(arguments: [("25/12/1985", DateOrder.monthFirst), ("12/25/1985", .dayFirst), ("29/02/1985", .dayFirst)])
    func `is not swapped where the declared order gives no day`(_ text: String, _ order: DateOrder) {
        #expect(throws: BirthDate.ParseError.noSuchDay) { try BirthDate(parsing: text, order: order) }
    }

    @Test(arguments: [
        ("1985-07-14", "2026-07-13", 40), ("1985-07-14", "2026-07-14", 41), ("1985-07-14", "2026-07-15", 41),
        ("2000-02-29", "2026-02-28", 25), ("2000-02-29", "2026-03-01", 26), ("2000-02-29", "2028-02-29", 28),
        ("1985", "2026-11-20", 41), ("1985-12", "2026-11-20", 40), ("2027-01-01", "2026-11-20", -1),
    ])
    func `gives the age in completed years`(_ born: String, _ today: String, _ age: Int) throws {
        #expect(try BirthDate(parsing: born).age(on: CalendarDate(parsing: today)) == age)
    }

    @Test(arguments: [
        ("2010-11-20", nil), ("2010-11-21", BirthDate.Implausibility.tooYoung), ("2010", nil), ("2011", .tooYoung),
        ("2026-11-20", .tooYoung), ("2026-11-21", .inTheFuture), ("2027", .inTheFuture), ("1915-11-21", nil),
        ("1915-11-20", .tooOld), ("1915", nil), ("1914", .tooOld),
    ])
    func `is implausible below 16 and above 110`(_ born: String, _ problem: BirthDate.Implausibility?) throws {
        let today = try CalendarDate(parsing: "2026-11-20")
        #expect(try BirthDate(parsing: born).implausibility(on: today) == problem)
    }

    @Test(arguments: [
        ("1985-07-14", "14-Jul-1985 (41y)"), ("1985-07", "Jul-1985 (about 41y)"), ("1985", "1985 (about 41y)"),
    ])
    func `is shown with the age`(_ born: String, _ shown: String) throws {
        #expect(try BirthDate(parsing: born).displayWithAge(on: CalendarDate(parsing: "2026-11-20")) == shown)
    }

    @Test(arguments: [
        ("2024-02", "2024-02-01", "2024-02-29"), ("2024", "2024-01-01", "2024-12-31"),
        ("2023", "2023-01-01", "2023-12-31"),
        ("2023-11-05", "2023-11-05", "2023-11-05"),
    ])
    func `spans what is not known`(_ born: String, _ earliest: String, _ latest: String) throws {
        let born = try BirthDate(parsing: born)
        #expect(born.earliest.iso == earliest)
        #expect(born.latest.iso == latest)
        #expect((born.date == nil) == (earliest != latest))
    }
}
