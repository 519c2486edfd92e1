/// How the letters of a file are written as bytes.
public enum CSVEncoding: Hashable, Sendable {
    case utf8
    case utf16LittleEndian
    case utf16BigEndian
    case windows1252

    /// The encoding of a file, and the length of its byte order mark.
    ///
    /// A mark decides. Without one, NUL bytes on one side of most pairs mean UTF-16; else what is valid UTF-8, or UTF-8
    /// that is damaged here and there, is UTF-8; else it is Windows-1252, in which any byte is a letter. Only these bytes are looked at: a reader that streams
    /// looks at the first ``CSVReader/lookahead`` and reports what it cannot read later on.
    ///
    /// - Parameters:
    ///   - bytes: The file or its beginning.
    ///   - isWhole: Whether these are all bytes, so that a letter cut off at their end is an error.
    /// - Returns: The encoding and how many bytes the mark takes.
    static func detect(_ bytes: [UInt8], isWhole: Bool) -> (encoding: CSVEncoding, markLength: Int) {
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { return (.utf8, 3) }
        if bytes.starts(with: [0xff, 0xfe]) { return (.utf16LittleEndian, 2) }
        if bytes.starts(with: [0xfe, 0xff]) { return (.utf16BigEndian, 2) }
        if let encoding = detectUTF16(bytes.prefix(1_024)) { return (encoding, 0) }
        return (isUTF8(bytes, isWhole: isWhole) || isDamagedUTF8(bytes) ? .utf8 : .windows1252, 0)
    }

    /// Latin text in UTF-16 has a NUL in nearly every pair, always on the same side.
    private static func detectUTF16(_ bytes: ArraySlice<UInt8>) -> CSVEncoding? {
        let pairs = bytes.count / 2
        guard pairs > 0 else { return nil }
        var first = 0
        var second = 0
        for pair in 0..<pairs {
            if bytes[bytes.startIndex + 2 * pair] == Byte.nul { first += 1 }
            if bytes[bytes.startIndex + 2 * pair + 1] == Byte.nul { second += 1 }
        }
        if second * 2 > pairs, first * 10 < pairs { return .utf16LittleEndian }
        if first * 2 > pairs, second * 10 < pairs { return .utf16BigEndian }
        return nil
    }

    private static func isUTF8(_ bytes: [UInt8], isWhole: Bool) -> Bool {
        if String(validating: bytes, as: UTF8.self) != nil { return true }
        // A letter of up to four bytes may be cut off.
        return !isWhole && (1...3).contains { String(validating: bytes.dropLast($0), as: UTF8.self) != nil }
    }

    /// Whether whole letters of several bytes are as many as places that are none.
    ///
    /// In Windows-1252 such a letter is a rare accident ("Ã©"). A damaged row is refused; the whole file read in the
    /// wrong encoding would spoil every name with an accent, and nobody would be told.
    private static func isDamagedUTF8(_ bytes: [UInt8]) -> Bool {
        var (whole, broken) = (0, 0)
        var isBroken = false
        var index = 0
        while index < bytes.count {
            let length = letterLength(in: bytes, at: index)
            if length > 1 { whole += 1 }
            if length == 0, !isBroken { broken += 1 }
            isBroken = length == 0
            index += max(length, 1)
        }
        return whole > 0 && whole >= broken
    }

    /// The bytes of the letter that begins here, or 0 where none does.
    private static func letterLength(in bytes: [UInt8], at index: Int) -> Int {
        let length =
            switch bytes[index] {
            case ..<0x80: 1
            case 0xc2...0xdf: 2
            case 0xe0...0xef: 3
            case 0xf0...0xf4: 4
            default: 0
            }
        guard length > 1 else { return length }
        guard index + length <= bytes.count else { return 0 }
        return String(validating: bytes[index..<index + length], as: UTF8.self) == nil ? 0 : length
    }
}
