import ArgumentParser
import Foundation
import Operations
import OutreachCore
import Store

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "The audit trail: seal it, take it away, prove it whole.",
        subcommands: [Seal.self, Export.self, Verify.self, Heads.self, Keygen.self])

    struct Seal: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Chain the entries that are not yet sealed.",
            discussion: """
                Where no worker runs, run it each minute, for example by a timer of systemd. Also makes the trail's \
                partitions of the year ahead. That somebody sealed is itself an entry, for the next sealing.

                EXAMPLES
                  outreach audit seal
                  outreach audit seal --dry-run
                """)

        @OptionGroup var global: GlobalOptions
        @Flag(help: "Tell how many would be sealed, and seal nothing.") var dryRun = false

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: SealAudit.roles)
                let sealed =
                    dryRun
                    ? try await services.runner.rehearse(SealAudit(), as: member)
                    : try await services.runner.run(SealAudit(), as: member)
                try Terminal(json: global.json).show(
                    ["sealed": sealed], "\(dryRun ? "would be sealed" : "sealed") \(sealed)")
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
}
