package import Postgres

/// The people whom the open merges make one human; most groups have one member.
package struct PersonGroup: Hashable, Sendable {
    /// The one as whom the group is shown.
    package let golden: PersonID
    /// All of them, the golden one included, in the order in which they are locked.
    package let members: [PersonID]
}

extension Session {
    /// The group of a person as it stands now, or `nil` where the actor sees no such person.
    package func group(of person: PersonID) throws -> PersonGroup? {
        var golden: PersonID?
        let members = try all(.query("person/list_group"), person) { row in
            let member: PersonID = try row.value("person_id")
            if try row.value("is_golden") { golden = member }
            return member
        }
        // The golden person of somebody's own staff may be another employer's, whom the actor does not see.
        guard let shown = golden ?? members.first else { return nil }
        return PersonGroup(golden: shown, members: members)
    }

    /// Locks people until the transaction ends, in one order everywhere.
    package func lock(_ people: [PersonID]) throws {
        _ = try all(.query("person/lock_many"), PostgresArray(people)) { try $0.value("person_id", as: PersonID.self) }
    }

    /// Locks the group of a person until the transaction ends, so that what is read of it stays true.
    ///
    /// A merge may come between the reading and the locking, so the group is read again under the lock.
    package func lockGroup(of person: PersonID) throws -> PersonGroup? {
        var locked: Set<PersonID> = []
        while let group = try group(of: person) {
            if locked.isSuperset(of: group.members) { return group }
            try lock(group.members)
            locked.formUnion(group.members)
        }
        return nil
    }
}
