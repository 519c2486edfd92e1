internal import Foundation
package import OutreachCore
package import Postgres
package import Store

/// Takes a whole file of enrolments back, within 24 hours.
///
/// Its temporary IDs resolve as revoked. People on whom somebody relies meanwhile, by a dose, a merge or another
/// employment, stay.
package struct UndoUpload: RepeatableOperation {
    package static let name = "undo_upload"
    package static let roles: Set<Role> = EnrolWorker.roles

    package struct Outcome: Codable, Sendable {
        package let employments: Int
        package let people: Int
        /// Enrolments of the file that were not taken back, because somebody relies on the person.
        package let kept: Int
    }

    /// Long enough to notice a wrong file, short enough that few rely on it.
    package static let hours = 24.0

    package let upload: UploadID

    package init(_ upload: UploadID) {
        self.upload = upload
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        try session.lockEnrolmentForFile()
        guard let upload = try session.lockUpload(upload) else { throw Refusal.notFound("upload") }
        guard upload.undoneAt == nil else { throw Refusal(.conflict, "This upload has been undone already.") }
        guard moment.date.timeIntervalSince(upload.createdAt) <= Self.hours * 3_600 else {
            throw Refusal(.conflict, "An upload can be undone for 24 hours. Revoke single IDs instead.")
        }
        let undone = try session.undoUpload(upload.id)
        let outcome = Outcome(
            employments: undone.employments, people: undone.people.count,
            kept: undone.employments - undone.people.count)
        let entry = AuditEntry(Self.name, details: ["upload_id": upload.id.description])
        return Effect(
            outcome, audit: entry,
            [AuditEntry("undo_enrolment", people: undone.people, details: ["upload_id": upload.id.description])])
    }
}
