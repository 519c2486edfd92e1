import OutreachCore
import Postgres
import Store

extension EnrolmentPlan {
    /// Writes the plan and answers the outcomes with the IDs that people carry now.
    func write(
        in session: borrowing Session, at moment: Moment, using generator: inout some RandomNumberGenerator
    ) throws -> [EnrolmentOutcome] {
        // Who gets a blank card has been there, without details, since it was printed.
        let cards = people.compactMap(\.row.blankCard)
        try session.addPeople(people.filter { $0.row.blankCard == nil }.map(\.id))
        // Employments first: they are what lets an employer see, and therefore write, the rest.
        try session.add(employments)
        try session.addDetails(people.map { ($0.id, 1, $0.row.entry.details) }, reason: "enrolled")
        try session.open(try identifiers(in: session, using: &generator))
        try openNationalNumbers(in: session)
        for card in cards { try session.bind(card.id) }
        try session.open(try cases(at: moment))
        try session.open(reviews)
        try session.add(traces)
        let ids = try session.temporaryIDs(of: Array(Set(outcomes.compactMap(\.person))))
        return outcomes.map { $0.withTemporaryID(ids) }
    }

    private func identifiers(
        in session: borrowing Session, using generator: inout some RandomNumberGenerator
    ) throws -> [NewIdentifier] {
        let unregistered = people.filter { $0.number == nil && $0.row.blankCard == nil }
        let drawn = try session.drawTemporaryIDs(unregistered.count, using: &generator)
        return zip(drawn, unregistered).map { NewIdentifier($0, for: $1.id) }
            + people.compactMap { person in person.number.map { NewIdentifier($0, for: person.id) } }
    }

    /// Keeps the numbers of Scotland and Northern Ireland that the workers name.
    ///
    /// A number that another person holds stays with that person, and a steward looks at the two.
    private func openNationalNumbers(in session: borrowing Session) throws {
        let claimed =
            people.compactMap { person in person.row.entry.chiNumber.map { NewIdentifier($0, for: person.id) } }
            + people.compactMap { person in
                person.row.entry.healthAndCareNumber.map { NewIdentifier($0, for: person.id) }
            }
        var holders = try session.holders(of: claimed)
        var opened: [NewIdentifier] = []
        var doubtful: [NewReview] = []
        for identifier in claimed {
            if let holder = holders[identifier.name] {
                doubtful.append(NewReview(duplicate: identifier.person, holder, .sameNationalNumber))
            } else {
                holders[identifier.name] = identifier.person
                opened.append(identifier)
            }
        }
        try session.open(opened)
        try session.open(doubtful)
    }

    func cases(at moment: Moment) throws -> [NewCase] {
        let calendar = try WorkingCalendar.england()
        return people.map { person in
            let state: RegistrationCase.State = person.number == nil ? .enrolled : .notNeeded
            return NewCase(
                person: person.id, employer: person.row.employer.id, state: state,
                dueOn: state.dueDate(entered: moment.today, calendar: calendar))
        }
    }
}

extension EnrolmentOutcome {
    /// The outcome with the ID on the card; a known person without one who has a number is registered already.
    fileprivate func withTemporaryID(_ ids: [PersonID: TemporaryID]) -> EnrolmentOutcome {
        var outcome = self
        outcome.temporaryID = person.flatMap { ids[$0] }
        return outcome
    }
}
