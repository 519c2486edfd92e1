package import Foundation
package import OutreachCore
package import Postgres
package import Store

/// The staff of the acting employer, each with card and case; nothing clinical and no NHS number.
package struct ListWorkers: Operation {
    package static let name = "list_workers"
    package static let roles: Set<Role> = [.manager]

    package let after: EmploymentID?
    package let maximum: Int

    /// - Parameters:
    ///   - after: only who comes after this employment, the last of an earlier page.
    ///   - maximum: the most that are shown, up to 500.
    package init(after: EmploymentID? = nil, maximum: Int = 50) {
        self.after = after
        self.maximum = maximum
    }

    package struct Line: Encodable, Sendable, PersonalData {
        package let employmentID: EmploymentID
        package let person: PersonSummary?
        package let temporaryID: TemporaryID?
        package let employerReference: String?
        package let jobRole: String
        package let startedOn: CalendarDate?
        package let endedOn: CalendarDate?
        package let enrolledAt: Date
        package let caseID: CaseID?
        package let caseState: RegistrationCase.State?
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<[Line]> {
        let staff = try session.staff(after: after, maximum: min(max(maximum, 1), 500))
        let people = Array(Set(staff.map(\.person)))
        let details = try session.details(of: people)
        let ids = try session.temporaryIDs(of: people)
        let cases = Dictionary(try session.cases(of: people).map { ($0.person, $0) }) { first, _ in first }
        let lines = try staff.map { member in
            Line(
                employmentID: member.employment,
                person: try details[member.person].map { try PersonSummary(member.person, $0) },
                temporaryID: ids[member.person], employerReference: member.employerReference, jobRole: member.jobRole,
                startedOn: member.startedOn, endedOn: member.endedOn, enrolledAt: member.recordedAt,
                caseID: cases[member.person]?.id, caseState: cases[member.person]?.state)
        }
        return Effect(lines, audit: AuditEntry(Self.name, people: people, details: ["lines": String(lines.count)]))
    }
}
