extension Unicode.Scalar {
    /// Whether people put this between the groups of a number: any white space, hyphen or dash.
    ///
    /// Documents and spreadsheets turn plain spaces and hyphens into no-break, thin and typographic ones;
    /// the soft hyphen comes along with text copied from a web page.
    var separatesGroups: Bool {
        if isASCII { return isWhitespace || self == "-" }
        return properties.isWhitespace || properties.generalCategory == .dashPunctuation || self == "\u{AD}"
            || self == "\u{2212}"
    }

    /// Whether Unicode calls this white space; without its tables for ASCII.
    fileprivate var isWhitespace: Bool {
        isASCII ? self == " " || ("\t"..."\r").contains(self) : properties.isWhitespace
    }
}

extension StringProtocol {
    /// Whether the text is printable ASCII with single spaces inside and none at its ends, or empty.
    ///
    /// Such a text hides nothing and is in every normal form, and nearly every cell of a file is one: looking each of
    /// its letters up in Unicode's tables was half of what a row cost.
    package var isPlain: Bool {
        utf8.withContiguousStorageIfAvailable(Self.isPlain) ?? false
    }

    private static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let space = UInt8(ascii: " ")
        var previous = space
        for byte in bytes {
            guard (0x20..<0x7f).contains(byte), byte != space || previous != space else { return false }
            previous = byte
        }
        return bytes.isEmpty || previous != space
    }
}

extension StringProtocol {
    /// The text in capitals, or `nil` where it is not all ASCII.
    ///
    /// Unicode's capitals turn some other letters into ASCII ones, `ß` into `SS`: a code must not come about so.
    var uppercasedASCII: String? {
        utf8.allSatisfy { $0 < 128 } ? uppercased() : nil
    }

    /// The text without white space at either end: spreadsheet cells bring tabs and line ends along.
    var trimmed: SubSequence {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.isWhitespace })
        else {
            return self[endIndex...]
        }
        return self[first..<scalars.index(after: last)]
    }
}
