import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

extension Clinic {
    fileprivate func rectify(
        _ worker: Worker, _ texts: [WorkerForm.Field: String], cleared: [WorkerForm.Field] = [],
        reason: String = "passport seen", seenVersion: Int? = nil, as member: Membership? = nil
    ) async throws -> RectifyPerson.Outcome {
        try await runner().run(
            RectifyPerson(
                .temporaryID(worker.id), WorkerForm(texts), cleared: cleared, reason: reason,
                seenVersion: seenVersion), as: member ?? members.manager)
    }
}

@Suite struct `a rectification` {
    @Test func `is a version with who, when and why, and overwrites nothing`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            let keys = try await clinic.texts("SELECT key::text AS text FROM person_key ORDER BY key")
            let outcome = try await clinic.rectify(worker, [.familyName: "Okoro", .postcode: "ls1 1aa"])
            #expect(outcome.version == 2)
            #expect(outcome.changed.sorted() == ["family_name", "postcode"])
            let versions = try await clinic.texts(
                """
                SELECT concat_ws('|', version, given_names, family_name, postcode, reason, recorded_by = (
                    SELECT account_id FROM account WHERE sign_in = 'manager@example.org')) AS text
                FROM person_details ORDER BY version
                """)
            #expect(versions == ["1|Ada|Okafor||enrolled|t", "2|Ada|Okoro|LS1 1AA|passport seen|t"])
            let newKeys = try await clinic.texts("SELECT key::text AS text FROM person_key ORDER BY key")
            #expect(newKeys != keys && !newKeys.isEmpty)
            let details = try await clinic.texts(
                "SELECT details::text AS text FROM audit_entry WHERE action = 'rectify_person'")
            #expect(details == [#"{"fields": "family_name postcode", "version": "2"}"#])
        }
    }

    @Test func `finds the person by what is right from then on`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            _ = try await clinic.rectify(worker, [.familyName: "Vandermeulen", .birthDate: "1986-08-15"])
            let found = try await clinic.runner().run(
                FindPerson(familyName: "Vandermeulen", givenNames: "Ada", birthDate: "1986-08-15"),
                as: clinic.members.vaccinator)
            #expect(found.candidates.count == 1)
        }
    }

    @Test func `can empty a field, and refuses what cannot be taken`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            _ = try await clinic.rectify(worker, [.phone: "07700 900123"])
            let cleared = try await clinic.rectify(worker, [:], cleared: [.phone])
            #expect(cleared.version == 3)
            #expect(cleared.changed == ["phone"])
            let wrong: [([WorkerForm.Field: String], [WorkerForm.Field])] = [
                ([:], []), ([.familyName: "Okafor"], []), ([:], [.familyName, .givenNames]),
                ([.birthDate: "2999-01-01"], []), ([.birthDate: "03/04/1985"], []), ([.nhsNumber: "9990000018"], []),
                ([.employer: "VL0AA"], []), ([.town: "Otley"], [.town]), ([.familyName: "\u{202e}x"], []),
            ]
            for (texts, fields) in wrong {
                let refusal = await refusal { try await clinic.rectify(worker, texts, cleared: fields) }
                #expect(refusal?.code == .invalid, "\(texts.keys) \(fields)")
            }
            let reasonless = await refusal { try await clinic.rectify(worker, [.town: "Otley"], reason: " ") }
            #expect(reasonless?.code == .invalid)
        }
    }

    @Test func `is for one's own people, and for the version that was seen`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            let members = clinic.members
            for foreign in [members.otherManager, members.otherRegistrar] {
                let refusal = await refusal { try await clinic.rectify(worker, [.town: "Otley"], as: foreign) }
                #expect(refusal?.code == .notFound)
            }
            let towns = ["Otley", "Ilkley", "Leeds"]
            for (town, member) in zip(towns, [members.manager, members.registrar, members.steward]) {
                _ = try await clinic.rectify(worker, [.town: town], as: member)
            }
            let refusal = await refusal { try await clinic.rectify(worker, [.town: "York"], seenVersion: 2) }
            #expect(refusal?.code == .changedMeanwhile)
        }
    }
}
