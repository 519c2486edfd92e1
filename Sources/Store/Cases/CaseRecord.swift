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

/// A step that is to be added; its properties are the columns.
package struct NewCaseVersion: Encodable, Sendable, PersonalData {
    package let personId: PersonID
    package let caseId: CaseID
    package let version: Int
    package let state: String
    package let event: String
    package let evidence: String
    package let dueOn: String?

    package init(
        of record: CaseRecord, version: Int, state: RegistrationCase.State, event: String, evidence: String,
        dueOn: CalendarDate?
    ) {
        personId = record.person
        caseId = record.id
        self.version = version
        self.state = state.rawValue
        self.event = event
        self.evidence = evidence
        self.dueOn = dueOn?.iso
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

    /// Adds a step to each of many registration cases.
    package func add(_ versions: [NewCaseVersion]) throws {
        try execute(.query("case/add_versions"), JSONRows(versions))
    }

    /// The cases in these states that the actor may see, the one that is due first at the top.
    package func worklist(
        states: [RegistrationCase.State], dueBefore day: CalendarDate?, after last: CaseID?, maximum: Int
    ) throws -> [WorklistCase] {
        try all(
            .query("case/list_worklist"), PostgresArray(states), day, maximum, last, decode: WorklistCase.init(row:))
    }
}
