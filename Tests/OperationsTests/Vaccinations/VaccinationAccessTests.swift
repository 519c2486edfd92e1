import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

/// Takes cases back so that the next member finds the clinic as it was: what no member can do, nor the owner.
private let withoutCases = """
    SET LOCAL session_replication_role = replica;
    DELETE FROM registration_case_version; DELETE FROM registration_case; DELETE FROM person_key;
    """

@Suite struct `Access to vaccinations and cases` {
    /// One call of each operation, on a worker with one dose.
    private static let calls: [(name: String, roles: Set<Role>, call: Call)] = [
        ("check", CheckTemporaryID.roles, { try await $0.run(CheckTemporaryID($1.card), as: $2).state == .issued }),
        (
            "find", FindPerson.roles,
            {
                let find = FindPerson(familyName: "Okafor", givenNames: "Ada", birthDate: "1985-07-14")
                return try await $0.run(find, as: $2).candidates.count == 1
            }
        ),
        (
            "record", RecordVaccination.roles,
            {
                let record = RecordVaccination(.temporaryID($1.card), DoseForm(product: "Vaxigrip"))
                return try await $0.run(record, as: $2).result == .recorded
            }
        ),
        (
            "amend", AmendVaccination.roles,
            {
                let amend = AmendVaccination($1.dose.description, DoseForm(batch: "X1"), reason: "misread")
                return try await $0.run(amend, as: $2).version == 2
            }
        ),
        (
            "void", VoidVaccination.roles,
            { try await $0.run(VoidVaccination($1.dose.description, reason: "no"), as: $2).version == 2 }
        ),
        (
            "move", MoveCase.roles,
            {
                let move = MoveCase($1.card, .leaveEmployment, evidence: "left")
                return try await $0.run(move, as: $2).state == .leftEmployment
            }
        ),
        ("show", ShowCase.roles, { try await $0.run(ShowCase($1.card), as: $2).steps.count == 1 }),
        ("list", ListCases.roles, { try await $0.run(ListCases(), as: $2).count == 1 }),
    ]

    private typealias Call = @Sendable (OperationRunner, Patient, Membership) async throws -> Bool

    private struct Patient: Sendable {
        let card: String
        let dose: VaccinationID
    }

    private func patient(in clinic: Clinic) async throws -> Patient {
        let worker = try await clinic.enrol()
        let dose = try await clinic.record(worker, DoseForm(product: "Comirnaty", givenAt: "2026-09-20"))
        return Patient(card: worker.card, dose: dose.vaccinationID)
    }

    @Test("each operation is done for its roles and refused for every other", arguments: Role.allCases)
    func roles(_ role: Role) async throws {
        try await Clinic.with { clinic in
            for operation in Self.calls {
                let patient = try await patient(in: clinic)
                let member = clinic.members[role]
                let answer = await refusal {
                    let isDone = try await operation.call(clinic.runner(), patient, member)
                    #expect(isDone, "\(operation.name) by \(role)")
                }
                let isPermitted = operation.roles.contains(role)
                #expect((answer?.code == .notPermitted) != isPermitted, "\(operation.name) by \(role)")
                try await clinic.test.script(withoutCases)
            }
        }
    }

    @Test(
        "sees no vaccination, nor a message about one", arguments: [Role.manager, .registrar, .administrator, .auditor])
    func rows(_ role: Role) async throws {
        try await Clinic.with { clinic in
            _ = try await patient(in: clinic)
            let counts = try await clinic.test.database.read(.acting(as: clinic.members[role])) { session in
                let query = Query(
                    name: "test",
                    text: """
                        SELECT (SELECT count(*) FROM vaccination) + (SELECT count(*) FROM vaccination_version)
                            + (SELECT count(*) FROM vaccination_current) + (SELECT count(*) FROM notification) AS rows
                        """)
                return try session.first(query) { try $0.value("rows", as: Int.self) }
            }
            #expect(counts == 0)
        }
    }

    @Test func `every read and every write stands in the audit trail once, with the person`() async throws {
        try await Clinic.with { clinic in
            for operation in Self.calls {
                let patient = try await patient(in: clinic)
                let role = try #require(operation.roles.sorted { $0.rawValue > $1.rawValue }.first)
                let before = try await clinic.texts("SELECT entry_id::text AS text FROM audit_entry")
                _ = try await operation.call(clinic.runner(), patient, clinic.members[role])
                let entries = try await clinic.texts(
                    "SELECT person_id::text AS text FROM audit_entry ORDER BY occurred_at, entry_id")
                #expect(entries.count == before.count + 1, "\(operation.name)")
                #expect(entries.last != "NULL", "\(operation.name)")
                try await clinic.test.script(withoutCases)
            }
        }
    }

    @Test func `no refusal repeats a name, an ID or a date that was entered`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol(family: "Canaryfamily", given: "Canarygiven", born: "1961-03-07")
            let dose = try await clinic.record(worker, DoseForm(product: "Comirnaty", batch: "CANARY1"))
            let runner = try clinic.runner()
            let members = clinic.members
            let again = DoseForm(
                product: "Canaryvaccine", givenAt: "Canarytime", batch: "Canary;batch", batchExpiry: "Canarydate",
                bodySite: "Canarysite", route: "Canaryroute")
            let answers = [
                await refusal { try await runner.run(CheckTemporaryID("Canaryid"), as: members.vaccinator) },
                await refusal {
                    try await runner.run(
                        FindPerson(familyName: "Canary\u{202E}", givenNames: "", birthDate: "Canary"),
                        as: members.vaccinator)
                },
                await refusal {
                    try await runner.run(RecordVaccination(.temporaryID(worker.card), again), as: members.vaccinator)
                },
                await refusal {
                    try await runner.run(
                        RecordVaccination(.temporaryID(worker.card), DoseForm(product: "Spikevax")),
                        as: members.otherVaccinator)
                },
                await refusal {
                    try await runner.run(
                        AmendVaccination("Canaryid", again, reason: "Canary"), as: members.vaccinator)
                },
                await refusal {
                    try await runner.run(
                        AmendVaccination(dose.vaccinationID.description, again, reason: "Canary"),
                        as: members.vaccinator)
                },
                await refusal {
                    try await runner.run(
                        MoveCase(worker.card, .accept, evidence: "Canary"), as: members.registrar)
                },
            ]
            for answer in answers {
                let text = try String(reflecting: #require(answer)).lowercased()
                let secrets = ["canary", worker.card.lowercased(), worker.id.canonical.lowercased(), "1961", "-mar-"]
                for secret in secrets { #expect(!text.contains(secret)) }
            }
            let trail = try await clinic.texts("SELECT action || details::text AS text FROM audit_entry")
            #expect(!trail.joined().lowercased().contains("canary"))
            #expect(!trail.joined().contains(worker.id.canonical))
        }
    }
}
