internal import OutreachCore
internal import Postgres
internal import Store

extension Session {
    /// Gives a person an NHS number, after closing it wherever it stands and whatever number the group has beside it.
    ///
    /// The caller holds the locks of everybody concerned and has checked that nothing forbids it.
    func give(
        _ number: NHSNumber, to person: PersonID, among people: [PersonID], reason: String, evidence: String,
        at moment: Moment
    ) throws {
        let settlement = try Settlement(of: people, in: self)
        let own = try groupNumbers(of: [person])[person] ?? []
        for held in own { _ = try closeNumber(held.number, reason: reason) }
        if try self.person(holding: number) != nil { _ = try closeNumber(number, reason: reason) }
        try open([NewIdentifier(number, for: person)])
        let hasPractice = try patient(number).map { !$0.practiceCode.isEmpty } ?? false
        try settlement.settle(
            in: self, evidence: evidence, at: moment,
            withPractice: hasPractice ? Set(try components(of: [person]).map(\.id)) : [])
    }

    /// Takes an NHS number from whoever holds it: messages that went out under it are asked back, the case goes back.
    func take(_ number: NHSNumber, among people: [PersonID], reason: String, evidence: String, at moment: Moment) throws
    {
        let settlement = try Settlement(of: people, in: self)
        _ = try closeNumber(number, reason: reason)
        try settlement.settle(in: self, evidence: evidence, at: moment)
    }
}
