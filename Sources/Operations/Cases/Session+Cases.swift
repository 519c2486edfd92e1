package import OutreachCore
package import Postgres
package import Store

extension Session {
    /// Moves the case of each of these people, where the event makes sense in its state; the others stay as they are.
    ///
    /// The caller holds the locks of the people. One statement reads and one writes, for one case or for thousands.
    ///
    /// - Returns: the cases that moved, with what is to be done in the same transaction.
    @discardableResult
    package func advanceCases(
        of people: [PersonID], by event: RegistrationCase.Event, evidence: String, on today: CalendarDate
    ) throws -> [PersonID: RegistrationCase.Effect] {
        try advanceCases(of: people, by: { _ in [event] }, evidence: evidence, on: today)
    }

    /// Moves the case of each of these people by one event after the other.
    ///
    /// - Returns: the cases that moved, with what the last event asks for.
    @discardableResult
    package func advanceCases(
        of people: [PersonID], by events: (PersonID) -> [RegistrationCase.Event], evidence: String,
        on today: CalendarDate
    ) throws -> [PersonID: RegistrationCase.Effect] {
        try advance(cases(of: people).map { ($0, events($0.person)) }, evidence: evidence, on: today)
    }

    /// Moves the case of one person; `nil` where there is none, or the event makes no sense in its state.
    @discardableResult
    package func advanceCase(
        of person: PersonID, by event: RegistrationCase.Event, evidence: String, on today: CalendarDate
    ) throws -> RegistrationCase.Effect? {
        try advanceCases(of: [person], by: event, evidence: evidence, on: today)[person]
    }

    /// Puts the cases of people whose number turned out to be somebody else's back to where they were before it.
    @discardableResult
    package func withdrawNumber(
        fromCasesOf people: [PersonID], evidence: String, on today: CalendarDate
    ) throws -> [PersonID: RegistrationCase.Effect] {
        guard !people.isEmpty else { return [:] }
        let steps = try cases(of: people).map { record in
            (record, [RegistrationCase.Event.withdrawNumber(returningTo: record.awaitingState)])
        }
        return try advance(steps, evidence: evidence, on: today)
    }

    /// Puts cases back to where a decision that was taken back had found them, and on from there by the number that
    /// their people have now or have not.
    ///
    /// - Returns: how many moved.
    func restoreCases(
        to states: [PersonID: RegistrationCase.State], numbered: Set<PersonID>, evidence: String, on today: CalendarDate
    ) throws -> Int {
        let steps = try cases(of: states.keys.sorted()).compactMap { record in
            states[record.person].map { before in
                (record, record.restoring(before, isNumbered: numbered.contains(record.person)))
            }
        }
        return try advance(steps.filter { !$0.1.isEmpty }, evidence: evidence, on: today).count
    }

    private func advance(
        _ steps: [(record: CaseRecord, events: [RegistrationCase.Event])], evidence: String, on today: CalendarDate
    ) throws -> [PersonID: RegistrationCase.Effect] {
        let calendar = try WorkingCalendar.england()
        var versions: [NewCaseVersion] = []
        var effects: [PersonID: RegistrationCase.Effect] = [:]
        for (record, events) in steps {
            var step = RegistrationCase(state: record.state)
            var version = record.version
            for event in events where step.allows(event) {
                effects[record.person] = try step.apply(event)
                version += 1
                versions.append(
                    NewCaseVersion(
                        of: record, version: version, state: step.state, event: event.name,
                        dueOn: step.state.dueDate(entered: today, calendar: calendar)))
            }
        }
        try add(versions, evidence: evidence)
        return effects
    }
}

extension CaseRecord {
    /// The events that lead back to an earlier state, and on from there by the number; none where the case is there.
    fileprivate func restoring(_ before: RegistrationCase.State, isNumbered: Bool) -> [RegistrationCase.Event] {
        var events: [RegistrationCase.Event] = before == state ? [] : [.takeBack(returningTo: before)]
        if isNumbered, before.awaitsNumber { events.append(.seeNumber) }
        if !isNumbered, before.showsNumber { events.append(.withdrawNumber(returningTo: awaitingState)) }
        var moved = RegistrationCase(state: state)
        for event in events where moved.allows(event) { _ = try? moved.apply(event) }
        return moved.state == state ? [] : events
    }
}

/// A registration case that a request named, with the group of its person.
struct NamedCase {
    let record: CaseRecord
    let group: PersonGroup
}

extension Session {
    /// Finds a case by its id or by a temporary ID, as typed, and locks the group of its person.
    ///
    /// - Throws: ``Refusal`` for a mistyped ID, ``AuditedRefusal`` where the actor sees no such case.
    func lockCase(_ text: String, for action: String) throws -> NamedCase {
        let seen = try namedCase(text, for: action)
        guard let group = try lockGroup(of: seen.record.person) else { return seen }
        // Read under the lock: the step starts from the newest version.
        let record = try cases(of: [seen.record.person]).first
        return NamedCase(record: record ?? seen.record, group: group)
    }

    /// Finds a case by its id or by a temporary ID, as typed.
    ///
    /// - Throws: ``Refusal`` for a mistyped ID, ``AuditedRefusal`` where the actor sees no such case.
    func namedCase(_ text: String, for action: String) throws -> NamedCase {
        let missed = AuditedRefusal(.notFound("registration case"), audit: AuditEntry(action + "_missed"))
        let person: PersonID? =
            if let id = CaseID(postgresText: text) {
                try self.person(ofCase: id)
            } else {
                try holder(of: TemporaryID(entered: text))?.person
            }
        guard let person, let group = try group(of: person) else { throw missed }
        let cases = try cases(of: group.members)
        // The person's own; somebody enrolled twice may have it under the other record.
        guard
            let record = cases.first(where: { $0.person == person })
                ?? cases.first(where: { $0.person == group.golden }) ?? cases.first
        else { throw missed }
        return NamedCase(record: record, group: group)
    }
}
