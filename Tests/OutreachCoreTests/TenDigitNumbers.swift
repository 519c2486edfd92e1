@testable import OutreachCore

/// Composes ten-digit numbers from nine digits and the computed check digit, so that no number that a real
/// person may hold stands in this repository.
enum TenDigitNumbers {
    static let digits = (0...9).flatMap { String($0) }

    /// The nine digits followed by their check digit, or `nil` where the rule asks for the check digit 10.
    static func complete(_ nineDigits: String) -> String? {
        let sum = zip(nineDigits.utf8, (2...10).reversed()).reduce(0) { $0 + Int($1.0 - 48) * $1.1 }
        let check = (11 - sum % 11) % 11
        return check < 10 ? nineDigits + String(check) : nil
    }

    /// Valid numbers for tests from 999 000 0000 on.
    static func tests(count: Int) -> [String] {
        (0..<count * 2).lazy.compactMap { complete("999\(($0 * 37).padded(to: 6))") }.prefix(count).map(\.self)
    }
}
