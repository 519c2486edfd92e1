/// Distances between short strings of ASCII letters and digits.
///
/// All are symmetric.
public enum StringDistance {
    /// The Jaro-Winkler similarity of two names, 0 (nothing alike) to 1 (equal), over their first 64 bytes.
    ///
    /// Matching is greedy, which depends on which name comes first; the shorter one does, then the smaller one.
    /// Source: Winkler 1990, with a prefix of up to four symbols at 0.1 each.
    public static func jaroWinkler(_ first: String, _ second: String) -> Double {
        withBytes(of: first, second) { jaroWinkler($0, $1) }
    }

    /// Whether one symbol inserted, left out or replaced, or two neighbours exchanged, makes one of the other.
    ///
    /// Equal strings are within one edit.
    public static func isWithinOneEdit(_ first: String, _ second: String) -> Bool {
        withBytes(of: first, second) { isWithinOneEdit($0, $1) }
    }

    /// See ``jaroWinkler(_:_:)-(String,_)``.
    static func jaroWinkler(_ first: Text, _ second: Text) -> Double {
        guard !first.equals(second) else { return 1 }
        let isInOrder =
            first.count == second.count ? first.lexicographicallyPrecedes(second) : first.count < second.count
        let (short, long) = isInOrder ? (first, second) : (second, first)
        let jaro = jaro(short, long)
        var prefix = 0
        while prefix < min(4, short.count), short[prefix] == long[prefix] { prefix += 1 }
        return jaro + Double(prefix) * 0.1 * (1 - jaro)
    }

    /// See ``isWithinOneEdit(_:_:)-(String,_)``.
    static func isWithinOneEdit(_ first: Text, _ second: Text) -> Bool {
        guard abs(first.count - second.count) <= 1 else { return false }
        let shorter = min(first.count, second.count)
        var prefix = 0
        while prefix < shorter, first[prefix] == second[prefix] { prefix += 1 }
        var suffix = 0
        while suffix < shorter - prefix, first[first.count - 1 - suffix] == second[second.count - 1 - suffix] {
            suffix += 1
        }
        let rest = (first.count - prefix - suffix, second.count - prefix - suffix)
        if max(rest.0, rest.1) <= 1 { return true }
        return rest == (2, 2) && first[prefix] == second[prefix + 1] && first[prefix + 1] == second[prefix]
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
