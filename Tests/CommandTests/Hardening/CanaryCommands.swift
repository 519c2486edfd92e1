/// A command line with canaries wherever it takes something.
struct CanaryCommand: Sendable {
    /// As `outreach --help` names it.
    let name: String
    let account: String
    let arguments: [String]
    /// False for what takes minutes when it succeeds: then only its failures are tried.
    var isRun = true

    var line: [String] { name.split(separator: " ").map(String.init) + arguments + ["--as", account] }
}

extension Canaries {
    /// Every command of the program.
    func commands() throws -> [CanaryCommand] {
        try administration() + enrolment() + care() + records()
    }

    private func administration() throws -> [CanaryCommand] {
        let organisations = try folder.file(
            "zyx-organisations.csv", "ods_code,name,kinds\nZYX01,Zyx House,employer\nZYX!,Zyx,zyx\n".utf8)
        let people = try folder.file(
            "zyx-people.csv",
            "temp_id,given_name,family_name,phone\n\(Self.nhsNumber),\(Self.name),\(Self.name),\(Self.nhsNumber)\n".utf8
        )
        let at = ["--role", "manager", "--at", "VL0AA"]
        return [
            CanaryCommand(
                name: "organisation add", account: "operator",
                arguments: [
                    "RX999", "--name", "Zyx House", "--kind", "site",
                ]),
            CanaryCommand(name: "organisation load", account: "operator", arguments: [organisations]),
            CanaryCommand(name: "organisation list", account: "operator", arguments: []),
            CanaryCommand(name: "account add", account: "operator", arguments: [Self.email, "--name", Self.name] + at),
            CanaryCommand(name: "account list", account: "operator", arguments: []),
            CanaryCommand(name: "account revoke", account: "operator", arguments: [Self.email] + at),
            CanaryCommand(name: "account disable", account: "operator", arguments: [Self.email]),
            CanaryCommand(
                name: "client add", account: "operator",
                arguments: [
                    "--name", "Zyx rota", "--at", "VL0AA",
                ]),
            CanaryCommand(name: "client list", account: "operator", arguments: []),
            CanaryCommand(
                name: "client add", account: "operator",
                arguments: ["--name", "Zyx ward", "--at", "VL0AA", "--jwks", organisations, "--network", "zyx"]),
            CanaryCommand(
                name: "client rotate", account: "operator", arguments: ["zyxcanar", "--jwks", folder.path("zyx")]),
            CanaryCommand(name: "client revoke", account: "operator", arguments: ["zyxcanar"]),
            CanaryCommand(
                name: "match", account: "", arguments: ["--query", people, "--dedupe", "--out", folder.path("pairs")]),
            CanaryCommand(
                name: "model train", account: "", arguments: ["--query", people, "--reference", people]),
            CanaryCommand(name: "model show", account: "", arguments: [people]),
            CanaryCommand(
                name: "model compare", account: "",
                arguments: ["shipped", "--query", people, "--dedupe", "--truth", people]),
            CanaryCommand(
                name: "model add", account: "operator",
                arguments: [people, "--name", Self.name, "--notes", Self.reason, "--trained-from", Self.reason]),
            CanaryCommand(name: "model list", account: "operator", arguments: ["--history"]),
            CanaryCommand(
                name: "model approve", account: "operator", arguments: [Self.nhsNumber, "--reason", Self.reason]),
            CanaryCommand(
                name: "model rollback", account: "operator",
                arguments: ["--to", Self.nhsNumber, "--reason", Self.reason]),
            CanaryCommand(name: "migrate", account: "operator", arguments: ["--dry-run"]),
            CanaryCommand(name: "doctor", account: "operator", arguments: []),
            CanaryCommand(name: "config show", account: "operator", arguments: []),
            CanaryCommand(name: "config check", account: "operator", arguments: []),
            CanaryCommand(name: "demo load", account: "operator", arguments: [], isRun: false),
            CanaryCommand(name: "demo walk", account: "operator", arguments: [], isRun: false),
            CanaryCommand(name: "demo keys", account: "operator", arguments: [], isRun: false),
            CanaryCommand(name: "work", account: "operator", arguments: ["--once"]),
            CanaryCommand(name: "job list", account: "operator", arguments: ["--kind", "zyx"]),
            CanaryCommand(name: "job show", account: "operator", arguments: [Self.nhsNumber]),
            CanaryCommand(name: "job retry", account: "operator", arguments: [Self.name]),
            CanaryCommand(name: "outbox list", account: "operator", arguments: ["--state", "held"]),
            CanaryCommand(name: "outbox resend", account: "operator", arguments: [Self.nhsNumber]),
            CanaryCommand(name: "audit seal", account: "operator", arguments: []),
            CanaryCommand(name: "audit export", account: "operator", arguments: ["--person", temporaryID]),
            CanaryCommand(name: "audit verify", account: "operator", arguments: ["--heads", folder.path("zyx")]),
            CanaryCommand(name: "audit heads", account: "operator", arguments: ["--out", folder.path("zyx/zyx")]),
            CanaryCommand(name: "audit keygen", account: "operator", arguments: ["--out", folder.path("zyx/zyx")]),
        ]
    }

    private func enrolment() throws -> [CanaryCommand] {
        let boss = "boss@example.org"
        let file = try folder.file("zyx-staff.csv", (Self.file + "ZYX9,Zyx,Zyx,zyx,,,,\n").utf8)
        let wrong = ["--family", Self.name + "\u{202e}", "--birth-date", "zyx", "--number", "zyx", "--email", "zyx"]
        return [
            CanaryCommand(name: "enrol workers", account: boss, arguments: Self.worker),
            CanaryCommand(name: "enrol workers", account: boss, arguments: wrong),
            CanaryCommand(name: "enrol workers", account: boss, arguments: Self.worker + ["--employer", "ZYX77"]),
            CanaryCommand(name: "enrol workers", account: boss, arguments: ["--file", file, "--all-or-nothing"]),
            CanaryCommand(name: "enrol workers", account: boss, arguments: ["--file", folder.path("zyx-nowhere")]),
            CanaryCommand(name: "enrol uploads", account: boss, arguments: []),
            CanaryCommand(name: "enrol undo", account: boss, arguments: ["zyxcanary"]),
            CanaryCommand(name: "enrol undo", account: boss, arguments: [upload, "--dry-run"]),
            CanaryCommand(name: "id issue", account: boss, arguments: [temporaryID]),
            CanaryCommand(name: "id revoke", account: boss, arguments: [otherID, "--reason", Self.reason]),
            CanaryCommand(name: "id replace", account: boss, arguments: [temporaryID, "--reason", Self.reason]),
            CanaryCommand(name: "id reserve", account: boss, arguments: ["999"]),
            CanaryCommand(name: "id bind", account: boss, arguments: [temporaryID] + Self.worker),
            CanaryCommand(
                name: "id card", account: boss,
                arguments: [
                    temporaryID, "zyx", "--out", folder.path("zyx.html"),
                ]),
        ]
    }

    private func care() throws -> [CanaryCommand] {
        let nurse = "nurse@example.org"
        let dose = ["--product", "Zyxvax", "--batch", "ZYX\u{202e}", "--expiry", "zyx", "--performer", Self.name]
        let find = ["--family", Self.name, "--given", "Zyxa", "--birth-date"]
        return [
            CanaryCommand(name: "check", account: nurse, arguments: [temporaryID]),
            CanaryCommand(name: "check", account: nurse, arguments: [Self.nhsNumber]),
            CanaryCommand(name: "check", account: nurse, arguments: [Self.name]),
            CanaryCommand(name: "find", account: nurse, arguments: find + [Self.birthDate]),
            CanaryCommand(name: "find", account: nurse, arguments: find + ["zyx"]),
            CanaryCommand(name: "vaccination record", account: nurse, arguments: [temporaryID] + dose),
            CanaryCommand(
                name: "vaccination record", account: nurse,
                arguments: [
                    temporaryID, "--product", "Comirnaty", "--given-at", "1930-01-01", "--override", Self.reason,
                ]),
            CanaryCommand(
                name: "vaccination amend", account: nurse,
                arguments: [
                    vaccination, "--reason", Self.reason, "--performer", Self.name, "--seen-version", "7",
                ]),
            CanaryCommand(
                name: "vaccination amend", account: nurse,
                arguments: [
                    vaccination, "--reason", Self.reason, "--performer", Self.name, "--batch", "ZYX417", "--key", "zyx",
                ]),
            CanaryCommand(name: "vaccination void", account: nurse, arguments: [Self.name, "--reason", Self.reason]),
            CanaryCommand(name: "vaccination products", account: "", arguments: []),
            CanaryCommand(name: "case list", account: "operator", arguments: []),
            CanaryCommand(name: "case show", account: "operator", arguments: [Self.nhsNumber]),
            CanaryCommand(
                name: "case move", account: "operator",
                arguments: [
                    temporaryID, "accept", "--evidence", Self.reason,
                ]),
        ]
    }

    private func records() throws -> [CanaryCommand] {
        let patients = try folder.file("zyx-patients.csv", Self.reference.utf8)
        return [
            CanaryCommand(name: "reference load", account: "operator", arguments: [patients]),
            CanaryCommand(name: "reference change", account: "operator", arguments: [patients]),
            CanaryCommand(name: "reference list", account: "operator", arguments: []),
            CanaryCommand(
                name: "reconcile run", account: "operator",
                arguments: [
                    "--decisions", folder.path("zyx/zyx.csv"),
                ]),
            CanaryCommand(name: "reconcile run", account: "operator", arguments: ["--later"]),
            CanaryCommand(name: "reconcile list", account: "operator", arguments: []),
            CanaryCommand(name: "reconcile show", account: "operator", arguments: [Self.nhsNumber]),
            CanaryCommand(
                name: "reconcile show", account: "operator",
                arguments: [Self.nhsNumber, "--decisions", "--band", "review", "--waterfall"]),
            CanaryCommand(name: "reconcile undo", account: "operator", arguments: [Self.nhsNumber]),
            CanaryCommand(
                name: "merge", account: "operator",
                arguments: [
                    temporaryID, Self.nhsNumber, "--reason", Self.reason,
                ]),
            CanaryCommand(
                name: "merge", account: "operator",
                arguments: [
                    temporaryID, temporaryID, "--reason", Self.reason,
                ]),
            CanaryCommand(
                name: "unmerge", account: "operator",
                arguments: [
                    temporaryID, otherID, "--reason", Self.reason,
                ]),
            CanaryCommand(name: "trace export", account: "operator", arguments: ["--out", folder.path("zyx-out.csv")]),
            CanaryCommand(
                name: "trace export", account: "operator",
                arguments: ["--out", folder.path("zyx/zyx"), "--batch", Self.nhsNumber]),
            CanaryCommand(name: "trace import", account: "operator", arguments: [patients]),
            CanaryCommand(name: "trace import", account: "operator", arguments: [folder.path("zyx-nowhere")]),
            CanaryCommand(name: "review list", account: "operator", arguments: ["--kind", "conflict"]),
            CanaryCommand(name: "review show", account: "operator", arguments: [Self.nhsNumber]),
            CanaryCommand(name: "review assign", account: "operator", arguments: ["zyx", "--to", Self.email]),
            CanaryCommand(name: "review release", account: "operator", arguments: [Self.name]),
            CanaryCommand(
                name: "review decide", account: "operator", arguments: [upload, "same", "--reason", Self.reason]),
            CanaryCommand(name: "review undo", account: "operator", arguments: [upload, "--reason", Self.reason]),
            CanaryCommand(name: "review figures", account: "operator", arguments: []),
            CanaryCommand(
                name: "exclusion add", account: "operator",
                arguments: [temporaryID, otherID, "--reason", Self.reason]),
            CanaryCommand(
                name: "exclusion add", account: "operator",
                arguments: [temporaryID, "--number", Self.nhsNumber, "--reason", Self.reason]),
            CanaryCommand(name: "exclusion list", account: "operator", arguments: []),
            CanaryCommand(
                name: "exclusion withdraw", account: "operator", arguments: [Self.name, "--reason", Self.reason]),
            CanaryCommand(
                name: "number enter", account: "operator",
                arguments: [temporaryID, Self.nhsNumber, "--reason", Self.reason]),
            CanaryCommand(
                name: "number close", account: "operator", arguments: [Self.nhsNumber, "--reason", Self.reason]),
            CanaryCommand(name: "number undo", account: "operator", arguments: [upload, "--reason", Self.reason]),
            CanaryCommand(name: "number undo", account: "operator", arguments: [Self.nhsNumber, "--reason", "zyx"]),
            CanaryCommand(name: "person show", account: "operator", arguments: [temporaryID]),
            CanaryCommand(name: "person show", account: "operator", arguments: [Self.nhsNumber]),
            CanaryCommand(
                name: "person export", account: "operator",
                arguments: [temporaryID, "--reason", Self.reason, "--out", folder.path("zyx-subject.json")]),
            CanaryCommand(
                name: "person export", account: "operator",
                arguments: [Self.nhsNumber, "--reason", "zyx\u{1}", "--out", folder.path("zyx/zyx")]),
            CanaryCommand(
                name: "person rectify", account: "operator",
                arguments: [temporaryID, "--family", Self.name + "\u{202e}", "--birth-date", "zyx", "--reason", "zyx"]),
            CanaryCommand(
                name: "person rectify", account: "operator",
                arguments: [temporaryID, "--town", "Zyxton", "--reason", Self.reason, "--clear", "zyx"]),
            CanaryCommand(name: "retention", account: "operator", arguments: ["--dry-run"]),
            CanaryCommand(name: "retention", account: "operator", arguments: ["--plan", "zyxcanary"]),
        ]
    }
}
