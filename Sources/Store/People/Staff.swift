package import Foundation
package import OutreachCore
package import Postgres

/// One of an employer's staff: an employment and whose it is.
package struct StaffMember: Hashable, Sendable {
    package let person: PersonID
    package let employment: EmploymentID
    package let employerReference: String?
    package let jobRole: String
    package let startedOn: CalendarDate?
    package let endedOn: CalendarDate?
    package let recordedAt: Date

    fileprivate init(row: borrowing Row) throws {
        person = try row.value("person_id")
        employment = try row.value("employment_id")
        employerReference = try row.optional("employer_reference")
        jobRole = try row.value("job_role")
        startedOn = try row.optional("started_on")
        endedOn = try row.optional("ended_on")
        recordedAt = try row.value("recorded_at")
    }
}

extension Session {
    /// The staff of the acting organisation, in the order in which they were enrolled.
    package func staff(after last: EmploymentID?, maximum: Int) throws -> [StaffMember] {
        try all(.query("employment/list_staff"), last, maximum, decode: StaffMember.init(row:))
    }
}
