/// Given names that stand for one another, and spellings of names too far apart for a distance to see.
///
/// Tables by community, one line for a name: the full name, then its short, pet and other written forms. A short form
/// may stand in several lines ("chris"), a full name in one. Everything is as ``Normaliser`` leaves it: lower-case Latin
/// letters. Small on purpose: each line makes two people with different names comparable, so that brothers' and
/// sisters' names do not stand in one line. Written down for this project from what the communities commonly use;
/// nothing is taken from a licensed list.
enum NameVariants {
    /// Whether both given names are forms of one name.
    static func areVariants(_ first: Text, _ second: Text) -> Bool { given.areInOneGroup(first, second) }

    /// Whether both family names are spellings of one name.
    static func areSpellings(_ first: Text, _ second: Text) -> Bool { family.areInOneGroup(first, second) }

    static let given = NameGroups(
        british + filipino + southAsian + arabic + nigerian + ghanaian + zimbabwean + romanian + polish + portuguese)
    static let family = NameGroups(families)
}

/// Lines of names, and for each name the lines that hold it.
struct NameGroups: Sendable {
    let groups: [[String]]
    private let groupsByName: [UInt64: [Int32]]

    init(_ text: String) {
        groups = text.split(separator: "\n").map { $0.split(separator: " ").map { String($0) } }
        var byName: [UInt64: [Int32]] = [:]
        for (index, group) in groups.enumerated() {
            for name in group {
                var name = name
                byName[name.withUTF8 { StableHash.of($0) }, default: []].append(Int32(index))
            }
        }
        groupsByName = byName
    }

    func areInOneGroup(_ first: Text, _ second: Text) -> Bool {
        guard let groups = groupsByName[StableHash.of(first)], let others = groupsByName[StableHash.of(second)]
        else { return false }
        return groups.contains { others.contains($0) }
    }
}
