package import OutreachCore
package import Postgres

/// A person's work at one employer.
package struct Employment: Hashable, Sendable {
    package let person: PersonID
    package let id: EmploymentID
    package let employer: OrganisationID
    /// The employer's own key of the worker.
    package let employerReference: String?

    package init(row: borrowing Row) throws {
        person = try row.value("person_id")
        id = try row.value("employment_id")
        employer = try row.value("organisation_id")
        employerReference = try row.optional("employer_reference")
    }
}

/// An employment that is to be added; its properties are the columns.
package struct NewEmployment: Encodable, Sendable {
    package let personId: PersonID
    package let employmentId: EmploymentID
    package let organisationId: OrganisationID
    package let employerReference: String?
    package let jobRole: String
    package let priorityCohort: Int
    package let startedOn: String?

    package init(
        person: PersonID, id: EmploymentID, employer: OrganisationID, employerReference: String?, jobRole: String,
        cohort: PriorityCohort, startedOn: CalendarDate?
    ) {
        personId = person
        employmentId = id
        organisationId = employer
        self.employerReference = employerReference
        self.jobRole = jobRole
        priorityCohort = cohort.rawValue
        self.startedOn = startedOn?.iso
    }
}

extension Session {
    package func add(_ employments: [NewEmployment]) throws {
        try execute(.query("employment/add_many"), JSONRows(employments))
    }

    /// The live employments that employers know by these references.
    package func employments(_ references: [(employer: OrganisationID, reference: String)]) throws -> [Employment] {
        try all(
            .query("employment/list_by_references"), PostgresArray(references.map(\.employer)),
            PostgresArray(references.map(\.reference)), decode: Employment.init(row:))
    }

    /// The live employments of these people, as far as the acting organisation may see them.
    package func employments(of people: [PersonID]) throws -> [Employment] {
        try all(.query("employment/list_by_people"), PostgresArray(people), decode: Employment.init(row:))
    }
}
