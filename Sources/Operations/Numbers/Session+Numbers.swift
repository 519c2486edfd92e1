internal import OutreachCore
internal import Postgres
internal import Store

/// A change of numbers under way: what it gives and takes is taken down with it, so that it can be taken back.
///
/// The caller holds the locks of everybody concerned and has checked that nothing forbids it.
struct ChangeUnderWay {
    let change: NumberChange
    private let reason: String
    private let evidence: String
    private let moment: Moment

    /// - Parameters:
    ///   - change: what is taken down; what is declared with it is declared already.
    ///   - reason: in the words of whoever makes it.
    ///   - evidence: what the steps of the cases rest on: identifiers and codes only.
    ///   - session: the transaction.
    ///   - moment: when.
    /// - Throws: `PostgresError`.
    init(
        _ change: NumberChange, reason: String, evidence: String, in session: borrowing Session, at moment: Moment
    ) throws {
        (self.change, self.reason, self.evidence, self.moment) = (change, reason, evidence, moment)
        try session.add(change)
    }

    /// Gives a person an NHS number, after closing it wherever it stands and whatever number the group has beside it.
    func give(_ number: NHSNumber, in session: borrowing Session) throws {
        let person = change.person
        let settlement = try Settlement(of: change.people, in: session)
        let own = try session.groupNumbers(of: [person])[person] ?? []
        for held in own { _ = try session.close(held.number, in: change.id, reason: reason) }
        _ = try session.close(number, in: change.id, reason: reason)
        try session.open(number, for: person, in: change.id)
        let hasPractice = try session.patient(number).map { !$0.practiceCode.isEmpty } ?? false
        try settlement.settle(
            in: session, evidence: evidence, at: moment,
            withPractice: hasPractice ? Set(try session.components(of: [person]).map(\.id)) : [])
    }

    /// Takes an NHS number from whoever holds it: messages that went out under it are asked back, the case goes back.
    func take(_ number: NHSNumber, in session: borrowing Session) throws {
        let settlement = try Settlement(of: change.people, in: session)
        _ = try session.close(number, in: change.id, reason: reason)
        try settlement.settle(in: session, evidence: evidence, at: moment)
    }
}
