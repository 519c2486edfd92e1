import Linkage
import Testing

@Suite struct StringDistanceTests {
    @Test(
        "Jaro-Winkler gives Winkler's published figures",
        arguments: [
            ("martha", "marhta", 0.961), ("dwayne", "duane", 0.840), ("dixon", "dicksonx", 0.813), ("abc", "xyz", 0),
            ("same", "same", 1), ("", "", 1), ("", "abc", 0),
        ])
    func published(_ first: String, _ second: String, _ expected: Double) {
        #expect(abs(StringDistance.jaroWinkler(first, second) - expected) < 0.0006)
    }

    @Test(
        "One edit is an insertion, a deletion, a replacement or an exchange of neighbours",
        arguments: [
            ("7123456789", "7123456789", true), ("7123456789", "7123456798", true),  // phones, not an NHS number
            ("7123456789", "712345678", true), ("7123456789", "7123456780", true),  // phones, not an NHS number
            ("abc", "cba", false), ("abcd", "badc", false), ("", "a", true),
            ("", "ab", false), ("aa", "aaa", true), ("ab", "ba", true),
        ])
    func oneEdit(_ first: String, _ second: String, _ expected: Bool) {
        #expect(StringDistance.isWithinOneEdit(first, second) == expected)
    }

    @Test func `both are symmetric and bounded for random strings`() {
        var generator = SplitMix64(seed: 7)
        for _ in 0..<20_000 {
            let first = randomText(&generator)
            let second = randomText(&generator)
            let similarity = StringDistance.jaroWinkler(first, second)
            #expect(similarity == StringDistance.jaroWinkler(second, first))
            #expect((0...1).contains(similarity))
            #expect((similarity == 1) == (first == second))
            #expect(
                StringDistance.isWithinOneEdit(first, second) == StringDistance.isWithinOneEdit(second, first))
        }
    }

    @Test func `one edit agrees with trying every edit`() {
        var generator = SplitMix64(seed: 8)
        for _ in 0..<5_000 {
            let first = randomText(&generator)
            let second = randomText(&generator)
            #expect(StringDistance.isWithinOneEdit(first, second) == edits(of: first).contains(second))
        }
    }

    /// Up to seven symbols of an alphabet of three, so that many pairs are close.
    private func randomText(_ generator: inout SplitMix64) -> String {
        let count = Int.random(in: 0...7, using: &generator)
        return String((0..<count).map { _ in "abc".randomElement(using: &generator) ?? "a" })
    }

    private func edits(of text: String) -> Set<String> {
        let symbols = Array(text)
        var edits: Set = [text]
        for index in 0...symbols.count {
            for symbol in "abc" {
                edits.insert(String(symbols[..<index] + [symbol] + symbols[index...]))
                guard index < symbols.count else { continue }
                edits.insert(String(symbols[..<index] + [symbol] + symbols[(index + 1)...]))
                edits.insert(String(symbols[..<index] + symbols[(index + 1)...]))
            }
            guard index + 1 < symbols.count else { continue }
            edits.insert(String(symbols[..<index] + [symbols[index + 1], symbols[index]] + symbols[(index + 2)...]))
        }
        return edits
    }
}
