/// The check digit that SNOMED CT identifiers end with: it finds every single wrong digit and every swap of two
/// neighbours.
///
/// Source: J. Verhoeff, *Error Detecting Decimal Codes*, 1969. The digits are multiplied in the dihedral group
/// of the pentagon, each permuted by its position.
enum Verhoeff {
    /// Whether the last of these digits, each from 0 to 9, is the check digit that the others ask for.
    static func accepts(_ digits: [UInt8]) -> Bool {
        var check = 0
        for (position, digit) in digits.reversed().enumerated() {
            check = product(check, permuted(Int(digit), times: position))
        }
        return check == 0
    }

    /// Rotations of the pentagon are 0 to 4, reflections 5 to 9.
    private static func product(_ left: Int, _ right: Int) -> Int {
        switch (left < 5, right < 5) {
        case (true, true): (left + right) % 5
        case (true, false): (left + right - 5) % 5 + 5
        case (false, true): (left - right) % 5 + 5
        case (false, false): (left - right + 5) % 5
        }
    }

    /// The permutation repeats after eight times.
    private static func permuted(_ digit: Int, times: Int) -> Int {
        (0..<times % 8).reduce(digit) { digit, _ in permutation[digit] }
    }

    private static let permutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]
}
