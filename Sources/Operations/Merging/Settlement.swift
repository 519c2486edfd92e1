internal import OutreachCore
internal import Postgres
internal import Store

/// Brings messages, cases and reviews to what the groups and numbers of people say now, after either changed.
struct Settlement {
    private let people: [PersonID]
    /// The number of each one's group before the change.
    private let numbersBefore: [PersonID: NHSNumber]
    /// Those of them whose groups change.
    private let regrouped: [PersonID]
    private let placesBefore: [VaccinationID: Int]

    /// Notes how everyone stands whose group or number is about to change; the caller holds their locks.
    ///
    /// - Parameters:
    ///   - people: everyone.
    ///   - regrouped: those of them whose groups are about to change.
    ///   - numbers: the numbers of their groups, where the caller has read them under the locks.
    ///   - session: the transaction of the change.
    /// - Throws: `PostgresError`.
    init(
        of people: [PersonID], regrouping regrouped: [PersonID] = [], numbers: [PersonID: NHSNumber]? = nil,
        in session: borrowing Session
    ) throws {
        self.people = people
        self.regrouped = regrouped
        numbersBefore = try numbers ?? session.soleNumbers(of: people)
        placesBefore = session.places(of: try session.dosesByGroup(of: regrouped))
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
        try renumber(in: session)
        let numbered = people.filter { numbers[$0] != nil }
        try session.advanceCases(
            of: numbered, by: { withPractice.contains($0) ? [.seeNumber, .seeGP] : [.seeNumber] }, evidence: evidence,
            on: moment.today)
        try session.withdrawNumber(
            fromCasesOf: moved.filter { numbers[$0] == nil }, evidence: evidence, on: moment.today)
        try session.closeAnsweredReviews(of: people)
    }

    /// Tells whoever has a dose that it is the second one now, or the first again.
    private func renumber(in session: borrowing Session) throws {
        let histories = try session.dosesByGroup(of: regrouped)
        let places = session.places(of: histories)
        let moved = histories.flatMap(\.vaccinations).filter { dose in
            placesBefore[dose.id].map { $0 != places[dose.id] } ?? false
        }
        if !moved.isEmpty { try session.updateMessages(renumbered: moved.map { ($0.person, $0.id) }) }
    }
}

extension Session {
    /// The NHS number of the group of each of these people; none for a group without one, or with two.
    fileprivate func soleNumbers(of people: [PersonID]) throws -> [PersonID: NHSNumber] {
        try groupNumbers(of: people).compactMapValues { $0.count == 1 ? $0[0].number : nil }
    }

    /// The doses of the groups of these people, as the links stand.
    fileprivate func dosesByGroup(of people: [PersonID]) throws -> [VaccinationHistory] {
        guard !people.isEmpty else { return [] }
        let members = try components(of: people)
        let goldens = Dictionary(uniqueKeysWithValues: members.map { ($0.id, $0.golden ?? $0.id) })
        return Dictionary(grouping: try vaccinations(of: members.map(\.id))) { goldens[$0.person] ?? $0.person }
            .sorted { $0.key < $1.key }.map { VaccinationHistory($1) }
    }

    /// The place of each dose in the course of its group.
    fileprivate func places(of histories: [VaccinationHistory]) -> [VaccinationID: Int] {
        Dictionary(
            histories.flatMap { history in
                history.vaccinations.map { ($0.id, history.review(of: $0).doseNumber) }
            }, uniquingKeysWith: { first, _ in first })
    }
}
