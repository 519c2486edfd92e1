/// The numbers and the street of an address line.
struct AddressText {
    /// Up to eight letters and digits, the first in the lowest byte; 0 where there is no number.
    private(set) var flat: UInt64 = 0
    private(set) var house: UInt64 = 0
    /// The letters of the street without its kind: `mill` of "14 Mill Lane".
    private(set) var street: [UInt8] = []

    init(_ line: Text) {
        guard !line.isEmpty else { return }
        street.reserveCapacity(line.count)
        var kinds = 0
        var start = 0
        for end in 0...line.count {
            let isInside = end < line.count && (line[end].isLetter || line[end].isDigit || line[end] >= 0x80)
            if isInside { continue }
            if end > start { add(Text(rebasing: line[start..<end]), &kinds) }
            start = end + 1
        }
        // A street that is nothing but its kind, "The Mews", is called by it.
        if street.isEmpty, kinds > 0 { street = line.filter(\.isLetter).map(\.lowerCased) }
    }

    private mutating func add(_ word: Text, _ kinds: inout Int) {
        if word[0].isDigit {
            if house != 0, flat == 0 { flat = house }
            house = Self.pack(word)
        } else if Self.isKind(word) {
            kinds += 1
        } else if !Self.flats.contains(Self.pack(word)) {
            street.append(contentsOf: word.lazy.map(\.lowerCased))
        }
    }

    private static func pack(_ word: Text) -> UInt64 {
        var packed: UInt64 = 0
        for (index, byte) in word.prefix(8).enumerated() { packed |= UInt64(byte.lowerCased) << UInt64(8 * index) }
        return packed
    }

    private static func isKind(_ word: Text) -> Bool { kinds.contains(pack(word)) }

    private static let flats = packed("flat apartmen apt unit room")

    /// Words for a kind of street and their short forms, which are used at will.
    private static let kinds = packed(
        """
        road rd street st str avenue ave av drive dr drv lane ln close cl court ct crescent cres cr gardens gdns \
        gdn grove grv gr place pl plc terrace terr ter way wy walk wlk rise square sq
        """)

    private static func packed(_ words: String) -> Set<UInt64> {
        Set(
            words.split(separator: " ").map { word in
                Array(String(word).utf8).withUnsafeBufferPointer { pack($0) }
            })
    }
}
