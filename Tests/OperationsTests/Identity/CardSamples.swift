import OutreachCore
import Store

/// Cards for tests of printing, all different, the same in every run.
enum CardSamples {
    static func card(
        family: String? = "Okafor", given: String? = "Chidi", born: String? = "14-Jul-1985",
        employer: String? = "Rose Hill"
    ) throws -> Card {
        var generator = SystemRandomNumberGenerator()
        return Card(
            temporaryID: .random(using: &generator), person: PersonID(), state: .issued,
            name: try PersonName(given: given, family: family), birthDate: try born.map { try BirthDate(parsing: $0) },
            employerName: employer)
    }

    static func blank() -> Card {
        var generator = SystemRandomNumberGenerator()
        return Card(
            temporaryID: .random(using: &generator), person: PersonID(), state: .reserved, name: nil, birthDate: nil,
            employerName: nil)
    }

    /// People whose names and birth dates are each their own: the number is spelt into both.
    static func people(_ count: Int) throws -> [Card] {
        let syllables = ["ba", "do", "fi", "gu", "ka", "le", "mo", "nu", "ri", "sa"]
        return try (0..<count).map { number in
            let digits = [number / 100, number / 10 % 10, number % 10]
            let word = digits.map { syllables[$0] }.joined()
            let date = CalendarDate(year: 1950 + number / 12, month: number % 12 + 1, day: number % 28 + 1)
            return try card(family: "Fam" + word, given: "Giv" + word, born: date?.iso)
        }
    }

    static let hostileNames = [
        "<script>alert(1)</script>", "</style><script>alert(1)</script>", "<img src=x onerror=alert(1)>",
        "\"><svg onload=alert(1)>", "' onmouseover='alert(1)", "{{temporaryID}}", "{{> cards/style}}", "{{{name}}}",
        "{{#cards}}", "<!-- comment", "]]>", "&lt;b&gt;", "&#60;b&#62;", "javascript:alert(1)", "`${alert(1)}`",
        "\\u003cscript\\u003e", "<a href=\"https://example.org\">x</a>", "=HYPERLINK(\"https://example.org\")",
        "'; DROP TABLE person; --", "<iframe src='https://example.org'></iframe>",
    ]
}
