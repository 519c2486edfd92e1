/// Made-up workers, always the same for a seed.
package struct Staff {
    /// SplitMix64 (Steele, Lea and Flood, 2014).
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var word = state
            word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
            word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
            return word ^ (word >> 31)
        }
    }

    private static let beginnings = [
        "Mar", "Oka", "Sil", "Gar", "Nwo", "Kau", "Pat", "Fern", "Abd", "Tes", "Kow", "Ion",
    ]
    private static let middles = ["a", "en", "i", "or", "ul", "an", "e", "is", "ab", "om"]
    private static let endings = ["ski", "ez", "for", "eh", "ou", "escu", "wala", "dottir", "son", "al", "ira", "ov"]

    /// The lines of a file: a header and a row for each worker, none with a national number.
    package static func file(of count: Int, seed: UInt64) -> String {
        var generator = Generator(state: seed)
        var lines = ["reference,first name,surname,dob,postcode,phone"]
        for number in 1...count {
            func word() -> String {
                [beginnings, middles, middles, endings].compactMap { $0.randomElement(using: &generator) }.joined()
            }
            let (year, month) = (
                Int.random(in: 1950...2005, using: &generator), Int.random(in: 1...12, using: &generator)
            )
            let day = Int.random(in: 1...28, using: &generator)
            let date = "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
            let postcode =
                "LS\(Int.random(in: 1...29, using: &generator)) \(Int.random(in: 1...9, using: &generator))AB"
            // Numbers that Ofcom keeps for drama: 07700 900000 to 900999.
            let phone = "07700 900\(Int.random(in: 100...999, using: &generator))"
            lines.append("R\(number),\(word()),\(word())-\(word()),\(date),\(postcode),\(phone)")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
