package import OutreachCore
package import Postgres
package import Store

/// Takes the ends of all chains, to be kept where the owner of the database cannot reach them, signed where there is a
/// key.
package struct SignAuditHeads: Operation {
    package static let name = "sign_audit_heads"
    package static let roles: Set<Role> = [.auditor]

    private let signer: AuditSigner?

    package init(signer: AuditSigner?) {
        self.signer = signer
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<AuditHeadsDocument> {
        let heads = try session.auditHeadsForAuditor()
        let document = try signer?.sign(heads, at: moment.date) ?? AuditHeadsDocument(heads: heads)
        let details = ["chains": String(heads.count), "key_id": document.keyID].compactMapValues(\.self)
        return Effect(document, audit: AuditEntry(Self.name, details: details))
    }
}
