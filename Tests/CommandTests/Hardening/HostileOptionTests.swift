import Foundation
import Operations
import OutreachCore
import Store
import TestDatabase
import Testing

@Suite struct `hostile names one by one` {
    @Test func `come back in an answer's JSON as they went in, or are refused`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            var (accepted, refused) = (0, 0)
            for (index, text) in HostileNames.texts.enumerated() {
                do {
                    let name = try await Self.journey(text, index, members, test.runner())
                    let expected = ["PROBE", normalised(text)].filter { !$0.isEmpty }.joined(separator: ", ")
                    #expect(name.isSame(as: expected), "\(index) \(text.debugDescription)")
                    accepted += 1
                } catch let refusal as Refusal {
                    #expect(refusal.code == .invalid && refusal.problems.first?.field == "given_names")
                    refused += 1
                }
            }
            #expect([accepted, refused] == Verdicts.ofOptions)
            // Every other text is kept by the same rules as a name.
            let otherwise = try await test.texts(
                """
                SELECT person_id::text AS text FROM person_details
                WHERE address_line <> given_names OR town <> given_names
                """)
            #expect(otherwise == [])
        }
    }

    /// Enrols a worker, checks the ID and gives the name in the answer as it is printed.
    private static func journey(
        _ text: String, _ index: Int, _ members: Members, _ runner: OperationRunner
    ) async throws -> String {
        let form = WorkerForm([
            .familyName: "Probe", .givenNames: text, .birthDate: HostileFile.birthDate(index), .addressLine: text,
            .town: text,
        ])
        let outcome = try await runner.run(EnrolWorker(form), as: members.manager, key: "\(index)")
        #expect(outcome.result == .enrolled)
        let check = try await runner.run(
            CheckTemporaryID(outcome.temporaryID?.formatted ?? ""), as: members.vaccinator)
        return try name(in: try JSONEncoder().encode(check))
    }

    private static func name(in json: Data) throws -> String {
        struct Shown: Decodable {
            struct Person: Decodable { let name: String }
            let person: Person
        }
        return try JSONDecoder().decode(Shown.self, from: json).person.name
    }

    @Test func `go through the program's own options, and back`() async throws {
        try await TestDatabase.with { test in
            try await Journey.prepare(on: test.url)
            let texts = HostileNames.texts.filter { !$0.isEmpty }
            for index in stride(from: 0, to: texts.count, by: 24) {
                try await Self.enrolAndCheck(texts[index], index, on: test.url)
            }
        }
    }

    private static func enrolAndCheck(_ text: String, _ index: Int, on url: String) async throws {
        let year = 1950 + index / 24
        let enrolled = try await Outreach.run(
            ["enrol", "--family", "Probe", "--given=\(text)", "--birth-date", "\(year)-01-01", "--json"]
                + ["--as", "boss@example.org"],
            on: url)
        guard let id = Outreach.text("temporaryID", in: enrolled.standardOutput) else {
            // A mark makes one character with the = before it: then the library sees no option at all.
            #expect([1, 64].contains(enrolled.status), "\(text.debugDescription): \(enrolled.standardError)")
            #expect(enrolled.status == 64 || enrolled.standardError.contains("given_names"))
            #expect(text.unicodeScalars.count < 3 || !enrolled.standardError.contains(text))
            return
        }
        let found = try await Outreach.run(
            ["find", "--family", "Probe", "--birth-date", "\(year)-01-01", "--as", "nurse@example.org", "--json"],
            on: url)
        let name = "PROBE, \(normalised(text))"
        for output in [try await Outreach.run(["check", id, "--as", "nurse@example.org", "--json"], on: url), found] {
            let names = try Self.names(in: output.standardOutput)
            #expect(names.count == 1 && names.allSatisfy { $0.isSame(as: name) }, "\(text.debugDescription)")
        }
    }

    /// Every value of a property `name` that belongs to a person.
    private static func names(in json: String) throws -> [String] {
        func collect(_ value: Any) -> [String] {
            if let list = value as? [Any] { return list.flatMap(collect) }
            guard let object = value as? [String: Any] else { return [] }
            if object["personID"] != nil { return [object["name"] as? String].compactMap(\.self) }
            return object.values.flatMap(collect)
        }
        return collect(try JSONSerialization.jsonObject(with: Data(json.utf8)))
    }
}
