package import OutreachCore
package import Postgres

/// A temporary ID with the person it was given to and what has become of it.
package struct HeldTemporaryID: Hashable, Sendable {
    package let id: TemporaryID
    package let person: PersonID
    package let state: TemporaryID.State

    package init(row: borrowing Row) throws {
        id = try row.value("value")
        person = try row.value("person_id")
        state = try row.value("state")
    }
}

/// What decides whether somebody may be given a temporary ID, of everyone who is one human with the person.
package struct IdentityStanding: Hashable, Sendable {
    /// One of them has an NHS number.
    package let isNumbered: Bool
    /// One of them has a temporary ID that is neither revoked nor replaced.
    package let carriesCard: Bool
}

/// The person was given another temporary ID in the meantime.
package struct AnotherCardIsLive: Error {}

extension Session {
    /// A temporary ID, locked until the transaction ends; `nil` where it is unknown or not for the actor to see.
    package func locked(_ id: TemporaryID) throws -> HeldTemporaryID? {
        try first(.query("identifier/lock_temporary_id"), id, decode: HeldTemporaryID.init(row:))
    }

    /// The standing of somebody whose details the actor may see, else `nil`.
    package func identityStanding(of person: PersonID) throws -> IdentityStanding? {
        try first(.query("person/read_identity_standing"), person) { row in
            IdentityStanding(
                isNumbered: try row.value("is_numbered"), carriesCard: try row.value("carries_card"))
        }
    }

    /// Opens a temporary ID for somebody who carries none.
    ///
    /// - Throws: ``AnotherCardIsLive`` where another transaction came first.
    package func issue(_ id: TemporaryID, to person: PersonID) throws {
        do {
            try open([NewIdentifier(id, for: person)])
        } catch let error as PostgresError where error.constraint == "person_has_one_live_identifier_of_a_scheme" {
            throw AnotherCardIsLive()
        }
    }

    /// Opens temporary IDs for people whose details follow when somebody takes the card.
    package func reserve(_ ids: [(id: TemporaryID, person: PersonID)]) throws {
        try execute(
            .query("identifier/reserve_many"), PostgresArray(ids.map(\.person)), PostgresArray(ids.map(\.id)))
    }

    /// Makes a reserved ID one that is carried.
    package func bind(_ id: TemporaryID) throws {
        try execute(.query("identifier/bind"), id)
    }

    package func revoke(_ id: TemporaryID, reason: String) throws {
        try close(id, as: .revoked, successor: nil, reason: reason)
    }

    package func replace(_ id: TemporaryID, by successor: TemporaryID, reason: String) throws {
        try close(id, as: .replaced, successor: successor, reason: reason)
    }

    private func close(
        _ id: TemporaryID, as state: TemporaryID.State, successor: TemporaryID?, reason: String
    ) throws {
        try execute(.query("identifier/close"), id, state, successor, reason)
    }
}
