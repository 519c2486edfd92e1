package import Foundation
package import OutreachCore
package import Postgres
package import Store

/// Shows what was declared not to be, the latest first.
package struct ListExclusions: Operation {
    package static let name = "list_exclusions"
    package static let roles: Set<Role> = [.steward]

    package let onlyStanding: Bool
    package let after: ExclusionID?
    package let maximum: Int

    /// - Parameters:
    ///   - onlyStanding: leave out what was withdrawn.
    ///   - after: only what was declared before this one, the last of an earlier page.
    ///   - maximum: the most that are shown, up to 500.
    package init(onlyStanding: Bool = true, after: ExclusionID? = nil, maximum: Int = 50) {
        self.onlyStanding = onlyStanding
        self.after = after
        self.maximum = maximum
    }

    /// A declaration as a list shows it; the number itself is not shown.
    package struct Line: Encodable, Sendable, PersonalData {
        package let exclusionID: ExclusionID
        package let person: PersonSummary?
        package let other: PersonSummary?
        package let isAboutNumber: Bool
        package let reason: String
        package let declaredAt: Date
        package let declaredByName: String
        package let withdrawnAt: Date?
        package let withdrawReason: String?
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<[Line]> {
        let found = try session.exclusions(
            onlyStanding: onlyStanding, after: after, maximum: min(max(maximum, 1), 500))
        let people = Array(Set(found.flatMap { [$0.person] + ($0.other.map { [$0] } ?? []) })).sorted()
        let details = try session.details(of: people)
        let lines = try found.map { exclusion in
            Line(
                exclusionID: exclusion.id,
                person: try details[exclusion.person].map { try PersonSummary(exclusion.person, $0) },
                other: try exclusion.other.flatMap { other in
                    try details[other].map { try PersonSummary(other, $0) }
                },
                isAboutNumber: exclusion.number != nil, reason: exclusion.reason, declaredAt: exclusion.declaredAt,
                declaredByName: exclusion.declaredByName, withdrawnAt: exclusion.withdrawnAt,
                withdrawReason: exclusion.withdrawReason)
        }
        return Effect(lines, audit: AuditEntry(Self.name, people: people, details: ["lines": String(lines.count)]))
    }
}
