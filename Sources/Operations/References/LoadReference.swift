package import Foundation
package import OutreachCore
package import Postgres
package import Store
internal import Tabular

/// Makes a file of patients the reference that traces read.
///
/// The file is read as a stream, checked row by row, and taken whole or not at all: until the last row is in, traces
/// go on reading the reference before. Loading the file that is active already changes nothing.
package struct LoadReference: Operation {
    package static let name = "load_reference"
    package static let roles: Set<Role> = [.steward]

    package let file: URL
    /// What the list of references calls it.
    package let source: String
    /// Whether numbers that were never issued are taken: for tests and trials, not where patients are real.
    package let acceptsTestNumbers: Bool

    /// - Parameters:
    ///   - file: the extract.
    ///   - source: what the list of references calls it; by default the file's name.
    ///   - acceptsTestNumbers: see ``acceptsTestNumbers``.
    package init(_ file: URL, source: String? = nil, acceptsTestNumbers: Bool) {
        self.file = file
        self.source = source ?? file.lastPathComponent
        self.acceptsTestNumbers = acceptsTestNumbers
    }

    package struct Outcome: Hashable, Sendable {
        package let reference: ReferenceID
        package let records: Int
        /// The same file was the reference before: nothing has changed.
        package let wasActive: Bool
    }

    /// A million rows with their keys take a few minutes on a small server.
    package var timeout: Duration? { .seconds(1_800) }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let digest = try FileChunks.sha256(of: file)
        try session.lockReference()
        if let active = try session.activeReference(), active.sha256 == digest {
            return effect(Outcome(reference: active.id, records: active.recordCount, wasActive: true))
        }
        var errors: [TabularError] = []
        let count = try session.stageReference { staging in
            errors = try ReferenceFile.read(file, .extract, acceptsTestNumbers: acceptsTestNumbers) {
                try staging.write($0)
            }
        }
        errors += try session.repeatedReferenceRows().flatMap(ReferenceFile.errors(for:))
        if errors.isEmpty, count == 0 { errors = [ReferenceFile.emptyFile] }
        try ReferenceFile.refuse(errors)
        let reference = ReferenceID()
        try session.activateStagedReference(
            reference, source: source, sha256: digest, count: count)
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
