import Foundation
import Operations
import OutreachCore

/// Walks the main job before one's eyes: enrol, check, vaccinate, register, trace, merge, and everything resolves.
struct DemoWalk {
    private let program: OwnProgram

    init(_ program: OwnProgram) {
        self.program = program
    }

    /// - Throws: ``Refusal`` where a step answers otherwise than it should.
    func run() throws {
        // A new person in every walk, so that it can be walked again on the same database.
        let person = DemoPeople.Person(
            reference: Int.random(in: 200...799), given: "Luz", family: Self.madeUpName(), born: "1988-02-29", sex: "F",
            country: "PH")
        let name = ["--family", person.family, "--birth-date", person.born, "--phone", person.phone]
        say("A care-home manager enrols a worker who has no NHS number.")
        let card = try id(of: ["enrol", "--given", person.given] + name + ["--as", "manager@rosehill.example"])
        say("A vaccinator checks the ID, gives a dose and checks again.")
        try show(["check", card, "--as", "vera@townhall.example"])
        try show([
            "vaccination", "record", card, "--product", "39115611000001103", "--batch", "EL1234",
            "--as", "vera@townhall.example",
        ])
        try show(["check", card, "--as", "vera@townhall.example"])
        say("Another site, the same day: the next dose would be too soon, and the service says so.")
        try show(
            [
                "vaccination", "record", card, "--product", "39115611000001103", "--batch", "EL1234",
                "--as", "vik@station.example",
            ], expecting: ExitStatus.notDone.rawValue)
        say(
            "Her second employer enrols her too, with another spelling: an ID of its own, and a doubt for the records team."
        )
        let second = try id(
            of: ["enrol", "--given", "Luz Maria", "--family", person.family, "--birth-date", person.born]
                + ["--as", "manager@elmlodge.example"])
        say("A registrar drives the registration.")
        for event in ["confirm_details", "submit", "accept"] {
            try show([
                "case", "move", card, event, "--evidence", "seen at the practice", "--as", "registrar@leeds.example",
            ])
        }
        say("Some weeks later, in life, the reference holds her NHS number: reconciliation finds it.")
        try withFile(DemoPeople.referenceFile([person])) { path in
            try show(["reference", "load", path, "--as", "steward@outreach.example"])
        }
        try show(["reconcile", "--as", "steward@outreach.example"])
        say("A steward settles the doubt: both cards are one person. It can be undone at any time.")
        try show([
            "merge", card, second, "--reason", "same person, seen in person", "--as", "steward@outreach.example",
        ])
        say("Both cards resolve, with the dose and the number.")
        try show(["check", second, "--as", "vik@station.example"])
        try show(["person", "show", card, "--as", "steward@outreach.example"])
        say("Everything that was done and looked at stands in the audit trail.")
        try show(["audit", "seal"])
        try show(["audit", "verify"])
    }

    /// Enrols once for the eye and once more for the ID: the same key gives the same answer.
    private func id(of arguments: [String]) throws -> String {
        let keyed = arguments + ["--key", UUID().uuidString]
        try show(keyed)
        guard let id = try program.run(keyed + ["--json"]).text("temporaryID") else {
            throw Refusal(.conflict, "The enrolment gave no ID: begin anew with ops/run --reset.")
        }
        return try TemporaryID(parsing: id).formatted
    }

    private func say(_ sentence: String) {
        print("\n# \(sentence)")
    }

    private func show(_ arguments: [String], expecting status: Int32 = 0) throws {
        let words = arguments.map { $0.contains(" ") ? "\"\($0)\"" : $0 }
        print("\n$ outreach \(words.joined(separator: " "))")
        let answer = try program.run(arguments)
        for line in answer.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            print("  \(line)")
        }
        guard answer.status == status else {
            throw Refusal(.conflict, "This step ended with exit status \(answer.status); \(status) was expected.")
        }
    }

    /// A family name that no other walk has used.
    private static func madeUpName() -> String {
        let syllables = [
            "ba", "ca", "da", "la", "ma", "na", "ra", "sa", "ta", "ya", "lo", "mo", "no", "ro", "so", "to",
        ]
        return (0..<5).compactMap { _ in syllables.randomElement() }.joined().capitalized
    }
}
