internal import Linkage
package import Postgres

/// What a file of changes did to a reference.
package struct ReferenceGrowth: Hashable, Sendable {
    /// Patients that the reference did not have.
    package let added: Int
    /// Patients of whom it now says something else.
    package let replaced: Int
    package let removed: Int
    /// Patients of the reference from now on.
    package let records: Int
}

extension Session {
    /// Whether a file of changes was taken into a reference before.
    package func hasChanged(_ reference: ReferenceID, byFileOf sha256: [UInt8]) throws -> Bool {
        try first(.query("reference/find_change"), reference, sha256) { _ in true } ?? false
    }

    /// Staged rows, at most a hundred, whose number a patient has whom the staged rows leave as it is.
    package func stagedRowsWithTakenNumber(in reference: ReferenceID) throws -> [(row: Int, line: Int)] {
        try all(.query("reference/list_taken"), reference) { row in
            (row: try row.value("row_number"), line: try row.value("line"))
        }
    }

    /// Makes the staged rows part of a reference; the patients whom they replace are set aside as a retired extract.
    package func applyStagedChanges(
        to reference: ReferenceID, source: String, sha256: [UInt8]
    ) throws -> ReferenceGrowth {
        let before = ReferenceID()
        try removeKeysOfReplacedPatients(of: reference)
        try execute(.query("reference/add_replaced"), before, reference, source, sha256)
        let gone = try all(.query("reference/set_aside"), reference, before) { row in
            try row.value("removed", as: Bool.self)
        }
        let stored = try storeStagedPatients(in: reference)
        let removed = gone.count(where: \.self)
        let replaced = gone.count - removed
        let records = try first(.query("reference/recount"), reference, stored - gone.count) { row in
            try row.value("record_count", as: Int.self)
        }
        return ReferenceGrowth(
            added: stored - replaced, replaced: replaced, removed: removed, records: records ?? 0)
    }

    /// Their keys are computed anew: an index that finds them by patient would cost every load more than this.
    private func removeKeysOfReplacedPatients(of reference: ReferenceID) throws {
        let patients = try all(.query("reference/read_replaced"), reference) { row in
            Normaliser.normalise(try LinkageRecord(patient: row))
        }
        let keys = patients.flatMap { patient in
            patient.storedKeys.map { (key: $0, record: patient.id) }
        }
        try execute(
            .query("reference/remove_keys"), reference, PostgresArray(keys.map(\.key)),
            PostgresArray(keys.map(\.record)))
    }
}
