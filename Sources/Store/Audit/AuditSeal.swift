package import Postgres

/// A seal with the bytes that were hashed of it and of its entry: what a verification hashes anew.
package struct AuditSeal: Sendable {
    /// The organisation whose chain the seal is part of.
    package let stream: String
    package let position: Int
    /// In hexadecimal, as is ``chainSHA256``.
    package let entrySHA256: String
    package let chainSHA256: String
    /// What is hashed of the seal, after the chain so far.
    package let bytes: String
    /// What is hashed of the entry; nothing where the entry is gone.
    package let entryBytes: String?
    /// Whether the entry names the stream that it is sealed in.
    package let isOfStream: Bool

    fileprivate init(row: borrowing Row) throws {
        stream = try row.value("stream")
        position = try row.value("position")
        entrySHA256 = try row.value("entry_sha256")
        chainSHA256 = try row.value("chain_sha256")
        bytes = try row.value("seal_bytes")
        entryBytes = try row.optional("entry_bytes")
        isOfStream = try row.optional("is_of_stream") ?? false
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

    fileprivate init(row: borrowing Row) throws {
        organisation = try row.value("organisation_id")
        position = try row.value("position")
        chainSHA256 = try row.value("chain_sha256")
    }
}

/// How many entries of one stream are without a seal.
package struct UnsealedEntries: Hashable, Sendable {
    package let stream: String
    package let count: Int
    /// Those that have waited for longer than a minute.
    package let overdue: Int
    /// Those that the sealer has passed: their seals were removed.
    package let lost: Int
}

extension Session {
    /// Chains the entries that are not yet sealed, at most ``mostSealsAtOnce``, and answers how many there were.
    package func sealAudit() throws -> Int {
        try first(.query("audit/seal")) { try $0.value("sealed") } ?? 0
    }

    /// As sql/migrations/0009_credentials.sql has it: a bound for the time and memory of one transaction.
    package static var mostSealsAtOnce: Int { 250_000 }

    /// Makes the partitions of this month and the months ahead, those that are missing.
    package func makeAuditPartitions(monthsAhead: Int) throws {
        try execute(.query("audit/make_partitions"), monthsAhead)
    }

    /// Hands over every seal in the order of its chain.
    package func forEachSeal(_ body: (AuditSeal) throws -> Void) throws {
        try forEach(.query("audit/list_seals")) { try body(AuditSeal(row: $0)) }
    }

    /// How many entries are without a seal, for each stream that has any.
    package func unsealedEntries() throws -> [UnsealedEntries] {
        try all(.query("audit/count_unsealed")) { row in
            UnsealedEntries(
                stream: try row.value("stream"), count: try row.value("unsealed"), overdue: try row.value("overdue"),
                lost: try row.value("lost"))
        }
    }

    /// The end of each stream's chain, by the auditor's role of the database.
    package func auditHeads() throws -> [AuditHead] {
        try all(.query("audit/list_heads"), decode: AuditHead.init(row:))
    }

    /// The end of each stream's chain, for somebody who acts as auditor.
    package func auditHeadsForAuditor() throws -> [AuditHead] {
        try all(.query("audit/read_heads"), decode: AuditHead.init(row:))
    }
}
