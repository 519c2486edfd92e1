/// Turns a stream of bytes of some encoding into UTF-8, wherever the stream is cut.
///
/// What cannot be read becomes U+FFFD, which the reader reports. UTF-8 passes through unchecked; the reader checks it
/// row by row.
struct Transcoder {
    private let encoding: CSVEncoding
    /// The first byte of a pair whose second has not come yet.
    private var half: UInt8?
    /// The first unit of a surrogate pair whose second has not come yet.
    private var highSurrogate: UInt16?

    init(_ encoding: CSVEncoding) {
        self.encoding = encoding
    }

    mutating func transcode(_ bytes: ArraySlice<UInt8>, into output: inout [UInt8]) {
        switch encoding {
        case .utf8:
            output += bytes
        case .windows1252:
            for byte in bytes { Self.append(Self.windows1252(byte), to: &output) }
        case .utf16LittleEndian, .utf16BigEndian:
            for byte in bytes { appendHalf(byte, to: &output) }
        }
    }

    /// Reports what was cut off at the end of the stream.
    mutating func finish(into output: inout [UInt8]) {
        if half != nil || highSurrogate != nil { Self.append(0xfffd, to: &output) }
        half = nil
        highSurrogate = nil
    }

    private mutating func appendHalf(_ byte: UInt8, to output: inout [UInt8]) {
        guard let first = half else {
            half = byte
            return
        }
        half = nil
        let isBigEndian = encoding == .utf16BigEndian
        appendUnit(UInt16(isBigEndian ? first : byte) << 8 | UInt16(isBigEndian ? byte : first), to: &output)
    }

    private mutating func appendUnit(_ unit: UInt16, to output: inout [UInt8]) {
        if let high = highSurrogate {
            highSurrogate = nil
            if UTF16.isTrailSurrogate(unit) {
                Self.append(0x10000 + (UInt32(high) & 0x3ff) << 10 + UInt32(unit) & 0x3ff, to: &output)
                return
            }
            Self.append(0xfffd, to: &output)
        }
        if UTF16.isLeadSurrogate(unit) {
            highSurrogate = unit
        } else {
            Self.append(UTF16.isTrailSurrogate(unit) ? 0xfffd : UInt32(unit), to: &output)
        }
    }

    private static func append(_ scalar: UInt32, to output: inout [UInt8]) {
        guard scalar >= 0x80 else {
            output.append(UInt8(scalar))
            return
        }
        output += UTF8.encode(Unicode.Scalar(scalar) ?? "\u{fffd}") ?? UTF8.encodedReplacementCharacter
    }

    private static func windows1252(_ byte: UInt8) -> UInt32 {
        (0x80...0x9f).contains(byte) ? upperControls[Int(byte - 0x80)] : UInt32(byte)
    }

    /// The letters of 0x80 to 0x9F, where Windows-1252 differs from Latin-1; five of them stand for nothing.
    ///
    /// Source: WHATWG Encoding Standard, index windows-1252.
    private static let upperControls: [UInt32] = [
        0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0xfffd,
        0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a,
        0x0153, 0xfffd, 0x017e, 0x0178,
    ]
}
