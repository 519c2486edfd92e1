package import OutreachCore
package import Postgres
package import Store

/// The files that the acting organisation sent, latest first.
package struct ListUploads: Operation {
    package static let name = "list_uploads"
    package static let roles: Set<Role> = EnrolWorker.roles

    /// More than anybody pages through by eye.
    private static let most = 200

    package init() {}

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<[Upload]> {
        Effect(try session.uploads(atMost: Self.most), audit: AuditEntry(Self.name))
    }
}
