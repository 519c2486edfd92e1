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
