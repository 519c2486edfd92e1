package import Postgres

/// An open statement that two people are one human.
package struct OpenMerge: Hashable, Sendable {
    package let id: MergeID
    package let one: PersonID
    package let other: PersonID

    package init(id: MergeID = MergeID(), _ one: PersonID, _ other: PersonID) {
        self.id = id
        self.one = one
        self.other = other
    }

    fileprivate init(row: borrowing Row) throws {
        id = try row.value("merge_id")
        one = try row.value("person_id")
        other = try row.value("other_person_id")
    }
}

/// A merge that is to be opened; its properties are the columns.
package struct NewMerge: Encodable, Sendable {
    package let personId: PersonID
    package let mergeId: MergeID
    package let otherPersonId: PersonID
    package let rule: String
    package let reason: String

    /// The two in either order: they are kept in that of their ids, so that one pair has one open merge.
    package init(_ one: PersonID, _ other: PersonID, rule: String, reason: String) {
        personId = min(one, other)
        mergeId = MergeID()
        otherPersonId = max(one, other)
        self.rule = rule
        self.reason = reason
    }
}

/// A member of a group of people, as the links stand now.
package struct GroupMember: Hashable, Sendable {
    package let id: PersonID
    /// When the record was made, in microseconds since 1970.
    package let createdAt: Int64
    /// Where the live link points, or `nil` where the person is not merged.
    package let golden: PersonID?

    fileprivate init(row: borrowing Row) throws {
        id = try row.value("person_id")
        createdAt = try row.value("created_at")
        golden = try row.optional("golden_person_id")
    }
}

/// A live link that is to stand.
package struct NewLink: Sendable {
    package let person: PersonID
    package let golden: PersonID
    package let merge: MergeID

    package init(person: PersonID, golden: PersonID, merge: MergeID) {
        self.person = person
        self.golden = golden
        self.merge = merge
    }
}

extension Session {
    /// Everyone whom open merges join to these people, they themselves included, in the order of their ids.
    package func components(of people: [PersonID]) throws -> [GroupMember] {
        try all(.query("merge/list_components"), PostgresArray(people), decode: GroupMember.init(row:))
    }

    /// The open merges between these people.
    package func openMerges(between people: [PersonID]) throws -> [OpenMerge] {
        try all(.query("merge/list_open"), PostgresArray(people), decode: OpenMerge.init(row:))
    }

    /// A merge and whether it is open, or `nil` where there is none of this id.
    package func merge(_ id: MergeID) throws -> (merge: OpenMerge, isOpen: Bool)? {
        try first(.query("merge/find"), id) { (try OpenMerge(row: $0), try $0.value("is_open")) }
    }

    /// Pairs that a steward took apart, each in the order of the ids.
    package func separatedPairs() throws -> [(PersonID, PersonID)] {
        try all(.query("merge/list_separated")) { (try $0.value("person_id"), try $0.value("other_person_id")) }
    }

    /// Opens merges; the links of the people concerned are the caller's to compute anew.
    package func open(_ merges: [NewMerge], run: RunID? = nil) throws {
        try execute(.query("merge/open_many"), JSONRows(merges), run)
    }

    /// Closes a merge; the links of the people concerned are the caller's to compute anew.
    package func close(_ merge: MergeID, reason: String) throws {
        try execute(.query("merge/close"), merge, reason)
    }

    /// Locks people against every change of their links until the transaction ends.
    package func lockForMerge(_ people: [PersonID]) throws {
        _ = try all(.query("person/lock_for_merge"), PostgresArray(people)) { row in
            try row.value("person_id", as: PersonID.self)
        }
    }

    /// Closes the live links of some people and opens others, and marks who is merged now.
    package func changeLinks(closing people: [PersonID], opening links: [NewLink]) throws {
        try execute(.query("link/close_many"), PostgresArray(people))
        try execute(
            .query("link/open_many"), PostgresArray(links.map(\.person)), PostgresArray(links.map(\.golden)),
            PostgresArray(links.map(\.merge)))
        let touched = Set(people).union(links.map(\.person)).sorted()
        try execute(.query("person/mark_merged"), PostgresArray(touched))
    }

    /// The live NHS number of the group of each of these people, and who in the group holds it.
    package func groupNumbers(of people: [PersonID]) throws -> [PersonID: [HeldNumber]] {
        let rows = try all(.query("identifier/list_group_numbers"), PostgresArray(people)) { row in
            (
                try row.value("person_id", as: PersonID.self),
                HeldNumber(number: try row.value("value"), holder: try row.value("holder"))
            )
        }
        return Dictionary(grouping: rows, by: \.0).mapValues { $0.map(\.1) }
    }
}
