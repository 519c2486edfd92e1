import Mustache
package import Store
import Templates

/// Turns cards into one HTML page that prints on A4, with everything it needs inside.
package struct CardPrinter: Sendable {
    private let library: MustacheLibrary

    /// - Throws: ``Templates/Missing`` where the installation lacks the templates.
    package init() throws {
        var library = MustacheLibrary()
        for (name, text) in try Templates.texts(in: "cards") { try library.register(text, named: name) }
        self.library = library
    }

    package func html(_ cards: [Card], layout: CardPage.Layout) throws -> String {
        let page = try CardPage(cards, layout: layout)
        guard let html = library.render(page, withTemplate: "cards/page") else {
            throw Templates.Missing(path: "cards/page.mustache")
        }
        return html
    }
}
