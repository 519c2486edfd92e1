package import Foundation
package import OutreachCore
package import Postgres
package import Store

/// Makes a file of patients the reference that traces read.
///
/// The file is read as a stream, checked row by row, and taken whole or not at all: until the last row is in, traces
/// go on reading the reference before. Loading the file that is active already changes nothing.
package struct LoadReference: Operation {
    package static let name = "load_reference"
    package static let roles: Set<Role> = [.steward]

    private let upload: ReferenceUpload

    /// - Parameters:
    ///   - file: the extract.
    ///   - source: what the list of references calls it; by default the file's name.
    ///   - acceptsTestNumbers: whether numbers that were never issued are taken.
    package init(_ file: URL, source: String? = nil, acceptsTestNumbers: Bool) {
        upload = ReferenceUpload(file, source: source, acceptsTestNumbers: acceptsTestNumbers)
    }

    package struct Outcome: Hashable, Sendable {
        package let reference: ReferenceID
        package let records: Int
        /// The same file was the reference before: nothing has changed.
        package let wasActive: Bool
    }

    package var timeout: Duration? { ReferenceUpload.timeout }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let digest = try upload.sha256
        try session.lockReference()
        if let active = try session.activeReference(), active.sha256 == digest {
            return effect(Outcome(reference: active.id, records: active.recordCount, wasActive: true))
        }
        let count = try upload.stage(.extract, in: session)
        let reference = ReferenceID()
        try session.activateStagedReference(reference, source: upload.source, sha256: digest, count: count)
        try session.refreshReferenceStatistics()
        return effect(Outcome(reference: reference, records: count, wasActive: false))
    }

    private func effect(_ outcome: Outcome) -> Effect<Outcome> {
        let details = [
            "reference": outcome.reference.description, "records": String(outcome.records),
            "was_active": String(outcome.wasActive),
        ]
        return Effect(outcome, audit: AuditEntry(Self.name, details: details))
    }
}
