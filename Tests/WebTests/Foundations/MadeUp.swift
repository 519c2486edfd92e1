import Foundation

/// Names of people whom nobody takes for one another.
enum MadeUp {
    private static let syllables = [
        "ba", "ko", "ri", "ma", "tu", "le", "ship", "no", "wen", "da", "fi", "gor", "has", "jul", "kim", "lor", "mey",
    ]

    /// A name for a number, far from those of its neighbours; 4,913 of them.
    static func word(_ number: Int) -> String {
        [number, number * 5 + number / 17 + 2, number * 3 + number / 289].map { syllables[$0 % 17] }.joined()
            .capitalized
    }

    /// A date of birth for a number.
    static func birthDate(_ number: Int) -> String {
        "\(1950 + number % 50)-0\(1 + number % 9)-\(10 + number % 18)"
    }

    /// A valid NHS number of the range for tests, another one for each number.
    static func nhsNumber(_ number: Int) -> String {
        // Of ten neighbours hardly one has no check digit, so that each number finds one among its own.
        for body in (999_500_000 + number * 10)..<(999_500_000 + number * 10 + 10) {
            let digits = String(body).compactMap(\.wholeNumberValue)
            let sum = zip(digits, (2...10).reversed()).reduce(0) { $0 + $1.0 * $1.1 }
            let check = (11 - sum % 11) % 11
            if check < 10 { return "\(body)\(check)" }
        }
        return ""
    }
}
