import ArgumentParser
import Foundation
import Operations
import OutreachCore
import Store

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "The audit trail: seal it, take it away, prove it whole.",
        subcommands: [Seal.self, Export.self, Verify.self, Heads.self])

    struct Seal: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Chain the entries that are not yet sealed.",
            discussion: """
                Run it each minute, for example by a timer of systemd. Also makes the trail's partitions of the year \
                ahead.

                EXAMPLES
                  outreach audit seal
                """)

        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let sealed = try await services.auditTrail.seal()
                try Terminal(json: global.json).show(["sealed": sealed], "sealed \(sealed)")
            }
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write entries as lines of JSON (NDJSON), oldest first.",
            discussion: """
                Days are those of England. With --person come the entries about everybody who is the same human. The \
                export is itself an entry of the trail.

                EXAMPLES
                  outreach audit export --from 2026-11-01 --to 2026-11-30 --out november.ndjson
                  outreach audit export --person T7K-Q4M9-D2WJ | jq -r .action
                """)

        @OptionGroup var global: GlobalOptions
        @Option(help: "The first day, as 2026-11-20.") var from: CalendarDate?
        @Option(help: "The last day, as 2026-11-20.") var to: CalendarDate?
        @Option(help: "The temporary ID or the id of a person.") var person: String?
        @Option(help: "A new file, which only you can read; default: standard output.", completion: .file())
        var out: String?

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: ExportAudit.roles)
                let allowed = try await services.runner.run(
                    ExportAudit(from: from, to: to, person: person), as: member)
                let file = try ByteFile.destination(out)
                let count = try await services.auditTrail.export(allowed) { line in
                    try file.write(contentsOf: Data((line + "\n").utf8))
                }
                Terminal.progress("\(count) entries")
            }
        }
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Recompute every hash of the trail; exit status 1 where somebody has changed it.",
            discussion: """
                Only earlier heads, kept where the database's owner cannot reach them, show that the end was cut off \
                or the whole rewritten.

                EXAMPLES
                  outreach audit verify
                  outreach audit verify --heads heads-2026-11-20.json
                """)

        @OptionGroup var global: GlobalOptions
        @Option(help: "A file of audit heads from an earlier day.", completion: .file(extensions: ["json"]))
        var heads: String?

        func run() async throws {
            try await reportingFailures {
                let earlier = try heads.map(AuditHeadsFile.read) ?? []
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: VerifyAudit.roles)
                _ = try await services.runner.run(VerifyAudit(), as: member)
                let report = try await services.auditTrail.verify(heads: earlier)
                if report.overdue > 0 {
                    Terminal.warn(
                        "warning: \(report.overdue) entries have waited for a seal for more than a minute: "
                            + "run outreach audit seal each minute")
                }
                try Terminal(json: global.json).show(report, lines: Self.lines(of: report))
                guard report.isIntact else { throw ExitCode(ExitStatus.notDone.rawValue) }
            }
        }

        private static func lines(of report: AuditVerification.Report) -> [String] {
            let counts = "\(report.seals) entries in \(report.streams) chains, \(report.unsealed) not yet sealed"
            guard !report.isIntact else { return ["intact: \(counts)"] }
            return ["TAMPERED: \(report.findingCount) findings; \(counts)"]
                + report.findings.map { "  \($0.kind.rawValue) in chain \($0.stream) at \($0.position)" }
        }
    }

    struct Heads: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the end of each chain, to be kept elsewhere.",
            discussion: """
                EXAMPLES
                  outreach audit heads --out heads-2026-11-20.json
                """)

        @OptionGroup var global: GlobalOptions
        @Option(help: "A new file; default: standard output.", completion: .file()) var out: String?

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let heads = try await services.auditTrail.heads()
                try ByteFile.destination(out).write(contentsOf: AuditHeadsFile.bytes(of: heads))
            }
        }
    }
}

/// The file of `audit heads`.
enum AuditHeadsFile {
    private struct Content: Codable {
        let heads: [AuditHead]
    }

    static func bytes(of heads: [AuditHead]) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return try encoder.encode(Content(heads: heads)) + Data("\n".utf8)
    }

    static func read(_ path: String) throws -> [AuditHead] {
        guard let bytes = FileManager.default.contents(atPath: path),
            let content = try? JSONDecoder().decode(Content.self, from: bytes)
        else {
            throw Refusal(.invalid, "The file of heads cannot be read. Name one that audit heads --out has written.")
        }
        return content.heads
    }
}
