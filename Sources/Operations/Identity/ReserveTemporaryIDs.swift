package import OutreachCore
package import Postgres
package import Store

/// Sets temporary IDs aside for a sheet of blank cards, each of which is bound to a worker on the spot.
package struct ReserveTemporaryIDs: RepeatableOperation {
    package static let name = "reserve_temporary_ids"
    package static let roles: Set<Role> = [.manager, .vaccinator, .registrar, .administrator]

    /// Fifty sheets: more than one outreach session can use.
    package static let counts = 1...500

    package let count: Int

    package init(count: Int) {
        self.count = count
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<[TemporaryID]> {
        guard Self.counts.contains(count) else {
            let advice = "Reserve from \(Self.counts.lowerBound) to \(Self.counts.upperBound) at a time."
            throw Refusal.invalid([FieldProblem(field: "count", code: "count_out_of_range", message: advice)])
        }
        var generator = SystemRandomNumberGenerator()
        let ids = try session.drawTemporaryIDs(count, using: &generator)
        let holders = ids.map { _ in PersonID() }
        try session.addPeople(holders)
        try session.reserve(zip(ids, holders).map { (id: $0, person: $1) })
        return Effect(ids, audit: AuditEntry(Self.name, people: holders))
    }
}
