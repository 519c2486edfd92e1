import Foundation
import TestDatabase
import Testing

@Suite struct `personal data planted through every command` {
    @Test func `shows in no error, log, audit entry or kept answer`() async throws {
        try await TestDatabase.with { test in
            let canaries = try await Canaries.plant(on: test.url)
            let commands = try canaries.commands()
            let names = try await Self.programCommands()
            #expect(Set(commands.map(\.name)) == names)

            try await Self.violateAConstraint(test, canaries)
            try await Self.cancel(test, canaries)
            for command in commands where command.isRun {
                let output = try await Outreach.run(Self.line(of: command), on: test.url)
                Self.expectSilence(of: output, canaries, command.line)
            }
            try await Self.fail(commands, canaries, on: test.url)
            try await Self.expectSilence(in: test, canaries)
        }
    }

    private static func line(of command: CanaryCommand) -> [String] {
        command.account.isEmpty ? Array(command.line.dropLast(2)) : command.line
    }

    /// The commands that the program says it has.
    private static func programCommands() async throws -> Set<String> {
        struct Help: Decodable {
            struct Command: Decodable {
                let commandName: String
                let subcommands: [Command]?
            }
            let command: Command
        }
        func leaves(_ command: Help.Command, _ path: [String]) -> [String] {
            guard let subcommands = command.subcommands, !subcommands.isEmpty else {
                return [path.joined(separator: " ")]
            }
            return subcommands.flatMap { leaves($0, path + [$0.commandName]) }
        }
        let output = try await Command.run(Outreach.path(), ["--experimental-dump-help"])
        let help = try JSONDecoder().decode(Help.self, from: Data(output.standardOutput.utf8))
        // The service runs until it is told to stop; what it logs has a test of its own, route by route.
        return Set(leaves(help.command, [])).subtracting(["help", "serve"])
    }

    /// Wrong usage, the wrong account, and a database that is not there: of each command, several at once.
    private static func fail(_ commands: [CanaryCommand], _ canaries: Canaries, on url: String) async throws {
        let nowhere = "host=/nowhere dbname=zyx user=zyx password=zyxcanary"
        var attempts: [(line: [String], url: String)] = []
        let once = Dictionary(commands.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first }).values
        for command in once {
            let line = line(of: command)
            attempts.append((line + [Canaries.name], url))
            attempts.append((line + ["--unknown=\(Canaries.name)"], url))
            attempts.append((line + ["--acting=\u{301}\(Canaries.name)"], url))
            if !command.account.isEmpty {
                attempts.append((line.dropLast() + [Canaries.email], url))
                attempts.append((line, nowhere))
            }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (place, attempt) in attempts.enumerated() {
                if place >= 8 { try await group.next() }
                group.addTask {
                    let output = try await Outreach.run(attempt.line, on: attempt.url)
                    expectSilence(of: output, canaries, attempt.line)
                }
            }
            try await group.waitForAll()
        }
    }

    /// What a command says on standard error, and what a command says at all that fails.
    private static func expectSilence(of output: Command.Output, _ canaries: Canaries, _ line: [String]) {
        let said = output.standardError + (output.status == 0 ? "" : output.standardOutput)
        if let leak = canaries.leak(in: said) { Issue.record("\(leak) shows in \(said) of \(line)") }
        #expect(output.status != 70, "\(line): \(said)")
    }

    /// The server's answer to this holds the whole row.
    private static func violateAConstraint(_ test: TestDatabase, _ canaries: Canaries) async throws {
        try await test.script(
            "ALTER TABLE person_details ADD CONSTRAINT planted CHECK (family_name <> 'Zyxplanted') NOT VALID")
        let output = try await Outreach.run(
            ["enrol", "--family", "Zyxplanted", "--birth-date", Canaries.birthDate, "--as", "boss@example.org"],
            on: test.url)
        #expect(output.status == 70)
        #expect(output.standardError.contains("23514 planted"))
        #expect(canaries.leak(in: output.standardError) == nil)
    }

    /// Somebody ends the statement while it waits for a lock.
    private static func cancel(_ test: TestDatabase, _ canaries: Canaries) async throws {
        let line = [
            "enrol", "--family", "Zyxcancelled", "--birth-date", Canaries.birthDate, "--as", "boss@example.org",
        ]
        async let running = Outreach.run(line, on: test.url)
        try await test.script(
            """
            LOCK TABLE person;
            DO $$ BEGIN
                FOR turn IN 1..600 LOOP
                    PERFORM pg_cancel_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND wait_event_type = 'Lock';
                    IF FOUND THEN EXIT; END IF;
                    PERFORM pg_sleep(0.1);
                    PERFORM pg_stat_clear_snapshot();
                END LOOP;
            END $$
            """)
        let output = try await running
        #expect(output.status != 0)
        #expect(canaries.leak(in: output.standardError + output.standardOutput) == nil)
    }

    private static func expectSilence(in test: TestDatabase, _ canaries: Canaries) async throws {
        for source in ["audit_entry.details", "upload_row.problems", "idempotency_key.response"] {
            let parts = source.split(separator: ".")
            for text in try await test.texts(
                "SELECT \(parts[1])::text AS text FROM \(parts[0]) WHERE \(parts[1]) IS NOT NULL")
            {
                if let leak = canaries.leak(in: text, butIDs: true) {
                    Issue.record("\(leak) shows in \(source): \(text)")
                }
            }
        }
        // Where ops/postgres keeps it.
        let folder = try await test.texts("SELECT current_setting('data_directory') AS text").joined()
        let log = URL(filePath: folder).deletingLastPathComponent().appending(path: "server.log")
        let text = String(decoding: try Data(contentsOf: log), as: UTF8.self)
        #expect(!text.isEmpty && canaries.leak(in: text) == nil)
    }
}
