package import Foundation
internal import Linkage
package import Postgres

/// A list of patients that traces read, as it was loaded from one file; or those that a file of changes replaced.
package struct ReferenceExtract: Hashable, Sendable {
    package let id: ReferenceID
    /// The name of the file.
    package let source: String
    package let sha256: [UInt8]
    package let recordCount: Int
    package let loadedAt: Date
    package let retiredAt: Date?
    /// Of patients that a file of changes replaced: the reference that they were in.
    package let replacedIn: ReferenceID?

    fileprivate init(row: borrowing Row) throws {
        id = try row.value("reference_id")
        source = try row.value("source")
        sha256 = try row.value("sha256")
        recordCount = try row.value("record_count")
        loadedAt = try row.value("loaded_at")
        retiredAt = try row.optional("retired_at")
        replacedIn = try row.optional("replaced_in")
    }
}

extension Session {
    /// The reference that traces read now, or `nil` where none was loaded.
    package func activeReference() throws -> ReferenceExtract? {
        try first(.query("reference/find_active"), decode: ReferenceExtract.init(row:))
    }

    /// Every reference that was loaded, and what changes replaced in them, the latest first.
    package func references() throws -> [ReferenceExtract] {
        try all(.query("reference/list"), decode: ReferenceExtract.init(row:))
    }

    /// Keeps two loads apart until the transaction ends.
    package func lockReference() throws {
        try execute(.query("reference/lock"))
    }

    /// Copies rows into a table that ends with the transaction, and answers their number.
    package func stageReference(_ body: (inout ReferenceStaging) throws -> Void) throws -> Int {
        try execute(.query("reference/make_staging"))
        return try copyIn(.query("reference/copy_staging")) { writer in
            var staging = ReferenceStaging(writer: writer)
            defer { writer = staging.writer }
            try body(&staging)
        }
    }

    /// Staged rows whose record id or number stands in an earlier row too, at most a hundred.
    package func repeatedReferenceRows() throws -> [RepeatedReferenceRow] {
        try all(.query("reference/list_repeated")) { row in
            RepeatedReferenceRow(
                row: try row.value("row_number"), line: try row.value("line"),
                repeatsID: try row.value("repeats_id"), repeatsNumber: try row.value("repeats_number"))
        }
    }

    /// Makes the staged rows the active reference and retires the one before.
    package func activateStagedReference(_ id: ReferenceID, source: String, sha256: [UInt8], count: Int) throws {
        try execute(.query("reference/retire_active"))
        try execute(.query("reference/add"), id, source, sha256, count)
        try storeStagedPatients(in: id)
    }

    /// Adds the staged rows to a reference; answers how many patients they are.
    @discardableResult
    func storeStagedPatients(in id: ReferenceID) throws -> Int {
        let count = try execute(.query("reference/store_patients"), id, Normaliser.version)
        try execute(.query("reference/store_keys"), id)
        return count
    }
}

/// A staged row that says again what an earlier one said.
package struct RepeatedReferenceRow: Sendable {
    package let row: Int
    package let line: Int
    package let repeatsID: Bool
    package let repeatsNumber: Bool
}
