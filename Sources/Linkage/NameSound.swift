/// What is left of a name when spellings of one sound are made equal.
enum NameSound {
    /// The first letter and up to three consonants after it, with letters that stand for one another in
    /// transliterations made one (c, g, q as k; z as s; v as w; f as p) and repetitions dropped: `wrkt` for "wright" and
    /// "wreeght".
    static func skeleton(of name: String) -> String {
        var sounds: [UInt8] = []
        for byte in name.utf8 {
            guard sounds.count < 4 else { break }
            let sound = sound(of: byte, isFirst: sounds.isEmpty)
            if let sound, sound != sounds.last { sounds.append(sound) }
        }
        return String(decoding: sounds, as: UTF8.self)
    }

    /// The letter that stands for this one; `nil` for a letter that is not heard or is often left out.
    private static func sound(of letter: UInt8, isFirst: Bool) -> UInt8? {
        switch letter {
        case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"),
            UInt8(ascii: "y"):
            isFirst ? UInt8(ascii: "a") : nil
        case UInt8(ascii: "h"): isFirst ? letter : nil
        case UInt8(ascii: "c"), UInt8(ascii: "q"), UInt8(ascii: "g"): UInt8(ascii: "k")
        case UInt8(ascii: "z"): UInt8(ascii: "s")
        case UInt8(ascii: "v"): UInt8(ascii: "w")
        case UInt8(ascii: "f"): UInt8(ascii: "p")
        default: letter
        }
    }
}
