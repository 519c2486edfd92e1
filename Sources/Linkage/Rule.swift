/// A combination of agreeing fields that makes two records one person, unless a ``Veto`` applies.
///
/// The raw values are stored with decisions: do not change them.
public enum Rule: String, CaseIterable, Hashable, Sendable {
    /// NHS number, birth date and name.
    case nhsNumber = "nhs-number"
    /// Name, birth date, and a phone or an e-mail address that nobody else uses.
    case nameBirthDateContact = "name-birth-date-contact"
    /// Name, birth date and home.
    case nameBirthDateAddress = "name-birth-date-address"
    /// Given name and birth date with a private contact or a home, under another family name.
    case changedFamilyName = "changed-family-name"
    /// Name and private contact, with a slip in the birth date or a 1 January, and a rare name or a second identifier.
    case birthDateSlip = "birth-date-slip"
    /// A name and birth date that hardly two people share.
    case rareNameBirthDate = "rare-name-birth-date"
}
