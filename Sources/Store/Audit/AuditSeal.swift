package import Postgres

/// A seal with the entry that it seals, every value as PostgreSQL writes it: what a verification recomputes.
package struct AuditSeal: Sendable {
    /// The organisation whose chain the seal is part of.
    package let stream: String
    package let position: Int
    package let entryID: String
    package let occurredAt: String
    /// In hexadecimal, as is ``chainSHA256``.
    package let entrySHA256: String
    package let chainSHA256: String
    package let sealedAt: String
    /// Nothing where the entry is gone.
    package let entry: Entry?

    /// The columns of an entry, in the order of the table.
    package struct Entry: Sendable {
        package let entryID: String
        package let occurredAt: String
        package let organisationID: String
        package let accountID: String
        package let role: String
        package let action: String
        package let personID: String?
        package let details: String
    }

    fileprivate init(row: borrowing Row) throws {
        stream = try row.value("stream")
        position = try row.value("position")
        entryID = try row.value("sealed_entry_id")
        occurredAt = try row.value("sealed_occurred_at")
        entrySHA256 = try row.value("entry_sha256")
        chainSHA256 = try row.value("chain_sha256")
        sealedAt = try row.value("sealed_at")
        entry = try Entry(row: row)
    }
}

extension AuditSeal.Entry {
    fileprivate init?(row: borrowing Row) throws {
        guard let entryID = try row.optional("entry_id", as: String.self) else { return nil }
        self.init(
            entryID: entryID, occurredAt: try row.value("occurred_at"),
            organisationID: try row.value("organisation_id"),
            accountID: try row.value("account_id"), role: try row.value("role"), action: try row.value("action"),
            personID: try row.optional("person_id"), details: try row.value("details"))
    }
}

/// The end of one stream's chain: kept elsewhere, it shows later that nothing before it was cut off or rewritten.
package struct AuditHead: Hashable, Codable, Sendable {
    package let organisation: OrganisationID
    package let position: Int
    /// In hexadecimal.
    package let chainSHA256: String

    package init(organisation: OrganisationID, position: Int, chainSHA256: String) {
        self.organisation = organisation
        self.position = position
        self.chainSHA256 = chainSHA256
    }
}

extension Session {
    /// Chains the entries that are not yet sealed and answers how many there were.
    package func sealAudit() throws -> Int {
        try first(.query("audit/seal")) { try $0.value("sealed") } ?? 0
    }

    /// Makes the partitions of this month and the months ahead, those that are missing.
    package func makeAuditPartitions(monthsAhead: Int) throws {
        try execute(.query("audit/make_partitions"), monthsAhead)
    }

    /// Hands over every seal in the order of its chain.
    package func forEachSeal(_ body: (AuditSeal) throws -> Void) throws {
        try forEach(.query("audit/list_seals")) { try body(AuditSeal(row: $0)) }
    }

    /// How many entries are without a seal, and how many of them have been for longer than a minute.
    package func unsealedEntries() throws -> (count: Int, overdue: Int) {
        try first(.query("audit/count_unsealed")) { (try $0.value("unsealed"), try $0.value("overdue")) } ?? (0, 0)
    }

    /// The end of each stream's chain.
    package func auditHeads() throws -> [AuditHead] {
        try all(.query("audit/list_heads")) { row in
            AuditHead(
                organisation: try row.value("organisation_id"), position: try row.value("position"),
                chainSHA256: try row.value("chain_sha256"))
        }
    }
}
