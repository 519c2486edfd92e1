internal import OutreachCore

/// A part of a text that is the same in another one, or not.
package struct TextSegment: Hashable, Codable, Sendable, PersonalData {
    package let text: String
    package let differs: Bool

    package init(_ text: String, differs: Bool) {
        self.text = text
        self.differs = differs
    }
}

/// Two texts with the characters marked in which they differ.
///
/// The characters that are the same are a longest common subsequence (Wagner and Fischer, 1974), without regard to
/// case. A character is what a reader takes for one, an accent with its letter.
package struct TextDifference: Hashable, Sendable, PersonalData {
    package let this: [TextSegment]
    package let other: [TextSegment]

    /// Longer texts are marked as a whole: the table grows with the product of the two lengths.
    static let longest = 300

    package init(_ one: String, _ two: String) {
        let (first, second) = (Array(one), Array(two))
        guard first.count <= Self.longest, second.count <= Self.longest else {
            this = Self.segments(first, common: Array(repeating: one == two, count: first.count))
            other = Self.segments(second, common: Array(repeating: one == two, count: second.count))
            return
        }
        let common = Self.common(first.map { $0.lowercased() }, second.map { $0.lowercased() })
        this = Self.segments(first, common: common.0)
        other = Self.segments(second, common: common.1)
    }

    /// Which elements of the two belong to the longest common subsequence.
    private static func common(_ first: [String], _ second: [String]) -> ([Bool], [Bool]) {
        var lengths = Array(repeating: Array(repeating: 0, count: second.count + 1), count: first.count + 1)
        for i in first.indices.reversed() {
            for j in second.indices.reversed() {
                lengths[i][j] =
                    first[i] == second[j] ? lengths[i + 1][j + 1] + 1 : max(lengths[i + 1][j], lengths[i][j + 1])
            }
        }
        var (one, two) = (Array(repeating: false, count: first.count), Array(repeating: false, count: second.count))
        var (i, j) = (0, 0)
        while i < first.count, j < second.count {
            if first[i] == second[j] {
                (one[i], two[j]) = (true, true)
                (i, j) = (i + 1, j + 1)
            } else if lengths[i + 1][j] >= lengths[i][j + 1] {
                i += 1
            } else {
                j += 1
            }
        }
        return (one, two)
    }

    private static func segments(_ characters: [Character], common: [Bool]) -> [TextSegment] {
        var segments: [TextSegment] = []
        for (character, isCommon) in zip(characters, common) {
            if let last = segments.last, last.differs == !isCommon {
                segments[segments.count - 1] = TextSegment(last.text + String(character), differs: !isCommon)
            } else {
                segments.append(TextSegment(String(character), differs: !isCommon))
            }
        }
        return segments
    }
}
