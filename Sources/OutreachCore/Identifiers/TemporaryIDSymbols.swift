extension TemporaryID {
    /// The 31 symbols of a temporary ID: digits and capitals without I, L, O, S and U.
    ///
    /// I and L look like 1, O like 0, S like 5 and U like V, in print and even more by hand.
    enum Symbols {
        static let alphabet: [UInt8] = Array("01234".utf8) + Array("56789ABCDEFGHJKMNPQRTVWXYZ".utf8)

        static let count = 31

        /// The value of the letter T, with which every ID starts.
        static let t: UInt8 = 25

        /// The value of a symbol in any case, or of the letter that looks like one.
        static func value(of scalar: Unicode.Scalar) -> UInt8? {
            guard scalar.isASCII else { return nil }
            return values[Int(scalar.value)]
        }

        static func text(_ symbols: [UInt8]) -> String {
            String(decoding: symbols.map { alphabet[Int($0)] }, as: UTF8.self)
        }

        /// Values by ASCII code.
        private static let values: [UInt8?] = {
            var values = [UInt8?](repeating: nil, count: 128)
            for (value, code) in alphabet.enumerated() {
                values[Int(code)] = UInt8(value)
            }
            for (lookAlike, code) in zip("ILOSU".utf8, "1105V".utf8) {
                values[Int(lookAlike)] = values[Int(code)]
            }
            for capital in UInt8(ascii: "A")...UInt8(ascii: "Z") {
                values[Int(capital) + 32] = values[Int(capital)]
            }
            return values
        }()
    }
}
