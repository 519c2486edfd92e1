extension TemporaryID {
    /// Words that no card should carry, also when digits stand for letters.
    ///
    /// Words and IDs are compared after the symbols that look alike are made one: 4 and A, 3 and E, 7 and T,
    /// 8 and B, 6 and G, 2 and Z, besides those that ``Symbols`` already reads as one. The list is
    /// short: it blocks about one ID in 120, which costs a second draw and under 1 % of the space.
    enum BlockedWords {
        /// Whether one of the words stands anywhere in the ID.
        static func appear(in symbols: [UInt8]) -> Bool {
            for start in symbols.indices {
                for word in wordsByFirstSymbol[Int(folded[Int(symbols[start])])] where matches(word, symbols, start) {
                    return true
                }
            }
            return false
        }

        private static let words = [
            "ARSE", "BASTARD", "BITCH", "COCK", "COON", "CRAP", "CUNT", "DAMN", "DEAD", "DEATH", "DICK", "DIE", "DYKE",
            "FAG", "FART", "FUCK", "FUK", "GAY", "GOOK", "HATE", "HELL", "HIV", "JEW", "KILL", "KKK", "NAZI", "NIG",
            "PAKI", "PISS", "POOF", "PORN", "PUSSY", "RAPE", "SEX", "SHIT", "SLAG", "SLUT", "SPAZ", "TITS", "TURD",
            "TWAT", "WANK", "WHORE", "WOG",
        ]

        private static func matches(_ word: [UInt8], _ symbols: [UInt8], _ start: Int) -> Bool {
            guard start + word.count <= symbols.count else { return false }
            for index in 1..<word.count where folded[Int(symbols[start + index])] != word[index] {
                return false
            }
            return true
        }

        /// One symbol for all that look like it, by symbol.
        private static let folded: [UInt8] = {
            var folded = Array(0..<UInt8(Symbols.count))
            for (digit, letter) in zip("4378629".unicodeScalars, "AETBGZG".unicodeScalars) {
                if let digit = Symbols.value(of: digit), let letter = Symbols.value(of: letter) {
                    folded[Int(digit)] = letter
                }
            }
            return folded
        }()

        private static let wordsByFirstSymbol: [[[UInt8]]] = {
            var words = [[[UInt8]]](repeating: [], count: Symbols.count)
            for word in Self.words {
                let symbols = word.unicodeScalars.compactMap(Symbols.value(of:)).map { folded[Int($0)] }
                words[Int(symbols[0])].append(symbols)
            }
            return words
        }()
    }
}
