import Foundation
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

private enum OldData {
    /// Something of every class, eleven years old, and the same again from today.
    static func fill(_ clinic: Clinic) async throws {
        let worker = try await clinic.enrol()
        try await clinic.record(worker, .init(product: "Comirnaty"))
        let key = Keys.draw()
        _ = try await clinic.runner().run(
            AddAPIClient(
                name: "Rota", odsCode: clinic.members.site.odsCode, role: .system, days: 90, apiKey: key),
            as: clinic.members.administrator)
        try await clinic.test.script(
            """
            INSERT INTO access_token (token_sha256, client_id, scopes, expires_at)
            SELECT sha256(d::text::bytea), client_id, '{}', now() - d FROM api_client,
                unnest(ARRAY[interval '11 years', interval '0']) AS d;
            INSERT INTO idempotency_key (account_id, organisation_id, operation, key, request_sha256, created_at)
            SELECT gen_random_uuid(), gen_random_uuid(), o, 'k', '\\x00', now() - d
            FROM unnest(ARRAY['merge_people', 'enrol_file', 'record_vaccination']) AS o,
                unnest(ARRAY[interval '11 years', interval '0']) AS d;
            INSERT INTO reference_extract (reference_id, source, sha256, record_count, loaded_by, retired_at)
            SELECT gen_random_uuid(), 'test', '\\x00', 1, gen_random_uuid(), now() - d
            FROM unnest(ARRAY[interval '11 years', interval '0']) AS d;
            INSERT INTO reference_patient
            SELECT reference_id, 'R1', '9990000018', '', '', '', '{}', NULL, NULL, '0', '', '', '', '', '', '', false,
                false, '' FROM reference_extract;
            INSERT INTO reference_key SELECT reference_id, 1, 'R1' FROM reference_extract;
            """)
        for table in ["person.created_at", "person_details.recorded_at", "vaccination_version.recorded_at"] {
            let parts = table.split(separator: ".")
            try await clinic.test.script("UPDATE \(parts[0]) SET \(parts[1]) = \(parts[1]) - interval '11 years'")
        }
        _ = try await clinic.enrol(family: "Young")
    }
}

@Suite struct `retention` {
    @Test func `removes what its dry run has shown, and nothing about people`() async throws {
        try await Clinic.with { clinic in
            try await OldData.fill(clinic)
            let runner = clinic.test.runner()
            let plan = try await runner.run(PlanRetention(), as: clinic.members.administrator)
            let due = Dictionary(uniqueKeysWithValues: plan.due.map { ($0.name, $0.count) })
            #expect(
                due == [
                    "ended_credentials": 1, "idempotency_keys": 1, "retired_references": 1, "people_without_dose": 0,
                    "vaccinated_people": 1, "audit_entries": 0,
                ])
            let before = try await counts(clinic)
            #expect(before == ["2", "6", "2", "2", "2", "1"])
            let done = try await runner.run(ApplyRetention(plan.run), as: clinic.members.administrator)
            #expect(done.due == plan.due)
            let after = try await counts(clinic)
            #expect(after == ["1", "5", "1", "1", "2", "1"])
            let keys = try await clinic.texts("SELECT operation AS text FROM idempotency_key ORDER BY 1, created_at")
            #expect(keys.count { $0 != "merge_people" } == 4)
            let again = await refusal {
                try await runner.run(ApplyRetention(plan.run), as: clinic.members.administrator)
            }
            #expect(again?.code == .conflict)
        }
    }

    @Test func `needs a plan of the last day`() async throws {
        try await Clinic.with { clinic in
            let administrator = clinic.members.administrator
            let absent = await refusal {
                try await clinic.test.runner().run(ApplyRetention(RetentionRunID()), as: administrator)
            }
            #expect(absent?.code == .notFound)
            let plan = try await clinic.test.runner().run(PlanRetention(), as: administrator)
            let late = clinic.test.runner(now: Date().addingTimeInterval(86_401))
            let refusal = await refusal { try await late.run(ApplyRetention(plan.run), as: administrator) }
            #expect(refusal?.code == .conflict)
        }
    }

    @Test func `keeps adults' health records for eight years`() throws {
        for name in ["vaccinated_people", "audit_entries"] {
            let kind = try #require(RetentionPolicy.classes.first { $0.name == name })
            #expect(kind.days >= 8 * 365 && !kind.isRemoved)
        }
        #expect(RetentionPolicy.classes.filter(\.isRemoved).allSatisfy { !$0.name.contains("people") })
    }

    private func counts(_ clinic: Clinic) async throws -> [String] {
        let tables = [
            "access_token", "idempotency_key", "reference_patient", "reference_key", "person", "vaccination",
        ]
        return try await tables.mapped { table in
            try await clinic.texts("SELECT count(*)::text AS text FROM \(table)")[0]
        }
    }
}
