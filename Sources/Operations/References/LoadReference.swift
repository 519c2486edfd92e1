package import Foundation
package import OutreachCore
package import Postgres
package import Store
package import Tabular

/// Makes a file of patients the reference that traces read.
///
/// The file is read as a stream, checked row by row, and taken whole or not at all: until the last row is in, traces
/// go on reading the reference before. Loading the file that is active already changes nothing.
package struct LoadReference: Operation {
    package static let name = "load_reference"
    package static let roles: Set<Role> = [.steward]

    package let file: URL
    /// Whether numbers that were never issued are taken: for tests and trials, not where patients are real.
    package let acceptsTestNumbers: Bool
    package let isDryRun: Bool

    package init(_ file: URL, acceptsTestNumbers: Bool, isDryRun: Bool = false) {
        self.file = file
        self.acceptsTestNumbers = acceptsTestNumbers
        self.isDryRun = isDryRun
    }

    package enum Outcome: Hashable, Sendable {
        case loaded(ReferenceID, records: Int)
        /// The same file is the active reference.
        case alreadyActive(ReferenceID, records: Int)
        /// A dry run found nothing wrong.
        case checked(records: Int)
        /// What is wrong with the file, at most a hundred findings. Nothing has changed.
        case refused([TabularError])
    }

    /// A million rows with their keys take a few minutes on a small server.
    package var timeout: Duration? { .seconds(1_800) }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let digest = try FileChunks.sha256(of: file)
        try session.lockReference()
        if let active = try session.activeReference(), active.sha256 == digest {
            return effect(.alreadyActive(active.id, records: active.recordCount), "already active")
        }
        var errors: [TabularError] = []
        let count = try session.stageReference { staging in
            errors = try ReferenceFile.read(file, acceptsTestNumbers: acceptsTestNumbers) { try staging.write($0) }
        }
        errors += try session.repeatedReferenceRows().flatMap(ReferenceFile.errors(for:))
        if errors.isEmpty, count == 0 { errors = [ReferenceFile.emptyFile] }
        guard errors.isEmpty else { return effect(.refused(ReferenceFile.shortened(errors)), "refused") }
        if isDryRun { return effect(.checked(records: count), "checked") }
        let id = ReferenceID()
        try session.activateStagedReference(id, source: file.lastPathComponent, sha256: digest, count: count)
        return effect(.loaded(id, records: count), "loaded", ["reference": id.description, "records": "\(count)"])
    }

    private func effect(_ outcome: Outcome, _ result: String, _ details: [String: String] = [:]) -> Effect<Outcome> {
        Effect(outcome, audit: AuditEntry(Self.name, details: details.merging(["result": result]) { $1 }))
    }
}
