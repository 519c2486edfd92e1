extension Unicode.Scalar {
    /// Whether people put this between the groups of a number: any white space, hyphen or dash.
    ///
    /// Documents and spreadsheets turn plain spaces and hyphens into no-break, thin and typographic ones;
    /// the soft hyphen comes along with text copied from a web page.
    var separatesGroups: Bool {
        properties.isWhitespace || properties.generalCategory == .dashPunctuation || self == "\u{AD}"
            || self == "\u{2212}"
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
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else {
            return self[endIndex...]
        }
        return self[first..<scalars.index(after: last)]
    }
}
