package import OutreachCore
package import Postgres

/// A registration case that is to be opened; its properties are the columns.
package struct NewCase: Encodable, Sendable {
    package let personId: PersonID
    package let caseId: CaseID
    package let organisationId: OrganisationID
    package let state: String
    package let dueOn: String?

    package init(
        person: PersonID, employer: OrganisationID, state: RegistrationCase.State, dueOn: CalendarDate?
    ) {
        personId = person
        caseId = CaseID(near: person)
        organisationId = employer
        self.state = state.rawValue
        self.dueOn = dueOn?.iso
    }
}

extension Session {
    package func open(_ cases: [NewCase]) throws {
        try execute(.query("case/open_many"), JSONRows(cases))
    }
}
