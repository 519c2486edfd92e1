/// What is left of a name when spellings of one sound are made equal.
enum NameSound {
    /// The first letter and up to three consonants after it, with letters that stand for one another in
    /// transliterations made one (c, g, q as k; z as s; v as w; f as p) and repetitions dropped: `wrkt` for "wright" and
    /// "wreeght"; one letter in each byte.
    static func skeleton(of name: Text) -> UInt64 {
        var sounds: UInt64 = 0
        var last: UInt8 = 0
        var count: UInt64 = 0
        for byte in name {
            guard count < 4 else { break }
            let sound = table[Int(byte)]
            let heard = sound == vowel ? (count == 0 ? UInt8(ascii: "a") : 0) : sound == breath && count > 0 ? 0 : sound
            guard heard != 0, heard != last else { continue }
            sounds |= UInt64(heard) << (8 * count)
            last = heard
            count += 1
        }
        return sounds
    }

    private static let vowel = UInt8(ascii: "a")
    private static let breath = UInt8(ascii: "h")

    /// The letter that stands for each one.
    private static let table: [UInt8] = (0...255).map { letter in
        switch UInt8(letter) {
        case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"),
            UInt8(ascii: "y"):
            vowel
        case UInt8(ascii: "c"), UInt8(ascii: "q"), UInt8(ascii: "g"): UInt8(ascii: "k")
        case UInt8(ascii: "z"): UInt8(ascii: "s")
        case UInt8(ascii: "v"): UInt8(ascii: "w")
        case UInt8(ascii: "f"): UInt8(ascii: "p")
        default: UInt8(letter)
        }
    }
}
