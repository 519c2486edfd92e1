package import Store

/// What `templates/cards/page.mustache` shows: ready strings, in the order of printing.
package struct CardPage {
    let language: String
    let title: String
    let sheets: [CardSheet]

    /// How the cards lie on the paper.
    package enum Layout: String, Sendable, CaseIterable {
        /// One card with what to do with it: to hand out.
        case onePerPage = "one"
        /// Ten cards to cut apart.
        case tenPerSheet = "ten"

        fileprivate var cardsPerSheet: Int {
            switch self {
            case .onePerPage: 1
            case .tenPerSheet: 10
            }
        }
    }

    package init(_ cards: [Card], layout: Layout) throws {
        language = "en"
        title = cards.count == 1 ? "Temporary ID card" : "Temporary ID cards (\(cards.count))"
        let faces = try cards.map(CardFace.init)
        sheets = stride(from: 0, to: faces.count, by: layout.cardsPerSheet).map { start in
            let faces = Array(faces[start..<min(start + layout.cardsPerSheet, faces.count)])
            return CardSheet(cards: faces, hasNotes: layout == .onePerPage)
        }
    }
}

/// One sheet of paper.
struct CardSheet {
    let cards: [CardFace]
    /// Whether the sheet says what to do with the card: there is room beside a single one.
    let hasNotes: Bool
}
