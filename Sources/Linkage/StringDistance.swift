/// Distances between short strings of ASCII letters and digits.
///
/// All are symmetric.
public enum StringDistance {
    /// The Jaro-Winkler similarity of two names, 0 (nothing alike) to 1 (equal), over their first 64 bytes.
    ///
    /// Matching is greedy, which depends on which name comes first; the shorter one does, then the smaller one.
    /// Source: Winkler 1990, with a prefix of up to four symbols at 0.1 each.
    public static func jaroWinkler(_ first: String, _ second: String) -> Double {
        guard first != second else { return 1 }
        let isInOrder = (first.utf8.count, first) < (second.utf8.count, second)
        return withBytes(of: isInOrder ? first : second, isInOrder ? second : first) { short, long in
            let jaro = jaro(short, long)
            let prefix = zip(short, long).prefix(4).prefix { $0 == $1 }.count
            return jaro + Double(prefix) * 0.1 * (1 - jaro)
        }
    }

    /// Whether one symbol inserted, left out or replaced, or two neighbours exchanged, makes one of the other.
    ///
    /// Equal strings are within one edit.
    public static func isWithinOneEdit(_ first: String, _ second: String) -> Bool {
        withBytes(of: first, second) { first, second in
            guard abs(first.count - second.count) <= 1 else { return false }
            let prefix = zip(first, second).prefix { $0 == $1 }.count
            let suffix = zip(first.dropFirst(prefix).reversed(), second.dropFirst(prefix).reversed())
                .prefix { $0 == $1 }.count
            let firstRest = first[prefix..<(first.count - suffix)]
            let secondRest = second[prefix..<(second.count - suffix)]
            return max(firstRest.count, secondRest.count) <= 1 || isExchange(firstRest, secondRest)
        }
    }

    private static func isExchange(
        _ first: Slice<UnsafeBufferPointer<UInt8>>, _ second: Slice<UnsafeBufferPointer<UInt8>>
    ) -> Bool {
        first.count == 2 && second.count == 2 && first.elementsEqual(second.reversed())
    }

    private static func jaro(_ short: UnsafeBufferPointer<UInt8>, _ long: UnsafeBufferPointer<UInt8>) -> Double {
        let shortCount = min(short.count, UInt64.bitWidth)
        let longCount = min(long.count, UInt64.bitWidth)
        let window = max(0, longCount / 2 - 1)
        var shortMatches: UInt64 = 0
        var longMatches: UInt64 = 0
        for index in 0..<shortCount {
            for other in max(0, index - window)..<max(0, index - window, min(longCount, index + window + 1))
            where longMatches & (1 << UInt64(other)) == 0 && short[index] == long[other] {
                shortMatches |= 1 << UInt64(index)
                longMatches |= 1 << UInt64(other)
                break
            }
        }
        guard shortMatches != 0 else { return 0 }
        let matches = Double(shortMatches.nonzeroBitCount)
        let exchanges = exchanges(short, shortMatches, long, longMatches)
        let agreement = matches / Double(shortCount) + matches / Double(longCount)
        return (agreement + (matches - Double(exchanges / 2)) / matches) / 3
    }

    /// How many of the matched symbols, taken in order on both sides, differ.
    private static func exchanges(
        _ first: UnsafeBufferPointer<UInt8>, _ firstMatches: UInt64,
        _ second: UnsafeBufferPointer<UInt8>, _ secondMatches: UInt64
    ) -> Int {
        var firstRest = firstMatches
        var secondRest = secondMatches
        var count = 0
        while firstRest != 0 {
            if first[firstRest.trailingZeroBitCount] != second[secondRest.trailingZeroBitCount] { count += 1 }
            firstRest &= firstRest - 1
            secondRest &= secondRest - 1
        }
        return count
    }

    private static func withBytes<Result>(
        of first: String, _ second: String,
        _ body: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        var first = first
        var second = second
        return first.withUTF8 { first in second.withUTF8 { second in body(first, second) } }
    }
}
