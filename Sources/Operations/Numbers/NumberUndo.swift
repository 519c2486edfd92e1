internal import OutreachCore
internal import Postgres
internal import Store

/// Takes back what a change of numbers did, where nothing that happened since forbids it.
///
/// Whoever got a number loses it, whoever lost one has it again under the checks of any number, and a declaration that
/// was made with it is withdrawn. Messages and cases follow. A case that nobody has moved since goes back to where the
/// change had found it.
struct NumberUndo {
    /// What was taken back.
    struct Effect {
        /// Numbers that were taken from whom they had been given.
        let closed: Int
        /// Numbers that somebody has again.
        let returned: Int
        let cases: Int
        let exclusion: ExclusionID?
    }

    let change: NumberChange
    private let people: [PersonID]
    private let numbers: [ChangedNumber]
    private let states: [PersonID: RegistrationCase.State]

    /// Notes how the cases stand, before anything is taken back.
    ///
    /// `people` are those whom the change concerned and everybody merged with them; the caller holds their locks.
    init(of change: NumberChange, among people: [PersonID], in session: borrowing Session) throws {
        (self.change, self.people) = (change, people)
        numbers = try session.numbers(of: change.id)
        states = try session.caseStates(before: change.id)
    }

    /// - Throws: ``Obstacle``, a sentence that says what happened since and what to do.
    func perform(
        reason: String, evidence: String, in session: borrowing Session, at moment: Moment
    ) throws -> Effect {
        guard !change.isUndone else { throw Obstacle.undone }
        guard numbers.allSatisfy({ !$0.wasGiven || $0.isHeld }) else { throw Obstacle.closedSince }
        let settlement = try Settlement(of: people, in: session)
        let closed = try session.closeNumbers(givenBy: change.id, reason: reason)
        let exclusion = try withdrawDeclaration(reason, in: session)
        let returned = try giveBack(in: session)
        try settlement.settle(
            in: session, evidence: evidence, at: moment, withPractice: try peopleWithPractice(in: session))
        let cases = try restoreCases(evidence, in: session, on: moment.today)
        try session.markUndone(change.id, reason: reason)
        return Effect(closed: closed, returned: returned, cases: cases, exclusion: exclusion)
    }

    private var taken: [ChangedNumber] { numbers.filter { !$0.wasGiven } }

    private func withdrawDeclaration(_ reason: String, in session: borrowing Session) throws -> ExclusionID? {
        guard let exclusion = change.exclusion, try session.exclusion(exclusion)?.withdrawnAt == nil else { return nil }
        try session.withdraw(exclusion, reason: reason)
        return exclusion
    }

    private func giveBack(in session: borrowing Session) throws -> Int {
        for one in taken {
            guard !one.runIsUndone else { throw Obstacle.runUndone }
            let members = try session.components(of: [one.person])
            try refuseHeld(one, members, in: session)
            let excluded = ExcludedPairs(of: members, try session.exclusions(of: members.map(\.id)))
            let golden = members.first { $0.id == one.person }?.golden ?? one.person
            guard !excluded.isExcluded(one.number, from: golden) else { throw Obstacle.declaredSince }
        }
        let returned = try session.reopenNumbers(takenBy: change.id)
        // Somebody has got it at this very moment: nobody locks a person for a number that is not theirs yet.
        guard returned == taken.count else { throw Obstacle.heldByAnother }
        return returned
    }

    private func refuseHeld(_ one: ChangedNumber, _ members: [GroupMember], in session: borrowing Session) throws {
        let held = try session.groupNumbers(of: [one.person])[one.person] ?? []
        guard !held.contains(where: { $0.number == one.number }) else { throw Obstacle.heldAgain }
        guard try session.person(holding: one.number) == nil else { throw Obstacle.heldByAnother }
        guard let other = held.first else { return }
        throw other.holder == one.person ? Obstacle.otherNumber : Obstacle.mergedWithOtherNumber
    }

    /// Those whose number a reference knows with a practice.
    private func peopleWithPractice(in session: borrowing Session) throws -> Set<PersonID> {
        let known = try taken.filter { try session.patient($0.number).map { !$0.practiceCode.isEmpty } ?? false }
        return Set(try session.components(of: known.map(\.person)).map(\.id))
    }

    private func restoreCases(_ evidence: String, in session: borrowing Session, on today: CalendarDate) throws -> Int {
        let numbered = try session.groupNumbers(of: people).filter { $0.value.count == 1 }.keys
        return try session.restoreCases(to: states, numbered: Set(numbered), evidence: evidence, on: today)
    }
}

extension NumberUndo {
    /// What happened since a change, so that it cannot be taken back.
    enum Obstacle: Error {
        case undone
        case closedSince
        case heldAgain
        case heldByAnother
        case otherNumber
        case mergedWithOtherNumber
        case declaredSince
        case runUndone

        /// What happened, and what to do.
        var sentence: String {
            switch self {
            case .undone: "This was taken back already. Nothing was done."
            case .closedSince:
                "The number that was given was closed or moved since. Take that back first, or leave it as it is."
            case .heldAgain: "The person has this number again already. Nothing was done."
            case .heldByAnother:
                "Another person holds the number now. Find out whose it is, close it there, then take this back."
            case .otherNumber:
                "The person has another NHS number now. Close that one first, if it is wrong, then take this back."
            case .mergedWithOtherNumber:
                "The person is merged with somebody who has another NHS number. Take that merge back first, or leave it."
            case .declaredSince:
                "A steward declared since that the number is not this person's. Withdraw that first: outreach exclusion."
            case .runUndone:
                "The run that had given the number was undone since. Enter it where it is right: outreach number enter."
            }
        }
    }
}
