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
}
