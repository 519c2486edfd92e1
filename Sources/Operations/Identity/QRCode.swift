import CQREncode

/// A QR code as its dark squares (ISO/IEC 18004, model 2, error correction level Q: a quarter may be lost).
struct QRCode: Hashable {
    /// Squares along one edge, without the margin.
    let width: Int
    /// Row by row.
    private let darkness: [Bool]

    /// The light squares that must surround the code (ISO/IEC 18004, section 9.1).
    static let margin = 4

    /// The code of an ASCII text; capitals and digits take the least room.
    ///
    /// - Throws: ``TooLong`` where no code can hold the text.
    init(_ text: String) throws(TooLong) {
        guard let code = QRcode_encodeString(text, 0, QR_ECLEVEL_Q, QR_MODE_8, 1) else { throw TooLong() }
        defer { QRcode_free(code) }
        width = Int(code.pointee.width)
        let squares = UnsafeBufferPointer(start: code.pointee.data, count: width * width)
        // The lowest bit is the colour (qrencode.h).
        darkness = squares.map { $0 & 1 == 1 }
    }

    /// More than a QR code can hold, 1,663 bytes at this level.
    struct TooLong: Error {}

    /// The squares along one edge of the drawing, the margin included.
    var side: Int { width + 2 * Self.margin }

    /// The dark squares as an SVG path in a view box of ``side`` units: a rectangle for each run in a row.
    var path: String {
        var path = ""
        for row in 0..<width {
            var column = 0
            while column < width {
                let run = (column..<width).prefix { isDark(row: row, column: $0) }.count
                if run > 0 { path += "M\(column + Self.margin) \(row + Self.margin)h\(run)v1h-\(run)z" }
                column += max(run, 1)
            }
        }
        return path
    }

    private func isDark(row: Int, column: Int) -> Bool {
        darkness[row * width + column]
    }
}
