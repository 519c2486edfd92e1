package import OutreachCore
package import Postgres

extension Session {
    /// Hands over entries as lines of JSON, oldest first; `nil` leaves out the limit.
    ///
    /// - Parameters:
    ///   - first: The first day, in England.
    ///   - last: The last day, which is part of the period.
    ///   - people: Entries about these people only.
    ///   - body: Takes a line without its line feed.
    /// - Throws: ``PostgresError``, and what `body` throws.
    package func exportAudit(
        from first: CalendarDate?, to last: CalendarDate?, people: [PersonID]?, body: (String) throws -> Void
    ) throws {
        try forEach(
            .query("audit/export_entries"), first?.description, last?.description, people.map(PostgresArray.init)
        ) { row in
            try body(row.value("line"))
        }
    }

    /// Everybody who is one human with the person of this id, or of this temporary ID.
    package func peopleToAudit(_ person: PersonID?, _ temporaryID: TemporaryID?) throws -> [PersonID] {
        try all(.query("audit/find_people"), person, temporaryID?.canonical) { try $0.value("person_id") }
    }
}

/// Whether the audit trail is being looked after.
package struct AuditHealth: Sendable {
    package let unsealed: Int
    /// How long the oldest entry has waited for its seal; zero where none waits.
    package let oldestUnsealedSeconds: Double
    /// For how many months ahead there are partitions.
    package let monthsAhead: Int
}

extension Session {
    package func auditHealth() throws -> AuditHealth? {
        try first(.query("audit/read_health")) { row in
            AuditHealth(
                unsealed: try row.value("unsealed"), oldestUnsealedSeconds: try row.value("oldest_unsealed_seconds"),
                monthsAhead: try row.value("months_ahead"))
        }
    }
}
