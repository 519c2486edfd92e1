import Testing

@testable import OutreachCore

@Suite struct `The check of a dose` {
    private static let pfizer = SNOMEDCode(known: "39115611000001103")
    private static let astraZeneca = SNOMEDCode(known: "39114911000001105")
    private static let flu = SNOMEDCode(known: "39566211000001103")

    private func dose(
        _ date: String, _ product: SNOMEDCode? = pfizer, _ disease: Disease = .covid, expiry: String? = nil
    ) throws -> Dose {
        try Dose(
            disease: disease, product: product, date: CalendarDate(parsing: date),
            expiry: expiry.map { try CalendarDate(parsing: $0) })
    }

    private func check(_ dose: Dose, given others: [Dose] = [], today: String = "2026-11-20") throws -> DoseCheck {
        try DoseCheck(of: dose, given: others, today: CalendarDate(parsing: today))
    }

    /// The day before the end of the interval and the end itself, across leap days, ends of years and the
    /// changes of the clock in March and October.
    @Test(arguments: [
        ("2026-01-01", pfizer, "2026-01-22"), ("2024-02-10", pfizer, "2024-03-02"),
        ("2023-02-10", pfizer, "2023-03-03"),
        ("2024-02-29", pfizer, "2024-03-21"), ("2026-03-20", pfizer, "2026-04-10"),
        ("2026-10-10", pfizer, "2026-10-31"),
        ("2025-12-20", astraZeneca, "2026-01-17"), ("2024-02-01", astraZeneca, "2024-02-29"),
        ("2023-02-01", astraZeneca, "2023-03-01"),
    ])
    func `stops a dose until the interval of the earlier product is over`(
        _ first: String, _ product: SNOMEDCode, _ earliest: String
    ) throws {
        let earlier = try dose(first, product)
        let end = try CalendarDate(parsing: earliest)
        let tooSoon = DoseCheck.Finding.tooSoon(earliest: end, since: earlier.date)
        for (days, expected) in [(-1, [tooSoon]), (0, []), (1, [])] {
            let next = try dose(end.adding(days: days).iso, product)
            let check = try check(next, given: [earlier])
            #expect(check.findings == expected)
            #expect(check.severity == (expected.isEmpty ? nil : .stop))
            #expect(check.doseNumber == 2)
        }
    }

    @Test func `counts the interval from whichever dose holds back the longest`() throws {
        let others = try [dose("2026-01-01", Self.astraZeneca), dose("2026-01-05", Self.pfizer)]
        let check = try check(dose("2026-01-28", Self.pfizer), given: others)
        #expect(
            try check.findings == [
                .tooSoon(earliest: CalendarDate(parsing: "2026-01-29"), since: CalendarDate(parsing: "2026-01-01")),
                .mixedProduct,
            ])
        #expect(check.doseNumber == 3)
    }

    @Test func `takes the longest interval for a product that nobody knows`() throws {
        let unknown = try dose("2026-01-01", nil)
        #expect(try check(dose("2026-01-28"), given: [unknown]).severity == .stop)
        #expect(try check(dose("2026-01-29"), given: [unknown]).findings.isEmpty)
    }

    @Test func `refuses a date in the future`() throws {
        #expect(try check(dose("2026-11-20")).findings.isEmpty)
        let tomorrow = try check(dose("2026-11-21"))
        #expect(tomorrow.findings == [.futureDate])
        #expect(tomorrow.severity == .refuse)
    }

    @Test func `stops a second dose on the same day and counts it once`() throws {
        let check = try check(dose("2026-01-01", Self.astraZeneca), given: [dose("2026-01-01")])
        #expect(check.findings == [.duplicateSameDay])
        #expect(check.severity == .stop)
        #expect(check.doseNumber == 1)
    }

    @Test func `stops a late entry too close before a recorded dose`() throws {
        let recorded = try dose("2026-02-01")
        let close = try check(dose("2026-01-12"), given: [recorded])
        #expect(close.findings == [.tooCloseToLater(recorded.date)])
        #expect(close.doseNumber == 1)
        #expect(try check(dose("2026-01-11"), given: [recorded]).findings.isEmpty)
    }

    @Test(arguments: [("2026-01-09", true), ("2026-01-10", false), ("2026-01-11", false)])
    func `stops a dose of a batch that had expired`(_ expiry: String, _ isExpired: Bool) throws {
        let check = try check(dose("2026-01-10", expiry: expiry))
        #expect(try check.findings == (isExpired ? [.batchExpired(CalendarDate(parsing: expiry))] : []))
        #expect(check.severity == (isExpired ? .stop : nil))
    }

    @Test func `tells of mixed products without stopping`() throws {
        let check = try check(dose("2026-03-01", Self.astraZeneca), given: [dose("2026-01-01")])
        #expect(check.findings == [.mixedProduct])
        #expect(check.severity == .inform)
        #expect(try self.check(dose("2026-03-01"), given: [dose("2026-01-01", nil)]).findings.isEmpty)
    }

    @Test func `ignores doses against another disease`() throws {
        let check = try check(dose("2026-01-01"), given: [dose("2026-01-01", Self.flu, .influenza)])
        #expect(check.findings.isEmpty)
        #expect(check.doseNumber == 1)
    }

    @Test(arguments: [("2026-08-31", 2), ("2026-09-01", 1), ("2027-01-15", 1), ("2026-10-15", 1)])
    func `counts doses against influenza by season`(_ date: String, _ number: Int) throws {
        let earlier = try dose("2025-10-01", Self.flu, .influenza)
        #expect(try check(dose(date, Self.flu, .influenza), given: [earlier], today: "2027-11-20").doseNumber == number)
    }

    @Test func `does not depend on the order of the history`() throws {
        let history = try ["2025-01-01", "2025-03-01", "2026-01-01", "2026-06-01"].map { try dose($0) }
        let expected = try check(dose("2026-01-10", Self.astraZeneca), given: history)
        for _ in 0..<10 {
            #expect(try check(dose("2026-01-10", Self.astraZeneca), given: history.shuffled()) == expected)
        }
        #expect(expected.doseNumber == 4)
    }

    @Test(arguments: [
        (Disease.covid, 1, "1324681000000101"), (.covid, 2, "1324691000000104"), (.covid, 3, "1362591000000103"),
        (.covid, 7, "1362591000000103"), (.influenza, 1, "822851000000102"), (.influenza, 2, "822851000000102"),
    ])
    func `leads to the procedure of the dose number`(_ disease: Disease, _ number: Int, _ code: String) {
        #expect(disease.procedure(dose: number).canonical == code)
    }

    @Test func `keeps the dose to itself when printed`() throws {
        let dose = try dose("2026-01-01")
        var dumped = "\(dose)"
        dump(dose, to: &dumped)
        #expect(!dumped.contains("2026"))
    }
}
