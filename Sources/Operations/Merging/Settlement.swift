internal import OutreachCore
internal import Postgres
internal import Store

/// Brings messages, cases and reviews to what the groups and numbers of people say now, after either changed.
struct Settlement {
    private let people: [PersonID]
    /// The number of each one's group before the change.
    private let numbersBefore: [PersonID: NHSNumber]

    /// Notes how everyone stands whose group or number is about to change; the caller holds their locks.
    init(of people: [PersonID], in session: borrowing Session) throws {
        self.people = people
        numbersBefore = try session.soleNumbers(of: people)
    }

    /// Settles what has changed since this was made.
    ///
    /// The evidence is what the change rests on, for the cases: identifiers and codes only. `withPractice` are people
    /// whose practice a trace has shown as well.
    func settle(
        in session: borrowing Session, evidence: String, at moment: Moment, withPractice: Set<PersonID> = []
    ) throws {
        let numbers = try session.soleNumbers(of: people)
        let moved = people.filter { numbersBefore[$0] != nil && numbersBefore[$0] != numbers[$0] }
        try session.retractMessages(Dictionary(uniqueKeysWithValues: moved.map { ($0, numbers[$0]) }))
        try session.releaseMessages(numbers)
        let numbered = people.filter { numbers[$0] != nil }
        try session.advanceCases(of: numbered, by: .seeNumber, evidence: evidence, on: moment.today)
        try session.advanceCases(
            of: numbered.filter(withPractice.contains), by: .seeGP, evidence: evidence, on: moment.today)
        try session.withdrawNumber(
            fromCasesOf: moved.filter { numbers[$0] == nil }, evidence: evidence, on: moment.today)
        try session.closeAnsweredReviews(of: people)
    }
}

extension Session {
    /// The NHS number of the group of each of these people; none for a group without one, or with two.
    fileprivate func soleNumbers(of people: [PersonID]) throws -> [PersonID: NHSNumber] {
        try groupNumbers(of: people).compactMapValues { $0.count == 1 ? $0[0].number : nil }
    }
}
