import OutreachCore

/// What somebody entered about a dose, as typed.
///
/// In an amendment a field that is `nil` stays as it is recorded, and an empty one is cleared.
package struct DoseForm: Hashable, Codable, Sendable, PersonalData {
    /// SNOMED code or name; of a dose reported from elsewhere also `covid` or `influenza`, where nobody knows more.
    package var product: String?
    /// A day, or a day and a time; now where there is none.
    package var givenAt: String?
    package var batch: String?
    package var batchExpiry: String?
    package var bodySite: String?
    package var route: String?
    /// Who gave the dose; the acting account where nobody is named.
    package var performer: String?
    /// False where the person reports a dose that somebody else gave, for example abroad.
    package var isPrimarySource: Bool?
    /// Why the dose was given although a check says stop.
    package var overrideReason: String?

    package init(
        product: String? = nil, givenAt: String? = nil, batch: String? = nil, batchExpiry: String? = nil,
        bodySite: String? = nil, route: String? = nil, performer: String? = nil, isPrimarySource: Bool? = nil,
        overrideReason: String? = nil
    ) {
        self.product = product
        self.givenAt = givenAt
        self.batch = batch
        self.batchExpiry = batchExpiry
        self.bodySite = bodySite
        self.route = route
        self.performer = performer
        self.isPrimarySource = isPrimarySource
        self.overrideReason = overrideReason
    }
}
