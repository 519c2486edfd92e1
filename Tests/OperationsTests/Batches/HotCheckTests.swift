import Foundation
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

extension Clinic {
    /// The door of batches to this database, at noon of a day.
    func hot(on day: String = today, connections: Int = 2, url: String? = nil) throws -> HotOperations {
        var configuration = BatchLoop.Configuration(url: url ?? test.url)
        configuration.connections = connections
        configuration.timeout = .seconds(60)
        let now = try Self.instant(day, 12)
        return HotOperations(configuration, runner: try runner(on: day), now: { now })
    }

    /// The audit trail without its ids and times, in any order.
    func trail() async throws -> [String] {
        try await texts(
            """
            SELECT concat_ws(' ', action, person_id, organisation_id, account_id, role, details) AS text
            FROM audit_entry ORDER BY text
            """)
    }
}

/// What an operation said, whichever way it came: an answer as JSON, or a refusal.
func said(_ body: () async throws -> some Encodable) async throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    do {
        return String(decoding: try encoder.encode(try await body()), as: UTF8.self)
    } catch let refusal as Refusal {
        return String(decoding: try encoder.encode(refusal), as: UTF8.self)
    }
}

@Suite struct `checking temporary IDs in batches` {
    /// IDs in every state, of single and of merged people, with and without doses and number, and of nobody.
    private static func cards(_ clinic: Clinic) async throws -> [String] {
        var cards: [String] = []
        for state in ["issued", "reserved", "revoked", "replaced"] {
            let worker = try await clinic.enrol(family: "State\(state)")
            if state != "issued" { try await clinic.mark(worker, state) }
            cards.append(worker.card)
        }
        let one = try await clinic.enrol()
        let other = try await clinic.enrol(given: "Adaeze", born: "1985-07-15", by: clinic.members.otherManager)
        try await clinic.record(one, DoseForm(product: "Comirnaty"), on: "2026-11-10")
        try await clinic.record(one, DoseForm(product: "Vaxigrip"), on: "2026-11-11")
        try await clinic.record(other, DoseForm(product: "Spikevax"), on: "2026-11-10")
        try await clinic.merge(one, other)
        let numbered = try await clinic.enrol(family: "Numbered")
        let dose = try await clinic.record(numbered, DoseForm(product: "Comirnaty", batch: "AB1"), on: "2026-11-10")
        _ = try await clinic.runner().run(
            AmendVaccination(dose.vaccinationID.description, DoseForm(batch: "AB2"), reason: "misread"),
            as: clinic.members.vaccinator)
        let voided = try await clinic.record(numbered, DoseForm(product: "Vaxigrip"), on: "2026-11-10")
        _ = try await clinic.runner().run(
            VoidVaccination(voided.vaccinationID.description, reason: "not given"), as: clinic.members.vaccinator)
        try await clinic.assignNumber("9990000018", to: numbered)
        let blank = try await clinic.runner().run(ReserveTemporaryIDs(count: 1), as: clinic.members.registrar, key: "r")
        cards += [one.card, other.card, numbered.card] + blank.map(\.formatted)
        var generator = SystemRandomNumberGenerator()
        cards += [TemporaryID.random(using: &generator).formatted, "T7K-Q4M9", ""]
        return cards
    }

    @Test func `gives the answers, the refusals and the audit entries of one check at a time`() async throws {
        try await Clinic.with { clinic in
            let cards = try await Self.cards(clinic)
            let (hot, runner) = (try clinic.hot(), try clinic.runner())
            let members = clinic.members
            let askers = [members.vaccinator, members.steward, members.system, members.manager, members.auditor]
            try await clinic.test.script("TRUNCATE outreach.audit_entry")
            var single: [String] = []
            for card in cards {
                for asker in askers {
                    single.append(try await said { try await runner.run(CheckTemporaryID(card), as: asker) })
                }
            }
            let expected = try await clinic.trail()
            try await clinic.test.script("TRUNCATE outreach.audit_entry")
            let wanted = cards.flatMap { card in askers.map { (card, $0) } }
            let batched = try await withThrowingTaskGroup(of: (Int, String).self) { group in
                for (place, (card, asker)) in wanted.enumerated() {
                    group.addTask { (place, try await said { try await hot.check(CheckTemporaryID(card), as: asker) }) }
                }
                return try await group.reduce(into: [Int: String]()) { $0[$1.0] = $1.1 }
            }
            #expect(wanted.indices.map { batched[$0] ?? "" } == single)
            #expect(try await clinic.trail() == expected)
            #expect(hot.statistics.checks.batches < hot.statistics.checks.requests)
        }
    }

    @Test func `refuses whoever has lost the role since signing in, and nobody else`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            let (hot, members) = (try clinic.hot(), clinic.members)
            let closed = members.otherVaccinator
            try await clinic.own(
                "UPDATE membership SET closed_at = now() WHERE account_id = $1::uuid", PersonID(closed.account.uuid))
            let disabled = members.system
            try await clinic.own(
                "UPDATE account SET disabled_at = now() WHERE account_id = $1::uuid", PersonID(disabled.account.uuid))
            // A role at an organisation where the account has another one.
            let foreign = Membership(
                account: members.vaccinator.account, accountName: "vaccinator", organisation: members.otherSite.id,
                odsCode: members.otherSite.odsCode, role: .vaccinator)
            let askers = [closed, disabled, foreign, members.vaccinator]
            let codes = await withTaskGroup(of: (Int, Refusal.Code?).self) { group in
                for number in 0..<64 {
                    group.addTask {
                        let asker = askers[number % 4]
                        return (
                            number % 4,
                            await refusal { try await hot.check(CheckTemporaryID(worker.card), as: asker) }?.code
                        )
                    }
                }
                return await group.reduce(into: [Int: Set<Refusal.Code?>]()) { $0[$1.0, default: []].insert($1.1) }
            }
            #expect(codes == [0: [.notPermitted], 1: [.notPermitted], 2: [.notPermitted], 3: [nil]])
            let entries = try await clinic.trail()
            #expect(entries.count == 16)
        }
    }
}
