/// What stands between two cells.
public enum CSVDelimiter: UInt8, CaseIterable, Hashable, Sendable {
    case comma = 0x2c
    case semicolon = 0x3b
    case tab = 0x09
    case pipe = 0x7c

    /// The delimiter that occurs most often in the first line, outside quotes; the comma where none does.
    ///
    /// Of equals the first of ``allCases`` wins.
    public static func detect(inFirstLineOf text: ArraySlice<UInt8>) -> CSVDelimiter {
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        for byte in text {
            if byte == Byte.quote { isQuoted.toggle() }
            guard !isQuoted else { continue }
            if byte == Byte.lineFeed || byte == Byte.carriageReturn { break }
            counts[byte, default: 0] += 1
        }
        var best = CSVDelimiter.comma
        for delimiter in allCases where counts[delimiter.rawValue, default: 0] > counts[best.rawValue, default: 0] {
            best = delimiter
        }
        return best
    }

    /// The delimiter that a first line `sep=;` declares, as Excel writes and reads it.
    static func declared(inFirstLineOf text: ArraySlice<UInt8>) -> CSVDelimiter? {
        let line = text.prefix(6)
        let end = line.dropFirst(5).first ?? Byte.lineFeed
        guard line.prefix(4).elementsEqual("sep=".utf8), end == Byte.lineFeed || end == Byte.carriageReturn else {
            return nil
        }
        return line.dropFirst(4).first.flatMap(CSVDelimiter.init(rawValue:))
    }
}

/// Bytes with a meaning.
enum Byte {
    static let nul = UInt8(0)
    static let tab = UInt8(ascii: "\t")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let space = UInt8(ascii: " ")
    static let quote = UInt8(ascii: "\"")
    static let apostrophe = UInt8(ascii: "'")
}
