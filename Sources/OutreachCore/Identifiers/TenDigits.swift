/// The ten digits that NHS, CHI and H&C numbers share, with the check that they share.
///
/// Source: NHS Data Dictionary, data element *NHS NUMBER*, Modulus 11 algorithm.
struct TenDigits {
    /// Why a text is not ten digits.
    enum Fault: Error {
        case wrongLength(Int)
        case notDigits
    }

    /// Ten values from 0 to 9.
    let values: [UInt8]

    /// Reads ten ASCII digits with any white space or hyphens between them.
    ///
    /// Other scripts' digits are refused: a number is copied by hand between systems that know only these.
    init(_ text: String) throws(Fault) {
        var values: [UInt8] = []
        for scalar in text.unicodeScalars where !scalar.separatesGroups {
            guard ("0"..."9").contains(scalar) else { throw .notDigits }
            values.append(UInt8(scalar.value - 48))
        }
        guard values.count == 10 else { throw .wrongLength(values.count) }
        self.values = values
    }

    var text: String { String(decoding: values.map { $0 + 48 }, as: UTF8.self) }

    var number: Int { values.reduce(0) { $0 * 10 + Int($1) } }

    /// The number at these positions, counted from 0.
    subscript(_ positions: Range<Int>) -> Int {
        values[positions].reduce(0) { $0 * 10 + Int($1) }
    }

    /// Whether the tenth digit is the one that the first nine ask for.
    ///
    /// With the weights 10 to 1 over all ten digits, the check digit makes the sum a multiple of 11. Where the
    /// rule asks for the check digit 10, no digit satisfies it, and the number is never issued.
    var passesModulus11: Bool {
        zip(values, (1...10).reversed()).reduce(0) { $0 + Int($1.0) * $1.1 }.isMultiple(of: 11)
    }
}
