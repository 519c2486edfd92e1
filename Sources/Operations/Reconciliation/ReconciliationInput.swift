package import Linkage
package import OutreachCore
package import Store

/// Everything that decisions rest on: read once, in one snapshot, and then pure.
package struct ReconciliationInput: Sendable {
    package let people: [RegisterPerson]
    /// What the matcher says of each open person against the reference.
    package let traces: [Decision]
    /// What the matcher says of pairs of people, open or not.
    package let duplicates: [DuplicateDecision]
    /// What the records that traces name lead to.
    package let entries: [String: ReferenceEntry]
    /// Pairs that a steward took apart.
    package let separated: Set<PersonPair>
    /// Numbers that a steward declared not to be somebody's.
    package let excludedNumbers: [PersonID: Set<NHSNumber>]
    /// The id of the model that decided.
    package let model: String

    package init(
        people: [RegisterPerson], traces: [Decision], duplicates: [DuplicateDecision],
        entries: [String: ReferenceEntry], separated: Set<PersonPair>,
        excludedNumbers: [PersonID: Set<NHSNumber>], model: String
    ) {
        self.people = people
        self.traces = traces
        self.duplicates = duplicates
        self.entries = entries
        self.separated = separated
        self.excludedNumbers = excludedNumbers
        self.model = model
    }
}

/// Two people, in either order the same.
package struct PersonPair: Hashable, Sendable {
    package let first: PersonID
    package let second: PersonID

    package init(_ one: PersonID, _ other: PersonID) {
        first = min(one, other)
        second = max(one, other)
    }
}

/// What a run is to do about people who are, or may be, one human.
///
/// Applied whole or not at all.
package struct ClusterDecision: Sendable {
    /// Open people, in the order of their ids.
    package let members: [RegisterPerson]
    package let merges: [Merge]
    /// The number for one of the members who are traced to it, once they are merged.
    package let assignment: Assignment?
    package let traces: [Trace]
    package let reviews: [Review]
    /// The id of the model that decided.
    package let model: String

    /// Two members that are certainly one person.
    package struct Merge: Sendable {
        package let pair: PersonPair
        package let evidence: PairEvidence
    }

    package struct Assignment: Sendable {
        package let entry: ReferenceEntry
        /// Evidence in bits, of the member for whom it is strongest.
        package let score: Double
    }

    package struct Trace: Sendable {
        package let person: PersonID
        package let decision: Decision
        package let number: NHSNumber?
        package let outcome: NewTrace.Outcome
    }

    package struct Review: Sendable {
        package let kind: NewReview.Kind
        package let person: PersonID
        /// Of a conflict.
        package let conflict: ConflictKind?
        package let other: PersonID?
        package let entry: ReferenceEntry?
        package let evidence: PairEvidence

        var topic: ReviewTopic { ReviewTopic(kind, person, other: other, record: entry?.record) }
    }
}
