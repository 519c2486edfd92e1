package import Foundation
package import OutreachCore
package import Postgres

/// A registration case as it stands now.
package struct CaseRecord: Hashable, Sendable {
    package let person: PersonID
    package let id: CaseID
    /// The employer whose enrolment opened it.
    package let employer: OrganisationID
    package let version: Int
    package let state: RegistrationCase.State
    package let dueOn: CalendarDate?
    /// The last state in which the number was awaited: where the case goes back to when the number is withdrawn.
    package let awaitingState: RegistrationCase.State

    fileprivate init(row: borrowing Row) throws {
        person = try row.value("person_id")
        id = try row.value("case_id")
        employer = try row.value("organisation_id")
        version = try row.value("version")
        state = try row.value("state")
        dueOn = try row.optional("due_on")
        awaitingState = try row.value("awaiting_state")
    }
}

/// One step of a registration case.
package struct CaseVersion: Hashable, Sendable, Encodable, PersonalData {
    package let version: Int
    package let state: RegistrationCase.State
    package let event: String
    package let evidence: String
    package let dueOn: CalendarDate?
    package let recordedAt: Date

    fileprivate init(row: borrowing Row) throws {
        version = try row.value("version")
        state = try row.value("state")
        event = try row.value("event")
        evidence = try row.value("evidence")
        dueOn = try row.optional("due_on")
        recordedAt = try row.value("recorded_at")
    }
}

/// A step that is to be added.
package struct NewCaseVersion: Sendable, PersonalData {
    package let person: PersonID
    package let id: CaseID
    package let version: Int
    package let state: RegistrationCase.State
    package let event: String
    package let dueOn: CalendarDate?

    package init(
        of record: CaseRecord, version: Int, state: RegistrationCase.State, event: String, dueOn: CalendarDate?
    ) {
        person = record.person
        id = record.id
        self.version = version
        self.state = state
        self.event = event
        self.dueOn = dueOn
    }
}

/// A line of the worklist.
package struct WorklistCase: Hashable, Sendable {
    package let person: PersonID
    package let id: CaseID
    package let state: RegistrationCase.State
    package let dueOn: CalendarDate?
    package let openedAt: Date
    package let employerCode: ODSCode
    package let employerName: String

    fileprivate init(row: borrowing Row) throws {
        person = try row.value("person_id")
        id = try row.value("case_id")
        state = try row.value("state")
        dueOn = try row.optional("due_on")
        openedAt = try row.value("opened_at")
        employerCode = try row.value("employer_code")
        employerName = try row.value("employer_name")
    }
}

extension Session {
    /// The registration cases of these people as they stand now, as far as the actor may see them.
    package func cases(of people: [PersonID]) throws -> [CaseRecord] {
        let awaiting = RegistrationCase.State.allCases.filter(\.awaitsNumber)
        return try all(
            .query("case/list_current_by_people"), PostgresArray(people), PostgresArray(awaiting),
            decode: CaseRecord.init(row:))
    }

    /// The person whose registration case this is, or `nil` where the actor sees no such case.
    package func person(ofCase id: CaseID) throws -> PersonID? {
        try first(.query("case/find_person"), id) { try $0.value("person_id") }
    }

    /// Every step of a registration case, the first one first.
    package func versions(of record: CaseRecord) throws -> [CaseVersion] {
        try all(.query("case/list_versions"), record.person, record.id, decode: CaseVersion.init(row:))
    }

    /// Adds a step to each of many registration cases; all of them rest on the same evidence.
    package func add(_ versions: [NewCaseVersion], evidence: String) throws {
        guard !versions.isEmpty else { return }
        try execute(
            .query("case/add_versions"), PostgresArray(versions.map(\.person)), PostgresArray(versions.map(\.id)),
            PostgresArray(versions.map(\.version)), PostgresArray(versions.map(\.state)),
            PostgresArray(versions.map(\.event)), PostgresArray(versions.map(\.dueOn)), evidence)
    }

    /// The cases in these states that the actor may see, the one that is due first at the top.
    package func worklist(
        states: [RegistrationCase.State], dueBefore day: CalendarDate?, after last: CaseID?, maximum: Int
    ) throws -> [WorklistCase] {
        try all(
            .query("case/list_worklist"), PostgresArray(states), day, maximum, last, decode: WorklistCase.init(row:))
    }
}
