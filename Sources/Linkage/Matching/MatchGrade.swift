/// How sure it is that two records are one person, in the words of FHIR's `match-grade`.
public enum MatchGrade: String, CaseIterable, Comparable, Hashable, Sendable {
    /// Two records of two people, or too little to say anything.
    case certainlyNot = "certainly-not"
    /// Worth a look where somebody has the time.
    case possible
    /// A steward decides.
    case probable
    /// Safe to act on without a person.
    case certain

    public static func < (lhs: MatchGrade, rhs: MatchGrade) -> Bool {
        lhs.rank < rhs.rank
    }

    private var rank: Int {
        switch self {
        case .certainlyNot: 0
        case .possible: 1
        case .probable: 2
        case .certain: 3
        }
    }
}
