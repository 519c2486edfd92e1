import Foundation
import Operations

/// Loads the demonstration: two employers, two sites, an outreach team, and workers in every state.
struct DemoData {
    struct Summary {
        let workers: Int

        var lines: [String] {
            ["The demonstration data is there: \(workers) workers of two employers. Sign-ins for --as:"]
                + DemoData.accounts.map { "  \($0.signIn): \($0.role) at \($0.organisation)" }
        }
    }

    static let accounts: [(signIn: String, name: String, role: String, organisation: String)] = [
        ("manager@rosehill.example", "Rosa Hill", "manager", "VL0AA"),
        ("manager@elmlodge.example", "Ellis Lodge", "manager", "VM0BB"),
        ("vera@townhall.example", "Vera Cole", "vaccinator", "RX101"),
        ("vik@station.example", "Vik Stone", "vaccinator", "RX202"),
        ("registrar@leeds.example", "Reg Marsh", "registrar", "QWO"),
        ("steward@outreach.example", "Stella Ward", "steward", "OUTREACH"),
        ("auditor@outreach.example", "Audra Torr", "auditor", "OUTREACH"),
    ]

    private static let organisations = [
        ["VL0AA", "--name", "Rose Hill", "--kind", "employer", "--setting", "care_home", "--area", "LEEDS"],
        ["VM0BB", "--name", "Elm Lodge", "--kind", "employer", "--setting", "home_care", "--area", "LEEDS"],
        ["RX101", "--name", "Town Hall hub", "--kind", "site"],
        ["RX202", "--name", "Station pharmacy", "--kind", "site"],
        ["QWO", "--name", "Leeds outreach team", "--kind", "outreach_team", "--area", "LEEDS"],
        ["B86001", "--name", "Park practice", "--kind", "practice"],
    ]

    /// What is reported of the cases of Rose Hill's staff, by their place in the file.
    private static let caseEvents: [(worker: Int, events: [String])] = [
        (1, ["confirm_details"]),
        (2, ["ask_for_information"]),
        (3, ["confirm_details", "submit"]),
        (4, ["confirm_details", "submit", "accept"]),
        (5, ["confirm_details", "submit", "refuse"]),
        (8, ["leave_employment"]),
        (9, ["move_nation"]),
        (10, ["withdraw"]),
        (11, ["confirm_details", "submit", "accept"]),
        (12, ["confirm_details", "submit", "accept"]),
        (13, ["find_not_needed"]),
    ]

    /// Workers whose numbers appear in the reference: the first stay at the state that reconciliation brings.
    private static let registered = [11, 12, 14, 15]

    private let program: OwnProgram

    init(_ program: OwnProgram) {
        self.program = program
    }

    /// Loads what is not there yet.
    ///
    /// - Throws: ``Refusal`` that names the command which failed.
    func load() throws -> Summary {
        for organisation in Self.organisations { try run(["organisation", "add"] + organisation) }
        for account in Self.accounts {
            try run([
                "account", "add", account.signIn, "--name", account.name, "--role", account.role, "--at",
                account.organisation,
            ])
        }
        let roseHill = try enrol(DemoPeople.roseHill, as: "manager@rosehill.example")
        let elmLodge = try enrol(DemoPeople.elmLodge, as: "manager@elmlodge.example")
        let ids = roseHill + elmLodge
        if try !isComplete {
            Terminal.progress("moving cases, giving doses, tracing")
            try moveCases(roseHill)
            try giveDoses(ids)
            try trace(roseHill)
            try changeCards(elmLodge)
            try run(["account", "add", Self.mark, "--name", "Demonstration", "--role", "auditor", "--at", "OUTREACH"])
        }
        return Summary(workers: DemoPeople.all.count)
    }

    /// The account that the last step adds: where it is, all the steps before have been done.
    private static let mark = "demonstration@outreach.example"

    private var isComplete: Bool {
        get throws { try run(["account", "list"]).contains(Self.mark) }
    }

    private func enrol(_ people: [DemoPeople.Person], as account: String) throws -> [String] {
        Terminal.progress("enrolling \(people.count) workers as \(account)")
        let answer = try withFile(DemoPeople.staffFile(people)) { path in
            try run(["enrol", "--file", path, "--as", account, "--json"])
        }
        guard let report = try? JSONDecoder().decode(Report.self, from: Data(answer.utf8)) else {
            throw Refusal(.conflict, "The staff file was not taken.")
        }
        return report.rows.compactMap(\.temporaryID)
    }

    private struct Report: Decodable {
        struct Row: Decodable {
            let temporaryID: String?
        }

        let rows: [Row]
    }

    private func moveCases(_ ids: [String]) throws {
        for (worker, events) in Self.caseEvents {
            for event in events {
                try run([
                    "case", "move", ids[worker], event, "--evidence", "demonstration", "--key",
                    "demo \(worker) \(event)",
                    "--as", "registrar@leeds.example",
                ])
            }
        }
    }

    private func giveDoses(_ ids: [String]) throws {
        for (place, id) in ids.enumerated() where place.isMultiple(of: 3) {
            try run([
                "vaccination", "record", id, "--product", "39115611000001103", "--batch", "DEMO\(place)", "--key",
                "demo \(place)",
                "--as", place.isMultiple(of: 2) ? "vera@townhall.example" : "vik@station.example",
            ])
        }
    }

    private func trace(_ ids: [String]) throws {
        let patients = Self.registered.map { DemoPeople.roseHill[$0] }
        try withFile(DemoPeople.referenceFile(patients)) { path in
            try run(["reference", "load", path, "--as", "steward@outreach.example"])
        }
        try run(["reconcile", "--as", "steward@outreach.example"])
        try run([
            "case", "move", ids[Self.registered[0]], "close", "--evidence", "demonstration", "--key", "demo close",
            "--as", "registrar@leeds.example",
        ])
    }

    private func changeCards(_ ids: [String]) throws {
        let manager = ["--as", "manager@elmlodge.example"]
        try run(["id", "replace", ids[0], "--reason", "card lost", "--key", "demo replace"] + manager)
        try run(["id", "revoke", ids[1], "--reason", "never started", "--key", "demo revoke"] + manager)
        try run(["id", "reserve", "2", "--key", "demo reserve"] + manager)
    }

    @discardableResult
    private func run(_ arguments: [String]) throws -> String {
        let answer = try program.run(arguments)
        guard answer.status == 0 else {
            throw Refusal(
                .conflict,
                "The step 'outreach \(arguments.prefix(2).joined(separator: " "))' failed: begin anew with an empty database."
            )
        }
        return answer.output
    }
}

/// Gives a text to a command as a file, and removes it afterwards.
@discardableResult
func withFile<Result>(_ text: String, _ body: (String) throws -> Result) throws -> Result {
    let path = FileManager.default.temporaryDirectory.appending(path: "outreach-\(UUID().uuidString).csv").path()
    defer { try? FileManager.default.removeItem(atPath: path) }
    guard
        FileManager.default.createFile(atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
    else { throw Refusal(.invalid, "A temporary file could not be written. Is the disk full?") }
    return try body(path)
}
