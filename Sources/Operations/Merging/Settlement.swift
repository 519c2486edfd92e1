internal import OutreachCore
internal import Postgres
internal import Store

/// Brings messages, cases and reviews to what the groups and numbers of people say now, after either changed.
struct Settlement {
    private let people: [PersonID]
    /// The number of each one's group before the change.
    private let numbersBefore: [PersonID: NHSNumber]

    /// - Parameter people: everyone whose group or number is about to change; the caller holds their locks.
    init(of people: [PersonID], in session: borrowing Session) throws {
        self.people = people
        numbersBefore = try session.soleNumbers(of: people)
    }

    /// - Parameters:
    ///   - evidence: what the change rests on, for the cases; identifiers and codes only.
    ///   - withPractice: people whose practice a trace has shown as well.
    func settle(
        in session: borrowing Session, evidence: String, at moment: Moment, withPractice: Set<PersonID> = []
    ) throws {
        let numbers = try session.soleNumbers(of: people)
        let moved = people.filter { numbersBefore[$0] != nil && numbersBefore[$0] != numbers[$0] }
        try session.retractMessages(Dictionary(uniqueKeysWithValues: moved.map { ($0, numbers[$0]) }))
        try session.releaseMessages(numbers)
        let calendar = try WorkingCalendar.england()
        let steps = try session.cases(of: people).flatMap { record in
            let events: [RegistrationCase.Event] =
                if numbers[record.person] != nil {
                    withPractice.contains(record.person) ? [.seeNumber, .seeGP] : [.seeNumber]
                } else if numbersBefore[record.person] != nil {
                    [.withdrawNumber(returningTo: record.awaitingState)]
                } else {
                    []
                }
            return record.steps(events, evidence: evidence) {
                $0.dueDate(entered: moment.today, calendar: calendar)
            }
        }
        try session.add(steps)
        try session.closeAnsweredReviews(of: people)
    }
}

extension CaseRecord {
    /// The versions that these events add; one that makes no sense in the state of its turn is left out, since a
    /// case moves by itself and may be past it.
    fileprivate func steps(
        _ events: [RegistrationCase.Event], evidence: String,
        dueOn: (RegistrationCase.State) -> CalendarDate?
    ) -> [NewCaseVersion] {
        var current = RegistrationCase(state: state)
        var steps: [NewCaseVersion] = []
        for event in events where current.allows(event) {
            _ = try? current.apply(event)
            let state = current.state
            steps.append(
                steps.last.map {
                    NewCaseVersion(
                        after: $0, state: state, event: event.name, evidence: evidence, dueOn: dueOn(state))
                }
                    ?? NewCaseVersion(
                        after: self, state: state, event: event.name, evidence: evidence, dueOn: dueOn(state)))
        }
        return steps
    }
}

extension RegistrationCase.Event {
    /// The events that a number brings about, as they stand in the versions of a case.
    fileprivate var name: String {
        switch self {
        case .seeNumber: "see_number"
        case .seeGP: "see_gp"
        case .withdrawNumber: "withdraw_number"
        case .confirmDetails, .askForInformation, .submit, .accept, .refuse, .close, .findNotNeeded, .leaveEmployment,
            .moveNation, .withdraw:
            String(describing: self)
        }
    }
}

extension Session {
    /// The NHS number of the group of each of these people; none for a group without one, or with two.
    fileprivate func soleNumbers(of people: [PersonID]) throws -> [PersonID: NHSNumber] {
        try groupNumbers(of: people).compactMapValues { $0.count == 1 ? $0[0].number : nil }
    }
}
