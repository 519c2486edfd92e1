/// Why a pair must be seen by a person, whatever its score.
///
/// The raw values are stored with decisions: do not change them.
public enum Veto: String, CaseIterable, Hashable, Sendable {
    /// Same family name and birth date (or home), another given name: twins, a couple, a parent and a child.
    case differentGivenName = "different-given-name"
    case differentBirthDate = "different-birth-date"
    case differentSex = "different-sex"
    case differentNHSNumber = "different-nhs-number"
    case deceased
    case superseded
    case confidential
    /// Only name and birth date agree, and others may share both, or home and phone are known and are others.
    case onlyNameAndBirthDate = "only-name-and-birth-date"
    /// Another reference fits nearly as well.
    case runnerUp = "runner-up"
    /// Two queries that do not look like one person fit the same reference.
    case contestedReference = "contested-reference"
}

/// A set of vetoes in one number.
struct Vetoes: OptionSet, Hashable, Sendable {
    let rawValue: UInt16

    init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    init(_ veto: Veto) {
        self.init(rawValue: 1 << UInt16(veto.index))
    }

    /// In a fixed order.
    var list: [Veto] { Veto.allCases.filter { contains(Vetoes($0)) } }
}

extension Veto {
    fileprivate var index: Int {
        switch self {
        case .differentGivenName: 0
        case .differentBirthDate: 1
        case .differentSex: 2
        case .differentNHSNumber: 3
        case .deceased: 4
        case .superseded: 5
        case .confidential: 6
        case .onlyNameAndBirthDate: 7
        case .runnerUp: 8
        case .contestedReference: 9
        }
    }
}
