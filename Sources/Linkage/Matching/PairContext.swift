/// What the lists say about a pair, beyond the two records themselves.
struct PairContext: Hashable, Sendable {
    /// Whether people other than these use the phone.
    var phoneIsShared = false
    var emailIsShared = false
    var names = NameCounts()
    /// The share of addresses in a street of the commoner of both names, where the street is what agrees.
    var streetShare: Double?
    /// The share of people in the smallest place (district, area or town) that agrees, where no more does.
    var placeShare: Double?
    /// Whether both given names are established names, so that a difference of a letter is no slip.
    var givenNamesAreEstablished = true
    /// Whether one given name is so much rarer than the other that it may be a frequent slip for it.
    var givenNameMayBeSlip = false
    /// The status of either record.
    var status: LinkageRecord.Status = []
    /// Base-2 log-odds that a pair drawn at random is one person.
    var prior = 0.0
}
