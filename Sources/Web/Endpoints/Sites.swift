import Hummingbird
import Logging
import Metrics
import Operations
import OutreachCore
import Store

extension Endpoint {
    /// What vaccination sites do: check, find, record, amend, void.
    static let sites: [Endpoint] = [
        Endpoint(.post, "/checks", CheckTemporaryID.self, limit: .lookup) { exchange in
            let (id, birthDate) = try await exchange.read { fields in
                (fields.requiredText("temporary_id"), fields.text("birth_date"))
            }
            return try Answer.json(.ok, try await exchange.check(id, bornOn: birthDate))
        },
        Endpoint(.post, "/people/search", FindPerson.self, limit: .lookup) { exchange in
            let request = try await exchange.read { fields in
                FindPerson(
                    familyName: fields.requiredText("family_name"), givenNames: fields.text("given_names") ?? "",
                    birthDate: fields.requiredText("birth_date"), employer: fields.text("employer_ods_code"))
            }
            return try Answer.json(.ok, try await exchange.run(request))
        },
        Endpoint(.post, "/vaccinations", RecordVaccination.self, limit: .lookup) { exchange in
            let request = try await exchange.read { fields in
                let (recipient, dose) = (fields.recipient(), fields.dose())
                return recipient.map { RecordVaccination($0, dose) }
            }
            let outcome = try await exchange.countingMisses { try await exchange.services.record(request, exchange) }
            return try Answer.json(
                outcome.result == .recorded ? .created : .ok, outcome, headers: [.eTag: "\"\(outcome.version)\""])
        },
        Endpoint(.get, "/vaccinations/{vaccination_id}", ShowVaccination.self, limit: .lookup) {
            exchange in
            let id: VaccinationID = try exchange.id("vaccination_id", of: "vaccination")
            let shown = try await exchange.run(ShowVaccination(id))
            return try Answer.json(.ok, shown, headers: [.eTag: "\"\(shown.versions.last?.version ?? 1)\""])
        },
        Endpoint(.post, "/vaccinations/{vaccination_id}/amend", AmendVaccination.self) { exchange in
            let version = try exchange.expectedVersion
            let request = try await exchange.read { fields in
                fields.require("changes")
                let changes = fields.object("changes") { $0.dose() }
                let reason = fields.requiredText("reason")
                return changes.map {
                    AmendVaccination(
                        exchange.parameter("vaccination_id"), $0, reason: reason, seenVersion: version)
                }
            }
            let change = try await exchange.once(request)
            return try Answer.json(.ok, change, headers: [.eTag: "\"\(change.version)\""])
        },
        Endpoint(.post, "/vaccinations/{vaccination_id}/void", VoidVaccination.self) { exchange in
            let version = try exchange.expectedVersion
            let request = try await exchange.read { fields in
                VoidVaccination(
                    exchange.parameter("vaccination_id"), reason: fields.requiredText("reason"), seenVersion: version)
            }
            let change = try await exchange.once(request)
            return try Answer.json(.ok, change, headers: [.eTag: "\"\(change.version)\""])
        },
    ]
}

extension JSONFields {
    /// Who got the dose: exactly one of the two ways to say it.
    fileprivate mutating func recipient() -> DoseRecipient? {
        switch (text("temporary_id"), text("person_id")) {
        case (let id?, nil): return .temporaryID(id)
        case (nil, let text?):
            if let person = PersonID(postgresText: text) { return .person(person) }
            return refuse("person_id", "not_an_id", "Send the person_id that an earlier answer gave.")
        case (nil, nil), (_?, _?):
            return refuse("temporary_id", "required", "Send either temporary_id or person_id.")
        }
    }

    fileprivate mutating func dose() -> DoseForm {
        DoseForm(
            product: text("product"), givenAt: text("given_at"), batch: text("batch"),
            batchExpiry: text("batch_expiry"), bodySite: text("body_site"), route: text("route"),
            performer: text("performer"), isPrimarySource: flag("is_primary_source"),
            overrideReason: text("override_reason"))
    }
}

extension Exchange {
    /// Checks an ID; whoever has missed too often has to know the date of birth too.
    fileprivate func check(_ id: String, bornOn text: String?) async throws -> TemporaryIDCheck {
        let account = try member.account
        guard text != nil || !services.gates.misses.isSuspected(account) else {
            throw Problem(
                .forbidden, "birth_date_needed",
                "Too many IDs were not found. Send the birth_date of the person with each ID for the next ten minutes.")
        }
        return try await countingMisses {
            let check = try await services.check(CheckTemporaryID(id), self)
            if let text, check.person?.birthDate?.iso != text { throw Refusal.notFound("temporary ID") }
            return check
        }
    }

    /// Counts it where nobody is found.
    ///
    /// A dose for an ID that is none tells as much as a check of it. It is never refused for that: whoever records
    /// has the person before them.
    fileprivate func countingMisses<Found>(_ look: () async throws -> Found) async throws -> Found {
        do {
            return try await look()
        } catch let refusal as Refusal where refusal.code == .notFound {
            if services.gates.misses.note(try member.account, by: caller), let caller {
                try await services.missAlert.raise(for: caller, requestID: requestID)
            }
            throw refusal
        }
    }
}
