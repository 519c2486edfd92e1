package import Foundation
package import OutreachCore
package import Postgres
package import Store
internal import Tabular

/// Takes a file of changes into the active reference: patients who are new, are described anew, or are gone.
///
/// The file is taken whole or not at all, and once: the same file again changes nothing. A run that is under way goes
/// on with what it has read, and leaves whoever it would give a number that has changed meanwhile to the next run.
package struct ChangeReference: Operation {
    package static let name = "change_reference"
    package static let roles: Set<Role> = [.steward]

    package let file: URL
    /// What the list of references calls it.
    package let source: String
    /// Whether numbers that were never issued are taken: for tests and trials, not where patients are real.
    package let acceptsTestNumbers: Bool

    /// - Parameters:
    ///   - file: the changes.
    ///   - source: what the list of references calls it; by default the file's name.
    ///   - acceptsTestNumbers: see ``acceptsTestNumbers``.
    package init(_ file: URL, source: String? = nil, acceptsTestNumbers: Bool) {
        self.file = file
        self.source = source ?? file.lastPathComponent
        self.acceptsTestNumbers = acceptsTestNumbers
    }

    package struct Outcome: Hashable, Sendable {
        package let reference: ReferenceID
        /// `nil` where the file was taken before: nothing has changed.
        package let growth: ReferenceGrowth?
    }

    /// As long as a whole extract: a file of changes may describe everybody anew.
    package var timeout: Duration? { .seconds(1_800) }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let digest = try FileChunks.sha256(of: file)
        try session.lockReference()
        guard let active = try session.activeReference() else { throw Refusal.noReference }
        guard try !session.hasChanged(active.id, byFileOf: digest) else {
            return effect(Outcome(reference: active.id, growth: nil))
        }
        try stage(in: session, for: active.id)
        let growth = try session.applyStagedChanges(to: active.id, source: source, sha256: digest)
        return effect(Outcome(reference: active.id, growth: growth))
    }

    private func stage(in session: borrowing Session, for reference: ReferenceID) throws {
        var errors: [TabularError] = []
        let count = try session.stageReference { staging in
            errors = try ReferenceFile.read(file, .changes, acceptsTestNumbers: acceptsTestNumbers) {
                try staging.write($0)
            }
        }
        errors += try session.repeatedReferenceRows().flatMap(ReferenceFile.errors(for:))
        errors += try session.stagedRowsWithTakenNumber(in: reference).map(ReferenceFile.error(forTakenNumberIn:line:))
        if errors.isEmpty, count == 0 { errors = [ReferenceFile.emptyFile] }
        try ReferenceFile.refuse(errors)
    }

    private func effect(_ outcome: Outcome) -> Effect<Outcome> {
        var details = ["reference": outcome.reference.description]
        details["added"] = outcome.growth.map { String($0.added) }
        details["replaced"] = outcome.growth.map { String($0.replaced) }
        details["removed"] = outcome.growth.map { String($0.removed) }
        return Effect(outcome, audit: AuditEntry(Self.name, details: details))
    }
}
