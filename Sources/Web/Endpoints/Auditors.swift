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
            _ = try await exchange.run(VerifyAudit())
            let report = try await AuditTrail(database: exchange.services.database).verify()
            return try Answer.json(.ok, report)
        },
    ]
}
