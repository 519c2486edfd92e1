import Foundation
import Operations
import OutreachCore
import Store
import TestDatabase

extension Clinic {
    /// A run over everybody.
    var whole: Reconcile {
        get throws { Reconcile(database: test.database, runner: try runner(), isWhole: true) }
    }

    /// Enrols people who look like nobody else, so that whoever is new is few of those who wait.
    func crowd() async throws {
        let names = [
            ("Tom", "Baker"), ("Lucy", "Dixon"), ("Harry", "Foster"), ("Olga", "Ivanova"), ("Pedro", "Lopes"),
            ("Quentin", "Marsh"), ("Rosa", "Vidal"), ("Stella", "Webb"), ("Umar", "Yusuf"), ("Vera", "Zielinska"),
            ("Walter", "Abbott"), ("Xenia", "Petrou"), ("Yannick", "Dupont"), ("Zainab", "Hussain"),
            ("Bruno", "Keller"),
            ("Carmen", "Ortega"), ("Derek", "Poole"), ("Elsie", "Underwood"), ("Fatou", "Jallow"), ("Gina", "Russo"),
        ]
        for (index, name) in names.enumerated() {
            try await enrol(
                Made(given: name.0, family: name.1, born: "19\(60 + index)-0\(1 + index % 9)-\(11 + index % 17)"),
                reference: nil)
        }
    }

    /// Runs an hour after what has happened, and an hour before what will: nothing is recent by the clock alone.
    @discardableResult
    func reconcileAnHourLater() async throws -> Reconcile.Report {
        try await letAnHourPass()
        let report = try await reconcile()
        try await letAnHourPass()
        return report
    }

    /// Makes what has happened so far older than what a run counts as recent.
    private func letAnHourPass() async throws {
        let times = [
            "reconcile_run": ["started_at"], "identifier": ["opened_at", "closed_at"],
            "person_link": ["opened_at", "closed_at"], "person_exclusion": ["declared_at", "withdrawn_at"],
            "number_change": ["undone_at"], "employment": ["recorded_at"], "reference_extract": ["loaded_at"],
            "reference_patient": ["added_at"],
        ]
        let updates = times.sorted { $0.key < $1.key }.map { table, columns in
            "UPDATE \(table) SET "
                + columns.map { "\($0) = \($0) - interval '1 hour'" }.joined(separator: ", ") + ";"
        }
        try await test.script(
            "SET LOCAL session_replication_role = replica; " + updates.joined(separator: " "))
    }

    /// Sends changes of the active reference, each row with a last column that says whether it is removed.
    func loadChanges(_ rows: String...) async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "changes-\(UUID().uuidString).csv")
        try Data(([Clinic.header + ",removed"] + rows).joined(separator: "\n").utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        _ = try await runner().run(ChangeReference(file, acceptsTestNumbers: true), as: members.steward)
    }
}

/// People of few names, homes and phones, most of them patients too, to whom things happen.
struct Borough {
    private let clinic: Clinic
    private var generator: SplitMix64
    private var patients: [Made] = []
    private var workers: [(worker: Clinic.Worker, made: Made)] = []
    private var merges: [MergeID] = []
    private var exclusions: [ExclusionID] = []
    private var closed: [NumberChangeID] = []
    private var count = 0

    init(seed: UInt64, _ clinic: Clinic) {
        self.clinic = clinic
        generator = SplitMix64(state: seed)
    }

    /// Eighty patients, some of whom look like others, and sixty workers, half of them patients.
    mutating func settle() async throws {
        patients = (0..<60).map { _ in made() }
        for index in 0..<20 { patients.append(described(patients[index])) }
        _ = try await clinic.loadReference(
            lines: [Clinic.header] + patients.indices.map { patients[$0].row($0) })
        for index in 0..<60 { try await enrol(index < 30 ? described(patients[index]) : made()) }
        for _ in 0..<6 { try await enrol(described(workers[pick(0..<60)].made)) }
    }

    /// Something happens; answers what.
    mutating func event() async throws -> String {
        let kind = pick(0..<13)
        switch kind {
        case 0: try await enrol(described(patients[pick(patients.indices)]))
        case 1: try await enrol(described(workers[pick(workers.indices)].made))
        case 2: try await enrol(made())
        case 3: try await movePatient()
        case 4: try await addPatient()
        case 5: try await removePatient()
        case 6: try await merge()
        case 7: try await unmerge()
        case 8: try await declare()
        case 9: try await withdraw()
        case 10: try await closeNumber()
        case 11: try await reopenNumber()
        default: try await undoRun()
        }
        return "event \(kind)"
    }

    private mutating func removePatient() async throws {
        let index = pick(patients.indices)
        // Refused where the patient has gone already.
        try? await clinic.loadChanges(patients[index].row(index) + ",1")
    }

    private mutating func enrol(_ made: Made) async throws {
        count += 1
        workers.append((try await clinic.enrol(made, reference: "W\(count)"), made))
    }

    private mutating func movePatient() async throws {
        let index = pick(patients.indices)
        patients[index].phone = phone()
        patients[index].address = "\(pick(1..<9)) Elm Road"
        try await clinic.loadChanges(patients[index].row(index) + ",0")
    }

    /// Somebody who waits becomes a patient.
    private mutating func addPatient() async throws {
        patients.append(workers[pick(workers.indices)].made)
        try await clinic.loadChanges(patients[patients.count - 1].row(patients.count - 1) + ",0")
    }

    private mutating func merge() async throws {
        let (one, other) = (workers[pick(workers.indices)].worker, workers[pick(workers.indices)].worker)
        guard one.person != other.person else { return }
        let outcome = try? await clinic.mergePeople(one, other)
        if let outcome { merges.append(outcome.merge) }
    }

    private mutating func unmerge() async throws {
        guard !merges.isEmpty else { return }
        let merge = merges.remove(at: pick(merges.indices))
        _ = try await clinic.runner().run(UnmergePeople(.merge(merge), reason: "two"), as: clinic.members.steward)
    }

    private mutating func declare() async throws {
        let (one, other) = (workers[pick(workers.indices)].worker, workers[pick(workers.indices)].worker)
        let outcome = try? await clinic.runner().run(
            DeclareExclusion(.person(one.person), isNot: .person(.person(other.person)), reason: "twins"),
            as: clinic.members.steward)
        if let outcome { exclusions.append(outcome.exclusion) }
    }

    private mutating func withdraw() async throws {
        guard !exclusions.isEmpty else { return }
        let exclusion = exclusions.remove(at: pick(exclusions.indices))
        _ = try await clinic.runner().run(
            WithdrawExclusion(exclusion, reason: "one after all"), as: clinic.members.steward)
    }

    private mutating func closeNumber() async throws {
        let held = try await clinic.texts(
            "SELECT value AS text FROM identifier WHERE scheme = 'nhs_number' AND closed_at IS NULL ORDER BY value")
        guard !held.isEmpty else { return }
        let outcome = try await clinic.runner().run(
            CloseNumber(try NHSNumber(parsing: held[pick(held.indices)]), reason: "wrong"), as: clinic.members.steward)
        closed.append(outcome.change)
    }

    /// Refused where what happened since forbids it.
    private mutating func reopenNumber() async throws {
        guard !closed.isEmpty else { return }
        let change = closed.remove(at: pick(closed.indices))
        _ = try? await clinic.runner().run(UndoNumberChange(change, reason: "right"), as: clinic.members.steward)
    }

    private mutating func undoRun() async throws {
        let runs = try await clinic.texts(
            "SELECT run_id::text AS text FROM reconcile_run WHERE undone_at IS NULL ORDER BY started_at DESC LIMIT 2")
        guard let run = runs.first.flatMap(RunID.init(postgresText:)) else { return }
        _ = try await clinic.runner().run(UndoReconciliation(run), as: clinic.members.steward)
    }

    private mutating func made() -> Made {
        Made(
            given: pick(["Ada", "Ben", "Cho", "Dana", "Eva", "Finn", "Grace", "Ines"]),
            family: pick(["Okafor", "Kaur", "Singh", "Santos", "Nowak", "Mensah", "Moyo", "Popescu"]),
            born: "19\(pick(60..<99))-0\(pick(1..<10))-1\(pick(0..<10))", phone: phone(),
            postcode: "LS\(pick(1..<9)) \(pick(1..<9))A\(pick(["B", "D", "E"]))",
            address: "\(pick(1..<9)) \(pick(["Oak", "Ash", "Yew"])) Road")
    }

    /// The same person as somebody else writes them down.
    private mutating func described(_ made: Made) -> Made {
        var other = made
        switch pick(0..<7) {
        case 0: other.phone = ""
        case 1: other.given = pick(["Ada", "Ben", "Cho"])
        case 2: other.born = made.born.replacing("-0", with: "-1").replacing("-13-", with: "-03-")
        case 3: other.postcode = ""
        case 4: (other.phone, other.postcode, other.address) = ("", "", "")
        case 5: other.family = pick(["Kaur", "Singh"])
        default: break
        }
        if (try? BirthDate(parsing: other.born)) == nil { other.born = made.born }
        return other
    }

    /// Some are shared.
    private mutating func phone() -> String { "07700900\(pick(100..<180))" }

    private mutating func pick(_ range: Range<Int>) -> Int { Int.random(in: range, using: &generator) }

    private mutating func pick(_ texts: [String]) -> String { texts[pick(texts.indices)] }
}
