import Foundation
import Linkage
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

@Suite struct `models` {
    @Test func `the shipped one is in use in a new database, brought by the release`() async throws {
        try await Clinic.with { clinic in
            let models = try await clinic.runner().run(ListModels(), as: clinic.members.steward)
            #expect(models.map(\.modelID) == [MatchModel.standard.id])
            #expect(models.map(\.state) == [.active])
            #expect(models[0].isShipped)
            let again = try await Migrator(clinic.test.database).migrate()
            #expect(again == [])
            try await clinic.test.script("DELETE FROM match_model_activation")
            let pending = try await Migrator(clinic.test.database).pending()
            #expect(pending.count == 1)
            _ = try await Migrator(clinic.test.database).migrate()
            let inUse = try await clinic.modelsInUse()
            #expect(inUse == [MatchModel.standard.id])
        }
    }

    @Test func `what one steward added another one approves, and then it decides`() async throws {
        try await Clinic.with { clinic in
            let colleague = try await clinic.colleague()
            let added = try await clinic.add(try Clinic.model(automatic: 60, review: -4))
            let before = try await clinic.modelsInUse()
            #expect(before == [MatchModel.standard.id])
            let own = await refusal {
                try await clinic.runner().run(ApproveModel(.id(added), reason: "mine"), as: clinic.members.steward)
            }
            #expect(own?.sentence == "You added this model yourself. Another steward has to approve it.")
            let early = await refusal { try await clinic.rollBack(to: added) }
            #expect(early?.code == .conflict)
            let change = try await clinic.runner().run(
                ApproveModel(.id(String(added.prefix(12))), reason: "compared"), as: colleague)
            #expect(change.model == added)
            let inUse = try await clinic.modelsInUse()
            #expect(inUse == [added, MatchModel.standard.id])
            try await clinic.enrol(.ada, reference: "W1")
            try await clinic.loadReference(Made.ada.row(1))
            let report = try await clinic.reconcile()
            #expect(report.counts == RunCounts(traced: 1, reviews: 1))
            let stored = try await clinic.texts(
                "SELECT model || ' ' || rule AS text FROM reconcile_run JOIN trace USING (run_id)")
            #expect(stored.count == 1)
            #expect(stored[0].hasPrefix(added) && stored[0].hasSuffix("fellegi-sunter:\(added)"))
        }
    }

    @Test func `nobody approves the own one or uses an unapproved one, whatever program asks`() async throws {
        try await Clinic.with { clinic in
            let added = try await clinic.add(try Clinic.model(automatic: 60, review: -4))
            for statement in [
                "UPDATE match_model SET approved_at = now(), approved_by = added_by WHERE model_id = '\(added)'",
                """
                INSERT INTO match_model_activation (activation, model_id, kind, reason, activated_by)
                SELECT 2, model_id, 'approval', 'x', added_by FROM match_model WHERE model_id = '\(added)'
                """,
                "UPDATE match_model SET text = text || ' '",
            ] {
                await #expect(throws: PostgresError.self) { try await clinic.own(statement) }
            }
            let steward = clinic.members.steward
            for statement in [
                "UPDATE match_model_activation SET reason = 'x'", "DELETE FROM match_model_activation",
                "UPDATE match_model SET text = 'x'", "DELETE FROM match_model",
            ] {
                await #expect(throws: PostgresError.self) {
                    try await clinic.test.database.write(.acting(as: steward)) { session in
                        _ = try session.execute(Query(name: "test", text: statement))
                    }
                }
            }
        }
    }

    @Test(
        "a text that this program cannot use is refused and says why",
        arguments: [
            ("", "model_unreadable"), ("outreach-match-model 9", "model_other_version"),
            ("phone oneEdit", "model_wrong_levels"), ("email same 0.6", "model_no_probability"),
            ("automatic 12", "model_wrong_thresholds"), ("country same", "model_unknown_field"),
        ])
    func bad(_ part: String, _ code: String) async throws {
        let damage = [
            "outreach-match-model 9": ("outreach-match-model 2", "outreach-match-model 9"),
            "phone oneEdit": ("phone oneEdit", "phone twoEdits"),
            "email same 0.6": ("email same 0.6", "email same 7.6"),
            "automatic 12": ("automatic 12", "automatic -12"), "country same": ("country same", "planet same"),
        ][part]
        let text = damage.map { MatchModel.standardText.replacing($0.0, with: $0.1) } ?? "hello"
        try await Clinic.with { clinic in
            let answer = await refusal {
                try await clinic.runner().run(AddModel(text, label: "bad"), as: clinic.members.steward)
            }
            #expect(answer?.problems.map(\.code) == [code])
        }
    }

    @Test func `is known by its hash, whatever spaces it is sent with, and is added once`() async throws {
        try await Clinic.with { clinic in
            let model = try Clinic.model(automatic: 60, review: -4)
            let added = try await clinic.add(model)
            let spaced = model.text.replacing("\n", with: "  \n\n")
            let answer = await refusal {
                try await clinic.runner().run(AddModel(spaced, label: "again"), as: clinic.members.steward)
            }
            #expect(answer?.code == .conflict)
            #expect(added == model.id)
        }
    }

    @Test func `two stewards who approve at once take it into use once`() async throws {
        try await Clinic.with { clinic in
            let stewards = [try await clinic.colleague("one"), try await clinic.colleague("two")]
            let added = try await clinic.add(try Clinic.model(automatic: 60, review: -4))
            let runner = try clinic.runner()
            let refusals = await withTaskGroup(of: Refusal?.self) { group in
                for steward in stewards {
                    group.addTask {
                        await refusal { try await runner.run(ApproveModel(.id(added), reason: "good"), as: steward) }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(refusals.compactMap(\.self).map(\.code) == [.conflict])
            let inUse = try await clinic.modelsInUse()
            #expect(inUse == [added, MatchModel.standard.id])
        }
    }

    @Test func `rolled back while a run goes on: the run is stopped and no other model finishes it`() async throws {
        try await Clinic.with { clinic in
            let newer = try await clinic.takeIntoUse(try Clinic.model(automatic: 11, review: -5))
            try await clinic.enrol(.ada, reference: "W1")
            try await clinic.loadReference(Made.ada.row(1))
            try await HeldTable.with("reference_patient", of: clinic.test) { held in
                async let running = refusal { try await clinic.reconcile() }
                try await until("SELECT 'yes' AS text FROM reconcile_run", in: clinic)
                let change = try await clinic.rollBack()
                #expect(change.model == MatchModel.standard.id)
                #expect(change.stoppedRun != nil)
                held.letGo()
                let answer = await running
                #expect(answer?.code == .conflict)
            }
            let before = try await clinic.numbers()
            #expect(before == [])
            try await clinic.reconcile()
            let runs = try await clinic.texts(
                """
                SELECT split_part(model, '/', 1) || ' ' || (abandoned_at IS NOT NULL) AS text
                FROM reconcile_run ORDER BY started_at
                """)
            #expect(runs == ["\(newer) true", "\(MatchModel.standard.id) false"])
            let inUse = try await clinic.modelsInUse()
            #expect(inUse == [MatchModel.standard.id, newer, MatchModel.standard.id])
            let again = await refusal { try await clinic.rollBack() }
            #expect(again?.code == .conflict)
            let forth = try await clinic.rollBack(to: newer)
            #expect(forth.model == newer)
        }
    }

    @Test func `a run that died under one is not taken over under another`() async throws {
        try await Clinic.with { clinic in
            try await clinic.enrol(.ada, reference: "W1")
            try await clinic.loadReference(Made.ada.row(1))
            let steward = clinic.members.steward
            let dead = try await clinic.test.database.write(.acting(as: steward)) { session in
                guard let reference = try session.activeReference() else { throw Refusal.notFound("reference") }
                return try session.addRun(reference: reference.id, model: "\(MatchModel.standard.id)/normaliser-1")
            }
            let change = try await clinic.takeIntoUse(try Clinic.model(automatic: 11, review: -5))
            let report = try await clinic.reconcile()
            #expect(report.run != dead.run)
            let models = try await clinic.texts("SELECT DISTINCT rule AS text FROM trace")
            #expect(models == ["fellegi-sunter:\(change)"])
        }
    }

    @Test func `enrolment asks the one in use for duplicates, by either door`() async throws {
        try await Clinic.with { clinic in
            let form = WorkerForm([
                .givenNames: "Ada", .familyName: "Okafor", .birthDate: "1985-07-14", .phone: "07700900001",
                .sex: "F",
            ])
            let enrolment = EnrolWorker(form)
            let other = clinic.members.otherManager
            let hot = try clinic.hot()
            let ada = try await hot.enrol(enrolment, as: clinic.members.manager, key: "one")
            // Nobody is ever the same by this one.
            try await clinic.takeIntoUse(try Clinic.model(automatic: 100_000, review: 90_000))
            let second = try await hot.enrol(enrolment, as: other, key: "two")
            #expect(second.person != ada.person)
            let third = try await clinic.runner().run(EnrolWorker(form), as: other, key: "three")
            #expect(third.person == second.person, "the same form twice, whatever the matcher says")
            try await clinic.rollBack()
            let file = try EnrolmentFile(
                csv: Array("surname,first name,dob,phone,sex\nOkafor,Ada,1985-07-14,07700900001,F\n".utf8))
            let outcome = try await clinic.runner().run(EnrolFile(file), as: clinic.members.manager)
            #expect(outcome.rows.map(\.person) == [ada.person])
        }
    }

    @Test func `one of a newer program is refused by this one, who may go back`() async throws {
        try await Clinic.with { clinic in
            try await clinic.loadReference(Made.ada.row(1))
            let newer = try await clinic.useModelOfAnotherProgram()
            let form = WorkerForm([.familyName: "Kaur", .birthDate: "1990-01-01"])
            let hot = try clinic.hot()
            let answers = [
                await refusal { try await clinic.reconcile() },
                await refusal { try await clinic.runner().run(EnrolWorker(form), as: clinic.members.manager) },
                await refusal { try await hot.enrol(EnrolWorker(form), as: clinic.members.manager, key: "one") },
            ]
            for answer in answers {
                #expect(answer?.code == .conflict)
                #expect(answer?.sentence.contains("outreach model rollback") == true)
            }
            let shown = try await clinic.runner().run(ShowModel(.active), as: clinic.members.steward)
            #expect(shown.listing.modelID == newer)
            #expect(shown.model == nil)
            try await clinic.rollBack()
            _ = try await clinic.runner().run(EnrolWorker(form), as: clinic.members.manager)
            let forth = await refusal { try await clinic.rollBack(to: newer) }
            #expect(forth?.code == .conflict)
        }
    }

    @Test func `every change of them stands in the audit trail`() async throws {
        try await Clinic.with { clinic in
            let added = try await clinic.takeIntoUse(try Clinic.model(automatic: 60, review: -4))
            try await clinic.rollBack()
            let entries = try await clinic.texts(
                """
                SELECT action || ' ' || (details ->> 'model') AS text FROM audit_entry
                WHERE action LIKE '%model%' ORDER BY action
                """)
            #expect(
                entries == [
                    "add_model \(added)", "approve_model \(added)", "roll_back_model \(MatchModel.standard.id)",
                ])
        }
    }
}
