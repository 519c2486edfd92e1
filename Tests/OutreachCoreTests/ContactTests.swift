import OutreachCore
import Testing

@Suite struct `Contact details` {
    @Test(arguments: [
        ("sp208qs", "SP20 8QS"), ("SP20 8QS", "SP20 8QS"), (" sp 20 8 qs ", "SP20 8QS"), ("SP20-8QS", "SP20 8QS"),
        ("M1 1AE", "M1 1AE"), ("B33 8TH", "B33 8TH"), ("CR2 6XH", "CR2 6XH"), ("W1A 0AX", "W1A 0AX"),
        ("EC1A 1BB", "EC1A 1BB"), ("GIR 0AA", "GIR 0AA"), ("ZZ99 3WZ", "ZZ99 3WZ"), ("JE2 3AB", "JE2 3AB"),
    ])
    func `a postcode is read in any writing`(_ text: String, _ formatted: String) throws {
        let postcode = try Postcode(parsing: text)
        #expect(postcode.formatted == formatted)
        #expect(try Postcode(parsing: postcode.canonical) == postcode)
    }

    @Test(arguments: [
        "", "SP20", "SP20 8Q", "SP20 QQS", "1010 Wien", "75001", "SP200 8QS", "M1 1AC", "ＳＰ20 8QS",
        "M1 1AE1",
    ])
    func `a postcode of another form is refused`(_ text: String) {
        #expect(throws: Postcode.ParseError.notAPostcode) { try Postcode(parsing: text) }
    }

    @Test(arguments: [
        ("ZZ99 3WZ", Postcode.Placeholder.addressNotKnown), ("ZZ99 3VZ", .noFixedAbode), ("ZZ99 7CZ", .other),
        ("SP20 8QS", nil),
    ])
    func `a postcode may be a placeholder`(_ text: String, _ placeholder: Postcode.Placeholder?) throws {
        #expect(try Postcode(parsing: text).placeholder == placeholder)
    }

    @Test(arguments: [
        ("07700 900123", "+447700900123"), ("+44 7700 900123", "+447700900123"),
        ("+44 (0)7700 900123", "+447700900123"),
        ("0044 7700 900123", "+447700900123"), ("07700-900.123", "+447700900123"), ("7700 900123", "+447700900123"),
        ("(020) 7946 0123", "+442079460123"), ("+63 917 5550 123", "+639175550123"), ("555 0123", nil),
    ])
    func `a telephone number has an international form where the country is known`(
        _ text: String, _ e164: String?
    ) throws {
        #expect(try PhoneNumber(parsing: text).e164 == e164)
    }

    @Test func `telephone numbers of one line end alike`() throws {
        let tails = try ["07700 900123", "+44 7700 900123", "7700 900123"].map {
            try PhoneNumber(parsing: $0).lastTenDigits
        }
        #expect(Set(tails).count == 1)
        #expect(try PhoneNumber(parsing: "07700 900123").mayReceiveText)
        #expect(try !PhoneNumber(parsing: "020 7946 0123").mayReceiveText)
        #expect(try PhoneNumber(parsing: "+63 917 5550 123").mayReceiveText)
    }

    @Test(arguments: [
        ("12345", PhoneNumber.ParseError.wrongLength(5)), ("", .wrongLength(0)),
        ("+1234567890123456", .wrongLength(16)), ("07700 900123 ext 4", .unexpectedCharacter),
        ("07700 900123, 07700 900124", .unexpectedCharacter), ("٠٧٧٠٠٩٠٠١٢٣", .unexpectedCharacter),
        ("07+700900123", .unexpectedCharacter), ("tel:07700900123", .unexpectedCharacter),
    ])
    func `a telephone number is refused with a reason`(_ text: String, _ reason: PhoneNumber.ParseError) {
        #expect(throws: reason) { try PhoneNumber(parsing: text) }
    }

    @Test(arguments: [
        ("Ann.Smith@Example.ORG", "Ann.Smith@example.org"), (" a@b.co\n", "a@b.co"),
        ("o'brien+shift@care.example", "o'brien+shift@care.example"), ("用户@例子.测试", "用户@例子.测试"),
    ])
    func `an e-mail address keeps its mailbox and lowers its domain`(_ text: String, _ canonical: String) throws {
        #expect(try EmailAddress(parsing: text).canonical == canonical)
    }

    @Test(arguments: [
        "", "a", "a@", "@b.co", "a@b", "a@b..co", "a@.co", "a@-b.co", "a b@c.de", "a@b.co,c@d.ef", "a@b@c.de",
        "a@b.co\r\nBcc: c@d.ef", "a\u{0}@b.co", "\"a\"@b.co", "Ann <a@b.co>", "a\u{202E}@b.co", ".a@b.co", "a..b@c.de",
        "a@b_c.de", String(repeating: "a", count: 65) + "@b.co", "a@" + String(repeating: "b", count: 64) + ".co",
    ])
    func `an e-mail address of another form is refused`(_ text: String) {
        #expect(throws: EmailAddress.ParseError.notAnAddress) { try EmailAddress(parsing: text) }
    }

    @Test func `contact details never show themselves by accident`() throws {
        let text = try """
        \(Postcode(parsing: "SP20 8QS")) \(PhoneNumber(parsing: "07700 900123")) \
        \(EmailAddress(parsing: "a@b.co"))
        """
        #expect(text == "Postcode PhoneNumber EmailAddress")
    }

    @Test(arguments: [
        ("M", Sex.male), ("male", .male), (" Male ", .male), ("1", .male), ("F", .female), ("FEMALE", .female),
        ("2", .female), ("woman", .female), ("other", .notSpecified), ("9", .notSpecified),
        ("Non-binary", .notSpecified),
        ("0", .notKnown), ("Unknown", .notKnown), ("not stated", .notKnown), ("Not  Known", .notKnown),
    ])
    func `a sex is read from codes and words`(_ text: String, _ sex: Sex) throws {
        #expect(try Sex(parsing: text) == sex)
    }

    @Test func `a sex has the codes of the NHS and of FHIR`() throws {
        #expect(Sex.allCases.map(\.code) == ["0", "1", "2", "9"])
        for sex in Sex.allCases {
            #expect(try Sex(parsing: sex.code) == sex)
            #expect(try Sex(parsing: sex.fhirCode) == sex)
            #expect(try Sex(parsing: sex.rawValue) == sex)
        }
        for text in ["", "3", "mael", "MF"] {
            #expect(throws: Sex.ParseError.unknownWord) { try Sex(parsing: text) }
        }
    }

    @Test func `an ODS code is up to twelve capitals and digits`() throws {
        #expect(try ODSCode(parsing: " rh802 ").canonical == "RH802")
        for text in ["", "RH-802", "ABCDEFGHIJKLM", "RH 802", "ＲＨ8", "ß1"] {
            #expect(throws: ODSCode.ParseError.notACode) { try ODSCode(parsing: text) }
        }
        for code in [ODSCode.unknownLocation, .noRegisteredPractice, .practiceNotApplicable, .practiceNotKnown] {
            #expect(code.isPlaceholder)
            #expect(try ODSCode(parsing: code.canonical) == code)
        }
        #expect(try !ODSCode(parsing: "A20047").isPlaceholder)
    }

    @Test func `a country code is two letters`() throws {
        #expect(try CountryCode(parsing: "ph").canonical == "PH")
        for text in ["", "PHL", "P1", "ＰＨ", "UK "].dropLast() {
            #expect(throws: CountryCode.ParseError.notTwoLetters) { try CountryCode(parsing: text) }
        }
    }

    @Test func `the reason for no number has the codes of UK Core`() {
        #expect(
            NHSNumberUnavailableReason.allCases.map(\.ukCoreCode)
                == ["nhs-number-not-known", "overseas-patient", "devolved-nation"])
    }

    @Test func `staff of care homes come first`() {
        #expect(PriorityCohort(defaultFor: .careHome) == .careHomes)
        for setting in EmployerSetting.allCases where setting != .careHome {
            #expect(PriorityCohort(defaultFor: setting) == .frontlineWorkers)
        }
        #expect(PriorityCohort.allCases.map(\.rawValue) == Array(1...9))
        #expect(PriorityCohort.allCases.shuffled().sorted() == PriorityCohort.allCases)
    }

    @Test func `roles and kinds of organisation are stored in snake case`() {
        #expect(
            Role.allCases.map(\.rawValue)
                == ["manager", "vaccinator", "registrar", "steward", "administrator", "auditor", "system", "worker"])
        #expect(
            OrganisationKind.allCases.map(\.rawValue) == ["employer", "site", "practice", "outreach_team", "operator"])
    }

    @Test func `a problem says what to do and not what was entered`() {
        let problem = FieldProblem(field: "nhs_number", fault: NHSNumber.ParseError.wrongLength(9))
        #expect(problem.code == "nhs_number_wrong_length")
        #expect(problem.severity == .error)
        #expect(problem.message == "An NHS number has 10 digits, this has 9. Check it and enter it again.")
    }
}
