import OutreachCore
import Testing

@Suite struct `A person's name` {
    @Test(arguments: [
        "O'Brien", "O’Brien", "Smith-Jones", "van der Berg", "de la Cruz", "Nguyễn", "Müller", "Strauß", "Æsa",
        "Łukasz", "Çelik", "İbrahim", "Ñuñez", "Ó Súilleabháin", "Ng", "O", "X Æ A-12", "Jr.", "Þór", "Kahaʻi",
        "王", "陳大文", "김민준", "たなか", "タナカ", "محمد", "عبد الله", "דוד", "Ольга", "Γιώργος", "أحمد بن علي",
        "मोहम्मद", "ਸਿੰਘ", "தமிழ்", "සිංහල", "ශ්‍රී", "ක්‍ෂ", "می‌خواهم", "မြန်မာ", "ខ្មែរ", "አበበ", "ไทย", "𠮷野", "葛󠄀城",
        "Null", "Test", "null", "N/A", "-", "<b>Bob</b>", "Robert'); DROP TABLE person;--", "=1+1", "Mary Ann", "3rd",
    ])
    func `is kept exactly as it was entered`(_ text: String) throws {
        let name = try PersonName(given: text, family: text)
        #expect(name.given == text)
        #expect(name.family == text)
    }

    @Test(arguments: [
        ("NUL\u{0}", PersonName.ParseError.controlCharacter), ("a\u{0}b", .controlCharacter),
        ("a\nb", .controlCharacter), ("a\tb", .controlCharacter), ("a\u{1B}[31mb", .controlCharacter),
        ("a\u{7F}b", .controlCharacter), ("a\u{85}b", .controlCharacter), ("a\u{2028}b", .controlCharacter),
        ("a\r\nBcc: b", .controlCharacter),
        ("a\u{202E}b", .directionMark), ("\u{200F}a", .directionMark), ("a\u{2066}b\u{2069}", .directionMark),
        ("محمد\u{200E}", .directionMark), ("a\u{61C}b", .directionMark),
        ("a\u{200B}b", .invisibleCharacter), ("a\u{FEFF}b", .invisibleCharacter), ("a\u{2060}b", .invisibleCharacter),
        ("a\u{AD}b", .invisibleCharacter), ("a\u{200D}b", .invisibleCharacter), ("a\u{200C}b", .invisibleCharacter),
        ("\u{200D}", .invisibleCharacter), ("a\u{E0041}b", .invisibleCharacter),
        ("\u{3164}", .invisibleCharacter), ("a\u{34F}b", .invisibleCharacter), ("\u{FE0F}", .invisibleCharacter),
        ("葛\u{E0100}\u{E0101}", .invisibleCharacter),
        ("M\u{FFFD}ller", .damagedText),
        ("", .empty), ("   ", .empty), ("\u{A0}", .empty), ("\n", .empty),
        (String(repeating: "a", count: 301), .tooLong), ("Z" + String(repeating: "\u{301}", count: 300), .tooLong),
    ])
    func `is refused where it could not be shown as it was entered`(_ text: String, _ reason: PersonName.ParseError) {
        #expect(throws: reason) { try PersonName(family: text) }
        #expect(throws: reason) { try PersonName(given: text) }
        #expect(PersonName.fault(in: text) == (reason == .empty ? nil : reason))
    }

    @Test func `is trimmed and has single spaces inside`() throws {
        let name = try PersonName(given: "  Mary \u{A0} Ann\t", family: "\u{3000}de  la Cruz\r\n", title: " ")
        #expect(name.given == "Mary Ann")
        #expect(name.givenNames == ["Mary", "Ann"])
        #expect(name.family == "de la Cruz")
        #expect(name.title == nil)
    }

    @Test func `is stored in normal form C`() throws {
        let decomposed = try PersonName(family: "Mu\u{308}ller")
        #expect(decomposed.family.map { Array($0.unicodeScalars) } == Array("M\u{FC}ller".unicodeScalars))
        #expect(try decomposed == PersonName(family: "M\u{FC}ller"))
    }

    @Test func `may be as long as the limit`() throws {
        let longest = String(repeating: "名", count: 300)
        #expect(try PersonName(family: longest).family == longest)
    }

    @Test(
        arguments: [
            ("Mary Ann", "Smith", "Mrs", "SMITH, Mary Ann (Mrs)", "Mrs Mary Ann Smith"),
            ("Karl", "Strauß", nil, "STRAUSS, Karl", "Karl Strauß"),
            ("Ion", "Irimia", "Dr", "IRIMIA, Ion (Dr)", "Dr Ion Irimia"),
            (nil, "Suharto", nil, "SUHARTO", "Suharto"),
            ("Suharto", nil, nil, "Suharto", "Suharto"),
            ("大文", "陳", nil, "陳, 大文", "大文 陳"),
        ] as [(String?, String?, String?, String, String)])
    func `is shown to staff by family and to the person in plain order`(
        _ given: String?, _ family: String?, _ title: String?, _ list: String, _ plain: String
    ) throws {
        let name = try PersonName(given: given, family: family, title: title)
        #expect(name.listDisplay == list)
        #expect(name.plainDisplay == plain)
    }

    @Test func `has a Latin form in Latin letters`() throws {
        let latin = try PersonName.LatinForm(given: "Dàwén", family: "O’Chén-Đặng")
        #expect(try PersonName(given: "大文", family: "陳", latin: latin).latin == latin)
        #expect(throws: PersonName.ParseError.notLatin) { try PersonName.LatinForm(family: "Сmith") }
        #expect(throws: PersonName.ParseError.notLatin) { try PersonName.LatinForm(given: "大文") }
        #expect(throws: PersonName.ParseError.empty) { try PersonName.LatinForm() }
    }

    @Test func `keeps the family names used before`() throws {
        let name = try PersonName(family: "Smith", previousFamilyNames: [" Jones", "", "Brown"])
        #expect(name.previousFamilyNames == ["Jones", "Brown"])
        #expect(throws: PersonName.ParseError.controlCharacter) {
            try PersonName(family: "Smith", previousFamilyNames: ["a\u{0}"])
        }
    }

    @Test func `never shows itself by accident`() throws {
        let latin = try PersonName.LatinForm(family: "Chen")
        let name = try PersonName(given: "Zaphod", family: "Quux", latin: latin, previousFamilyNames: ["Corge"])
        var dumped = "\(name) \(latin) \([name])"
        dump([name], to: &dumped)
        for secret in ["Zaphod", "Quux", "Chen", "Corge"] {
            #expect(!dumped.contains(secret))
        }
    }
}

@Suite struct `plain text` {
    @Test(
        "is ASCII with single spaces inside",
        arguments: [
            ("", true), ("Garcia", true), ("Anne Marie", true), ("O'Brien-Smith", true), (" Garcia", false),
            ("Garcia ", false), ("Anne  Marie", false), ("tab\there", false), ("Zoë", false), ("del\u{7f}", false),
            (" ", false),
        ])
    func plain(text: String, isPlain: Bool) {
        #expect(text.isPlain == isPlain)
    }
}
