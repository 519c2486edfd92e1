/// What the lists say about a pair, beyond the two records themselves.
public struct PairContext: Hashable, Sendable {
    /// Whether people other than these use the phone.
    public var phoneIsShared = false
    public var emailIsShared = false
    /// See ``NameFrequencies/expectedNamesakes(of:)``; `nil` where it is not known.
    public var expectedNamesakes: Double?
    /// Whether both given names are established names, so that a difference of a letter is no slip.
    ///
    /// Where it is not known they are taken to be.
    public var givenNamesAreEstablished = true
    /// The status of either record.
    public var status: LinkageRecord.Status = []

    public init() {}
}
