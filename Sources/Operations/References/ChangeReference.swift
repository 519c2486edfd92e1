package import Foundation
package import OutreachCore
package import Postgres
package import Store

/// Takes a file of changes into the active reference: patients who are new, are described anew, or are gone.
///
/// The file is taken whole or not at all, and once: the same file again changes nothing. A run that is under way goes
/// on with what it has read, and leaves whoever it would give a number that has changed meanwhile to the next run.
package struct ChangeReference: Operation {
    package static let name = "change_reference"
    package static let roles: Set<Role> = [.steward]

    private let upload: ReferenceUpload

    /// - Parameters:
    ///   - file: the changes.
    ///   - source: what the list of references calls it; by default the file's name.
    ///   - acceptsTestNumbers: whether numbers that were never issued are taken.
    package init(_ file: URL, source: String? = nil, acceptsTestNumbers: Bool) {
        upload = ReferenceUpload(file, source: source, acceptsTestNumbers: acceptsTestNumbers)
    }

    package struct Outcome: Hashable, Sendable {
        package let reference: ReferenceID
        /// `nil` where the file was taken before: nothing has changed.
        package let growth: ReferenceGrowth?
    }

    package var timeout: Duration? { ReferenceUpload.timeout }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let digest = try upload.sha256
        try session.lockReference()
        guard let active = try session.activeReference() else { throw Refusal.noReference }
        guard try !session.hasChanged(active.id, byFileOf: digest) else {
            return effect(Outcome(reference: active.id, growth: nil))
        }
        _ = try upload.stage(.changes, in: session) { session in
            try session.stagedRowsWithTakenNumber(in: active.id).map(ReferenceFile.error(forTakenNumberIn:line:))
        }
        let growth = try session.applyStagedChanges(to: active.id, source: upload.source, sha256: digest)
        return effect(Outcome(reference: active.id, growth: growth))
    }

    private func effect(_ outcome: Outcome) -> Effect<Outcome> {
        var details = ["reference": outcome.reference.description]
        details["added"] = outcome.growth.map { String($0.added) }
        details["replaced"] = outcome.growth.map { String($0.replaced) }
        details["removed"] = outcome.growth.map { String($0.removed) }
        return Effect(outcome, audit: AuditEntry(Self.name, details: details))
    }
}
