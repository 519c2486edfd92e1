package import OutreachCore
package import Postgres
package import Store

/// Shows who was said to be whom, the latest first.
package struct ListMerges: Operation {
    package static let name = "list_merges"
    package static let roles: Set<Role> = [.steward]

    package let onlyOpen: Bool
    package let after: MergeID?
    package let maximum: Int

    /// - Parameters:
    ///   - onlyOpen: leave out what was taken back.
    ///   - after: only merges that were opened before this one, the last of an earlier page.
    ///   - maximum: the most that are shown, up to 500.
    package init(onlyOpen: Bool = false, after: MergeID? = nil, maximum: Int = 50) {
        self.onlyOpen = onlyOpen
        self.after = after
        self.maximum = maximum
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<[MergeListing]> {
        let merges = try session.merges(onlyOpen: onlyOpen, after: after, maximum: min(max(maximum, 1), 500))
        let people = Array(Set(merges.flatMap { [$0.personID, $0.otherPersonID] }))
        return Effect(merges, audit: AuditEntry(Self.name, people: people, details: ["lines": String(merges.count)]))
    }
}
