import Foundation
import OutreachCore
import Postgres
import Store

extension EnrolmentPlan {
    /// What is written, with the IDs that new people get.
    struct Draft {
        let records: [EnrolmentRecord]
        let drawn: [PersonID: TemporaryID]
    }

    /// Writes the plan of a form and answers the outcomes with the IDs that people carry now.
    func write(
        in session: borrowing Session, at moment: Moment, using generator: inout some RandomNumberGenerator
    ) throws -> [EnrolmentOutcome] {
        let draft = try draft(in: session, at: moment, using: &generator)
        try write(draft.records, upload: nil, in: session)
        return try outcomes(draft, in: session)
    }

    /// Draws IDs and puts together what is to be written.
    func draft(
        in session: borrowing Session, at moment: Moment, using generator: inout some RandomNumberGenerator
    ) throws -> Draft {
        let drawn = try drawTemporaryIDs(in: session, using: &generator)
        return Draft(records: try records(drawn, at: moment), drawn: drawn)
    }

    /// Writes records, and everything of the plan that is not among them.
    func write(_ records: [EnrolmentRecord], upload: UploadID?, in session: borrowing Session) throws {
        try session.enrol(records, upload: upload)
        try session.open(people.compactMap { person in person.number.map { NewIdentifier($0, for: person.id) } })
        try openNationalNumbers(in: session)
        for card in people.compactMap(\.row.blankCard) { try session.bind(card.id) }
        try session.open(reviews)
        try session.add(traces)
    }

    /// New IDs for the new people who have neither a number nor a blank card.
    private func drawTemporaryIDs(
        in session: borrowing Session, using generator: inout some RandomNumberGenerator
    ) throws -> [PersonID: TemporaryID] {
        let unregistered = people.filter { $0.number == nil && $0.row.blankCard == nil }
        let drawn = try session.drawTemporaryIDs(unregistered.count, using: &generator)
        return Dictionary(uniqueKeysWithValues: zip(unregistered.lazy.map(\.id), drawn))
    }

    /// A record for each row; what belongs to a new person goes with the first row that employs that person.
    private func records(_ drawn: [PersonID: TemporaryID], at moment: Moment) throws -> [EnrolmentRecord] {
        let new = zip(people, try cases(at: moment)).map { person, registration in
            let newPerson = EnrolmentRecord.NewPerson(
                person.row.entry.details, keys: person.row.keys, temporaryID: drawn[person.id],
                hasBlankCard: person.row.blankCard != nil, registration: registration)
            return (person.id, newPerson)
        }
        var waiting = Dictionary(uniqueKeysWithValues: new)
        let added = Dictionary(uniqueKeysWithValues: employments.lazy.map { ($0.employmentId, $0) })
        return try zip(rows, outcomes).map { row, outcome in
            // A row that repeats another one names the other's employment: only the first of them brings it.
            let employment = outcome.result.addsEmployment ? outcome.employment.flatMap { added[$0] } : nil
            let newPerson = employment.flatMap { waiting.removeValue(forKey: $0.personId) }
            return try EnrolmentRecord(row: row.number, outcome, employment: employment, newPerson: newPerson)
        }
    }

    /// The outcomes with the ID on the card; a known person without one who has a number is registered already.
    func outcomes(_ draft: Draft, in session: borrowing Session) throws -> [EnrolmentOutcome] {
        var ids = draft.drawn
        for person in people {
            if let card = person.row.blankCard { ids[person.id] = card.id }
        }
        let known = Set(outcomes.lazy.compactMap(\.person)).subtracting(people.lazy.map(\.id))
        ids.merge(try session.temporaryIDs(of: Array(known))) { new, _ in new }
        return outcomes.map { outcome in
            var outcome = outcome
            outcome.temporaryID = outcome.person.flatMap { ids[$0] }
            return outcome
        }
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
        let dueToday = [RegistrationCase.State.enrolled, .notNeeded].map {
            ($0, $0.dueDate(entered: moment.today, calendar: calendar))
        }
        let dueDates = Dictionary(uniqueKeysWithValues: dueToday)
        return people.map { person in
            let state: RegistrationCase.State = person.number == nil ? .enrolled : .notNeeded
            return NewCase(
                person: person.id, employer: person.row.employer.id, state: state, dueOn: dueDates[state] ?? nil)
        }
    }
}

extension EnrolmentRecord {
    /// What becomes of a row that has an outcome.
    init(
        row number: Int, _ outcome: EnrolmentOutcome, employment: NewEmployment? = nil, newPerson: NewPerson? = nil
    ) throws {
        // Nothing is wrong with most rows.
        let problems = outcome.problems.isEmpty ? Data("[]".utf8) : try JSONEncoder().encode(outcome.problems)
        self.init(
            row: number, result: outcome.result.rawValue, problems: String(decoding: problems, as: UTF8.self),
            person: outcome.person, employmentID: outcome.employment, employment: employment, newPerson: newPerson)
    }
}

extension EnrolmentOutcome.Result {
    fileprivate var addsEmployment: Bool {
        switch self {
        case .enrolled, .knownPerson, .alreadyRegistered: true
        case .alreadyEnrolled, .refused: false
        }
    }
}
