import Foundation
import Operations
import OutreachCore
import Store
import TestDatabase
import Testing

/// Hazard H8: what is printed is rasterised, scanned and read back card by card.
@Suite struct `printed cards` {
    @Test func `carry the ID, name and birth date of one person each, whatever the order`() async throws {
        let cards = try CardSamples.people(300).shuffled()
        try await Paper.with(CardPrinter().html(cards, layout: .tenPerSheet), pages: 30) { paper in
            let codes = try await paper.codes()
            let texts = try await paper.texts()
            for (index, card) in cards.enumerated() {
                let (page, slot) = (index / 10 + 1, index % 10)
                #expect(codes[page]?[slot] == card.temporaryID.canonical)
                let text = try #require(texts[page]?[slot])
                let name = try #require(card.name).listDisplay
                let date = try #require(card.birthDate).formattedForStaff
                #expect(text.contains(card.temporaryID.formatted) && text.contains(name) && text.contains(date))
                #expect(text.matches(of: /FAM[A-Z]{6}/).count == 1)
                #expect(text.matches(of: /T..-....-..../).count == 1)
            }
        }
    }

    @Test func `can be scanned when there is one to a page, and when they are blank`() async throws {
        let cards = [try CardSamples.card(), CardSamples.blank()]
        try await Paper.with(CardPrinter().html(cards, layout: .onePerPage), pages: 2) { paper in
            let codes = try await paper.codes()
            #expect(codes == [1: [0: cards[0].temporaryID.canonical], 2: [0: cards[1].temporaryID.canonical]])
        }
    }

    @Test func `stay within their lines, however long the name`() async throws {
        let names = [
            String(repeating: "W", count: 300), String(repeating: "王", count: 300), String(repeating: "é ", count: 150),
            "Z" + String(repeating: "\u{0301}", count: 290), String(repeating: "Long-", count: 60),
        ]
        let cards = try names.map { try CardSamples.card(family: $0, given: $0, employer: $0) }
        try await Paper.with(CardPrinter().html(cards, layout: .tenPerSheet), pages: 1) { paper in
            let codes = try await paper.codes()
            let texts = try await paper.texts()
            for (slot, card) in cards.enumerated() {
                #expect(codes[1]?[slot] == card.temporaryID.canonical)
                let text = try #require(texts[1]?[slot])
                #expect(text.contains("14-Jul-1985") && text.contains("It is not proof of identity."))
            }
        }
    }
}
