import OutreachCore
import Testing

@Suite struct `A CHI number` {
    @Test(arguments: [
        ("010100", "001", "4"),
        ("290200", "002", "2"),
        ("290201", "005", "2"),
    ])
    func `ends with the computed check digit`(_ date: String, _ serial: String, _ check: String) {
        // The public specification prints 7, 6 and 0 at the end of these three, which fail Modulus 11.
        #expect(TenDigitNumbers.complete(date + serial) == date + serial + check)
        for digit in ["7", "6", "0"] where digit != check {
            #expect(throws: CHINumber.ParseError.self) { try CHINumber(parsing: date + serial + digit) }
        }
    }

    @Test(arguments: [("010100", "001", Sex.male), ("280201", "005", .male), ("290200", "002", .female)])
    func `tells the sex at issue by its ninth digit`(_ date: String, _ serial: String, _ sex: Sex) throws {
        let text = try #require(TenDigitNumbers.complete(date + serial))
        #expect(try CHINumber(parsing: text).sexAtIssue == sex)
    }

    @Test(arguments: [
        ("140785", "2026-11-20", "1985-07-14"),
        ("140725", "2026-11-20", "2025-07-14"),
        ("201126", "2026-11-20", "2026-11-20"),
        ("211126", "2026-11-20", "1926-11-21"),
        ("290200", "2026-11-20", "2000-02-29"),
        ("290224", "2026-11-20", "2024-02-29"),
        ("290224", "2024-02-28", "1924-02-29"),
    ])
    func `resolves its year to the latest that is not in the future`(
        _ date: String, _ today: String, _ birthDate: String
    ) throws {
        let text = try #require((1...9).lazy.compactMap { TenDigitNumbers.complete("\(date)00\($0)") }.first)
        let number = try CHINumber(parsing: text)
        #expect(try number.birthDate(asOf: CalendarDate(parsing: today)) == CalendarDate(parsing: birthDate))
    }

    @Test(arguments: ["011300", "001200", "320100", "310400", "300200", "290201", "290285"])
    func `with an impossible date is refused in spite of its check digit`(_ date: String) throws {
        let text = try #require((1...9).lazy.compactMap { TenDigitNumbers.complete("\(date)00\($0)") }.first)
        #expect(throws: CHINumber.ParseError.noSuchDate) { try CHINumber(parsing: text) }
    }

    @Test func `has ten digits`() {
        #expect(throws: CHINumber.ParseError.wrongLength(3)) { try CHINumber(parsing: "123") }
        #expect(throws: CHINumber.ParseError.notDigits) { try CHINumber(parsing: "14O785") }
    }
}

@Suite struct `An H&C number` {
    @Test func `is read within its range only`() throws {
        let first = try #require(TenDigitNumbers.complete("320" + "000000"))
        #expect(try HealthAndCareNumber(parsing: first).digits == first)
        let chi = try #require(TenDigitNumbers.complete("010100" + "001"))
        #expect(throws: HealthAndCareNumber.ParseError.outsideRange) { try HealthAndCareNumber(parsing: chi) }
        #expect(throws: HealthAndCareNumber.ParseError.outsideRange) {
            try HealthAndCareNumber(parsing: "999 000 0018")
        }
    }

    @Test func `is refused with its check digit wrong`() throws {
        let number = try #require(TenDigitNumbers.complete("320" + "000000"))
        let wrong = number.dropLast() + (number.hasSuffix("1") ? "2" : "1")
        #expect(throws: HealthAndCareNumber.ParseError.checkDigit) { try HealthAndCareNumber(parsing: String(wrong)) }
        #expect(throws: HealthAndCareNumber.ParseError.wrongLength(4)) { try HealthAndCareNumber(parsing: "3200") }
        #expect(throws: HealthAndCareNumber.ParseError.notDigits) { try HealthAndCareNumber(parsing: "32OO") }
    }
}
