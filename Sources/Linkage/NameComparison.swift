/// How the names of two records compare, with given and family names as written or exchanged.
struct NameComparison {
    let given: Comparison.GivenName
    let family: Comparison.FamilyName
    let areSwapped: Bool

    init(_ first: NormalisedRecord, _ second: NormalisedRecord) {
        let asWritten = NameComparison(Names(first), Names(second), areSwapped: false)
        guard asWritten.given > .similar, asWritten.family > .previous else {
            self = asWritten
            return
        }
        // Which record is the exchanged one matters where a name has several parts; the better reading counts.
        let exchanged = min(
            NameComparison(Names(first).exchanged, Names(second), areSwapped: true),
            NameComparison(Names(first), Names(second).exchanged, areSwapped: true))
        self = exchanged.given <= .close && exchanged.family <= .close ? exchanged : asWritten
    }

    private init(_ first: Names, _ second: Names, areSwapped: Bool) {
        given = Comparison.GivenName(first, second)
        family = Comparison.FamilyName(first, second)
        self.areSwapped = areSwapped
    }
}

extension NameComparison: Comparable {
    /// The better of two readings of the same names comes first.
    static func < (lhs: Self, rhs: Self) -> Bool {
        lhs.order < rhs.order
    }

    private var order: (Int, Int) { (given.rawValue + family.rawValue, given.rawValue) }
}

/// The names of one record in their roles.
private struct Names {
    let given: [String]
    let middle: [String]
    let family: String
    let familyParts: [String]
    let previousFamily: [String]

    init(_ record: NormalisedRecord) {
        given = record.givenNames
        middle = record.middleNames
        family = record.familyName
        familyParts = record.familyNameParts
        previousFamily = record.previousFamilyNames
    }

    private init(given: [String], middle: [String], family: String, familyParts: [String], previousFamily: [String]) {
        self.given = given
        self.middle = middle
        self.family = family
        self.familyParts = familyParts
        self.previousFamily = previousFamily
    }

    /// The same names with the given ones written as the family name and the other way round.
    var exchanged: Names {
        Names(
            given: familyParts.isEmpty ? (family.isEmpty ? [] : [family]) : familyParts,
            middle: middle,
            family: given.joined(),
            familyParts: given.count > 1 ? given : [],
            previousFamily: [])
    }

    func hasFurtherName(_ name: String) -> Bool {
        name.utf8.count > 1 && (given.dropFirst().contains(name) || middle.contains(name))
    }
}

extension Comparison.GivenName: Comparable {
    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }

    fileprivate init(_ first: Names, _ second: Names) {
        guard let one = first.given.first, let other = second.given.first else {
            self = .missing
            return
        }
        if one == other || first.given.joined() == second.given.joined() {
            self = .exact
        } else if one.utf8.count == 1 || other.utf8.count == 1 {
            self = one.utf8.first == other.utf8.first ? .initial : .different
        } else if first.hasFurtherName(other) || second.hasFurtherName(one) {
            self = .anotherToken
        } else if NameVariants.areVariants(one, other) {
            self = .variant
        } else {
            self = Self.compareSpelling(one, other)
        }
    }

    private static func compareSpelling(_ one: String, _ other: String) -> Self {
        switch Spelling(one, other) {
        case .close: .close
        case .similar: .similar
        case .different: .different
        }
    }
}

extension Comparison.FamilyName: Comparable {
    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }

    fileprivate init(_ first: Names, _ second: Names) {
        guard !first.family.isEmpty, !second.family.isEmpty else {
            self = .missing
            return
        }
        if first.family == second.family {
            self = .exact
        } else if first.previousFamily.contains(second.family) || second.previousFamily.contains(first.family) {
            self = .previous
        } else if first.familyParts.contains(second.family) || second.familyParts.contains(first.family) {
            self = .part
        } else {
            self = Self.compareSpelling(first.family, second.family)
        }
    }

    private static func compareSpelling(_ one: String, _ other: String) -> Self {
        switch Spelling(one, other) {
        case .close: .close
        case .similar: .similar
        case .different: .different
        }
    }
}

/// How alike two different names are spelt.
private enum Spelling {
    case close
    case similar
    case different

    /// One edit in a name of three letters makes another name: Ana and Ada.
    private static let shortestForOneEdit = 4

    init(_ one: String, _ other: String) {
        let similarity = StringDistance.jaroWinkler(one, other)
        let isLong = min(one.utf8.count, other.utf8.count) >= Self.shortestForOneEdit
        if similarity >= 0.92 || (isLong && StringDistance.isWithinOneEdit(one, other)) {
            self = .close
        } else {
            self = similarity >= 0.85 ? .similar : .different
        }
    }
}
