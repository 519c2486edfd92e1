import OutreachCore
import Store
import Templates
import Testing

@testable import Operations

@Suite struct `a page of cards` {
    @Test func `names in its templates exactly the properties of its structs`() throws {
        let texts = try Templates.texts(in: "cards")
        let tags = Set(texts.values.flatMap(Self.tags))
        let page = try CardPage([CardSamples.card()], layout: .onePerPage)
        let sheet = try #require(page.sheets.first)
        let face = try #require(sheet.cards.first)
        let properties = [Mirror(reflecting: page), Mirror(reflecting: sheet), Mirror(reflecting: face)]
            .flatMap { $0.children.compactMap(\.label) }
        #expect(tags == Set(properties))
        let partials = Set(texts.values.flatMap { $0.matches(of: /\{\{>\s*([^}\s]+)\s*\}\}/).map { String($0.1) } })
        #expect(partials.union(["cards/page"]) == Set(texts.keys))
    }

    /// The names in `{{name}}`, `{{#name}}`, `{{^name}}` and `{{/name}}`; `{{{name}}}` would not be escaped.
    private static func tags(of text: String) -> [String] {
        #expect(!text.contains("{{{") && !text.contains("{{&"))
        return text.matches(of: /\{\{[#^\/]?([A-Za-z]+)\}\}/).map { String($0.1) }
    }

    @Test func `shows who the card is for, in both orders`() throws {
        let card = try CardSamples.card()
        let html = try CardPrinter().html([card], layout: .onePerPage)
        for text in [
            card.temporaryID.formatted, "OKAFOR, Chidi", ">Chidi Okafor<", "14-Jul-1985", "Rose Hill",
            "<html lang=\"en\">", "<title>Temporary ID card</title>",
            "aria-label=\"QR code that reads \(card.temporaryID.formatted)\"",
            "Show this card at any vaccination site. It is not proof of identity.", "If you lose the card",
        ] {
            #expect(html.contains(text))
        }
    }

    @Test func `loads nothing from anywhere`() throws {
        let html = try CardPrinter().html(CardSamples.people(30), layout: .tenPerSheet)
        #expect(!html.contains("http") && !html.contains("url(") && !html.contains("src=") && !html.contains("@import"))
        #expect(html.matches(of: /<section class="sheet">/).count == 3)
    }

    @Test func `leaves lines to write on where there are no details`() throws {
        let html = try CardPrinter().html([CardSamples.blank(), CardSamples.card()], layout: .tenPerSheet)
        #expect(html.matches(of: /class="line"/).count == 3)
        #expect(html.matches(of: /class="name/).count == 1)
    }

    @Test("shows a hostile name and does not run it", arguments: CardSamples.hostileNames)
    func hostile(_ name: String) throws {
        let card = try CardSamples.card(family: name, given: name, employer: name)
        let html = try CardPrinter().html([card], layout: .onePerPage)
        let harmless = try CardPrinter().html([CardSamples.card()], layout: .onePerPage)
        // No name adds a tag, an attribute's end or a template's tag to the page.
        #expect(html.count { $0 == "<" } == harmless.count { $0 == "<" })
        #expect(html.count { $0 == "\"" } == harmless.count { $0 == "\"" })
        #expect(html.contains(", \(Self.escaped(name))</p>"))
    }

    private static func escaped(_ text: String) -> String {
        [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", "&#39;")]
            .reduce(text) { $0.replacing($1.0, with: $1.1) }
    }

    @Test(
        "sets a name in letters that fit, and cuts it where none do",
        arguments: [
            ("Okafor", "Chidi", "OKAFOR, Chidi", "regular"),
            ("van der Westhuizen-Wijesinghe", "Thushara", "VAN DER WESTHUIZEN-WIJESINGHE, Thushara", "long"),
            (String(repeating: "a", count: 300), "Chidi", String(repeating: "A", count: 65) + "…, Chidi", "longest"),
            (String(repeating: "王", count: 300), "小明", String(repeating: "王", count: 49) + "…, 小明", "longest"),
            ("", "Suharto", "Suharto", "regular"),
        ])
    func fitting(_ family: String, _ given: String, _ shown: String, _ size: String) throws {
        let face = try CardFace(CardSamples.card(family: family, given: given))
        #expect(face.name == shown)
        #expect(face.nameSize == size)
    }
}
