/// Assesses pairs with what the lists say about them.
struct PairAssessor {
    let rules: DeterministicRules
    let frequencies: NameFrequencies
    /// Of each list on its own: that a query and its reference share a phone is what makes them match.
    private let sharedContacts: [SharedContacts]

    init(rules: DeterministicRules, frequencies: NameFrequencies, lists: [[NormalisedRecord]] = []) {
        self.rules = rules
        self.frequencies = frequencies
        sharedContacts = lists.map(SharedContacts.init)
    }

    func assess(_ first: NormalisedRecord, _ second: NormalisedRecord) -> PairAssessment {
        let comparison = Comparison(first, second)
        return rules.assess(comparison, context(of: first, second, comparison))
    }

    private func context(
        of first: NormalisedRecord, _ second: NormalisedRecord, _ comparison: Comparison
    ) -> PairContext {
        var context = PairContext()
        context.status = first.status.union(second.status)
        context.phoneIsShared = comparison.phone == .same && isShared(first.phone)
        context.emailIsShared = comparison.email == .same && isShared(first.email)
        if comparison.givenName == .exact, comparison.familyName == .exact {
            context.expectedNamesakes = frequencies.expectedNamesakes(of: first, second)
        }
        if let one = first.givenNames.first, let other = second.givenNames.first {
            context.givenNamesAreEstablished = frequencies.areEstablished(one, other)
        }
        return context
    }

    private func isShared(_ contact: String) -> Bool {
        sharedContacts.contains { $0.isShared(contact) }
    }
}
