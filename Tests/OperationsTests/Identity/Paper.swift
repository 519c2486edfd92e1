import Foundation
import TestDatabase

/// A page of cards as a printer would put it on paper, and what a scanner and a reader find there.
struct Paper {
    private let folder: URL
    private let pages: Int

    /// Dots per inch of an ordinary office printer's draft mode.
    private static let resolution = 150.0

    /// Prints HTML, checks the number of pages, and removes everything afterwards.
    static func with(_ html: String, pages: Int, _ body: (Paper) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "cards-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let paper = Paper(folder: folder, pages: pages)
        try Data(html.utf8).write(to: folder.appending(path: "cards.html"))
        try await paper.run("weasyprint", ["-q", paper.path("cards.html"), paper.path("cards.pdf")])
        let count = try await paper.run("pdfinfo", [paper.path("cards.pdf")])
            .firstMatch(of: /Pages:\s+(\d+)/).flatMap { Int($0.1) }
        guard count == pages else { throw WrongPageCount(found: count ?? 0) }
        try await paper.run(
            "pdftoppm", ["-r", "\(Int(resolution))", "-gray", paper.path("cards.pdf"), paper.path("page")])
        try await body(paper)
    }

    struct WrongPageCount: Error {
        let found: Int
    }

    /// The text of the code on each card, by page and place on the sheet: each card is scanned by itself.
    func codes() async throws -> [Int: [Int: String]] {
        var codes: [Int: [Int: String]] = [:]
        for page in 1...pages {
            let number = String(repeating: "0", count: String(pages).count - String(page).count) + String(page)
            let image = try Greymap(contentsOf: folder.appending(path: "page-\(number).pgm"))
            for slot in 0..<10 {
                let area = Self.area(of: slot)
                try image.cropped(x: area.x, y: area.y, width: area.width, height: area.height)
                    .write(to: folder.appending(path: "card-\(slot).pgm"))
            }
            let files = (0..<10).map { path("card-\($0).pgm") }
            // Status 4: no code in some of the files.
            let xml = try await run("zbarimg", ["-q", "--xml"] + files, accepting: [0, 4])
            for source in xml.matches(of: /card-(\d)\.pgm'>(?s:(.*?))<\/source>/) {
                let texts = source.2.matches(of: /CDATA\[([^\]]*)\]/).map { String($0.1) }
                guard let slot = Int(source.1), !texts.isEmpty else { continue }
                codes[page, default: [:]][slot] = texts.joined(separator: " ")
            }
        }
        return codes
    }

    /// The words that begin within the cut lines of each card, by page and place on the sheet.
    func texts() async throws -> [Int: [Int: String]] {
        var texts: [Int: [Int: String]] = [:]
        // In points of 1/72 inch from the top left corner of the page.
        let layout = try await run("pdftotext", ["-bbox", path("cards.pdf"), "-"])
        for (index, page) in layout.split(separator: "<page ").dropFirst().enumerated() {
            for word in page.matches(of: /<word xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>([^<]*)</) {
                guard let x = Double(word.1), let y = Double(word.2) else { continue }
                let slot = Int((y / 72 * 25.4 - 13) / 54) * 2 + Int((x / 72 * 25.4 - 19) / 85.6)
                texts[index + 1, default: [:]][slot, default: ""] += word.3 + " "
            }
        }
        return texts
    }

    /// In dots: two columns of cards of 85.6 × 54 mm, 19 mm from the left and 13 mm from the top.
    private static func area(of slot: Int) -> (x: Int, y: Int, width: Int, height: Int) {
        (
            x: dots(19 + 85.6 * Double(slot % 2)), y: dots(13 + 54 * Double(slot / 2)), width: dots(85.6),
            height: dots(54)
        )
    }

    private static func dots(_ millimetres: Double) -> Int {
        Int((millimetres * resolution / 25.4).rounded())
    }

    private func path(_ name: String) -> String { folder.appending(path: name).path() }

    @discardableResult
    private func run(
        _ program: String, _ arguments: [String], accepting statuses: Set<Int32> = [0]
    ) async throws -> String {
        let output = try await Command.run(program, arguments)
        guard statuses.contains(output.status) else { throw CommandFailed(output: output) }
        return output.standardOutput
    }
}

/// A picture in shades of grey: Netpbm's raw PGM with 8 bits a dot, as pdftoppm writes it.
private struct Greymap {
    private let width: Int
    private let height: Int
    private let dots: ArraySlice<UInt8>

    struct NotAGreymap: Error {}

    init(contentsOf url: URL) throws {
        let bytes = Array(try Data(contentsOf: url))
        let header = bytes.prefix(64).split(maxSplits: 4, omittingEmptySubsequences: true) { $0 == 32 || $0 == 10 }
        let words = header.prefix(4).map { String(decoding: $0, as: UTF8.self) }
        guard words.count == 4, words[0] == "P5", words[3] == "255", let width = Int(words[1]),
            let height = Int(words[2]), bytes.count >= width * height
        else { throw NotAGreymap() }
        (self.width, self.height, dots) = (width, height, bytes.suffix(width * height))
    }

    func cropped(x: Int, y: Int, width: Int, height: Int) -> Data {
        var picture = Data("P5\n\(width) \(height)\n255\n".utf8)
        for row in y..<(y + height) {
            let start = dots.startIndex + row * self.width + x
            picture += dots[start..<(start + width)]
        }
        return picture
    }
}
