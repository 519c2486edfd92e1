package import OutreachCore
package import Postgres
package import Store

/// Adds the organisations of a file, and completes those that are known: the same file again changes nothing.
package struct LoadOrganisations: RepeatableOperation {
    package static let name = "load_organisations"
    package static let roles: Set<Role> = [.administrator]

    package let organisations: [OrganisationDescription]
    /// Only counts what would be done.
    package let isRehearsal: Bool

    /// For tens of thousands of organisations, a statement or two for each.
    package var timeout: Duration? { .seconds(300) }

    package init(_ organisations: [OrganisationDescription], isRehearsal: Bool = false) {
        self.organisations = organisations
        self.isRehearsal = isRehearsal
    }

    package struct Outcome: Hashable, Codable, Sendable {
        package var added = 0
        package var changed = 0
        package var unchanged = 0

        package init(added: Int = 0, changed: Int = 0, unchanged: Int = 0) {
            self.added = added
            self.changed = changed
            self.unchanged = unchanged
        }
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let known = try session.organisations(organisations.map(\.odsCode))
        try refuseOperators(known)
        var outcome = Outcome()
        for description in organisations {
            switch known[description.odsCode] {
            case let organisation? where description.isContained(in: organisation): outcome.unchanged += 1
            case .some: outcome.changed += 1
            case nil: outcome.added += 1
            }
            guard !isRehearsal else { continue }
            try write(description, over: known[description.odsCode], in: session)
        }
        return Effect(outcome, audit: entry(for: outcome))
    }

    /// Somebody else may have added the organisation since it was looked up.
    private func write(
        _ description: OrganisationDescription, over known: Organisation?, in session: borrowing Session
    ) throws {
        if let known, description.isContained(in: known) { return }
        if try known != nil || !session.add(description.organisation) {
            try session.describe(description.organisation)
        }
    }

    private func refuseOperators(_ known: [ODSCode: Organisation]) throws {
        let isTaken = known.values.contains { $0.kinds.contains(.operator) }
        guard !isTaken, !organisations.contains(where: { $0.kinds.contains(.operator) }) else {
            throw Refusal(.invalid, "The operator of the installation is not loaded from a file. Take out its row.")
        }
    }

    private func entry(for outcome: Outcome) -> AuditEntry {
        AuditEntry(
            Self.name,
            details: [
                "added": String(outcome.added), "changed": String(outcome.changed),
                "unchanged": String(outcome.unchanged), "rehearsal": String(isRehearsal),
            ])
    }
}
