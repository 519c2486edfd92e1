import Foundation
import HTTPTypes
import Hummingbird
import Operations
import OutreachCore
import Store

extension Endpoint {
    /// What people may ask of whoever keeps records of them: see everything, have it corrected, have it removed in time.
    static let rights: [Endpoint] = [
        Endpoint(.post, "/people/export", ExportPerson.self, limit: .lookup) { exchange in
            let request = try await exchange.read { fields in
                let person = fields.person("person")
                let reason = fields.requiredText("reason")
                return person.map { ExportPerson($0, reason: reason) }
            }
            let allowed = try await exchange.run(request)
            let (database, member) = (exchange.services.database, try exchange.member)
            return try await exchange.spooledAnswer(type: "application/json") { file in
                _ = try await PersonExport(database: database, now: { Date() })
                    .write(allowed, as: member) { try file.write(contentsOf: Data($0.utf8)) }
            }
        },
        Endpoint(.post, "/people/rectify", RectifyPerson.self, limit: .lookup) { exchange in
            let version = try exchange.expectedVersion
            let request = try await exchange.read { (fields: inout JSONFields) -> RectifyPerson? in
                let person = fields.person("person")
                let changes = fields.object("changes") { $0.correction() } ?? WorkerForm()
                let cleared = fields.words("clear", WorkerForm.Field.self) ?? []
                let reason = fields.requiredText("reason")
                return person.map {
                    RectifyPerson($0, changes, cleared: cleared, reason: reason, seenVersion: version)
                }
            }
            let outcome = try await exchange.once(request)
            return try Answer.json(.ok, RectifiedPerson(outcome), headers: [.eTag: "\"\(outcome.version)\""])
        },
        Endpoint(.post, "/retention/plans", PlanRetention.self) { exchange in
            try Answer.json(.created, RetentionPlan(try await exchange.run(PlanRetention())))
        },
        Endpoint(.post, "/retention/plans/{plan_id}/apply", ApplyRetention.self) { exchange in
            let plan: RetentionRunID = try exchange.id("plan_id", of: "plan of retention")
            return try Answer.json(.ok, RetentionPlan(try await exchange.once(ApplyRetention(plan))))
        },
    ]
}

extension JSONFields {
    /// The fields of a person that can be corrected.
    fileprivate mutating func correction() -> WorkerForm {
        var form = WorkerForm()
        for field in RectifyPerson.fields {
            if let text = text(field.rawValue) { form[field] = text }
        }
        return form
    }
}
