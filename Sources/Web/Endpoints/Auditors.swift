import Foundation
import Hummingbird
import Operations
import OutreachCore
import Store

extension Endpoint {
    /// What information governance does: read the audit trail and see that nobody has touched it.
    static let auditors: [Endpoint] = [
        Endpoint(.post, "/audit/export", ExportAudit.self) { exchange in
            let request = try await exchange.read { fields in
                let from = fields.value("from", CalendarDate.self)
                let to = fields.value("to", CalendarDate.self)
                return ExportAudit(from: from, to: to, person: fields.text("person"))
            }
            let allowed = try await exchange.run(request)
            let trail = AuditTrail(database: exchange.services.database)
            return try await exchange.spooledAnswer(type: "application/x-ndjson") { file in
                _ = try await trail.export(allowed) { line in
                    try file.write(contentsOf: Data(line.utf8))
                    try file.write(contentsOf: Data([UInt8(ascii: "\n")]))
                }
            }
        },
        Endpoint(.post, "/audit/verify", VerifyAudit.self) { exchange in
            let key = exchange.services.auditSigner?.publicKey
            let heads = try await exchange.read { $0.auditHeads(signedBy: key) }
            _ = try await exchange.run(VerifyAudit())
            let report = try await AuditTrail(database: exchange.services.database).verify(heads: heads)
            return try Answer.json(.ok, report)
        },
        Endpoint(.post, "/audit/heads", SignAuditHeads.self) { exchange in
            let document = try await exchange.run(SignAuditHeads(signer: exchange.services.auditSigner))
            return Answer.text(String(decoding: try document.bytes(), as: UTF8.self), type: "application/json")
        },
    ]
}

extension JSONFields {
    /// The ends of the chains at an earlier time, as `/audit/heads` gave them; none where they are not sent.
    ///
    /// - Parameter key: what a signature has to be made with, where the service knows.
    /// - Returns: `nil` where the document is none, or a signature is wrong.
    fileprivate mutating func auditHeads(signedBy key: AuditPublicKey?) -> [AuditHead]? {
        guard let value = document("heads") else { return [] }
        guard let bytes = try? JSONEncoder().encode(value), let document = try? AuditHeadsDocument(parsing: bytes)
        else {
            return refuse("heads", "not_heads", "Send the document that /audit/heads gave.")
        }
        if let key, document.signature != nil, !document.isSigned(by: key) {
            return refuse(
                "heads", "not_our_signature",
                "Somebody has changed this document, or it was signed by an earlier key: outreach audit verify takes it."
            )
        }
        return document.heads
    }
}
