import ArgumentParser
import Foundation
import Operations
import OutreachCore
import Store

extension AuditCommand {
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Recompute every hash of the trail; exit status 1 where somebody has changed it.",
            discussion: """
                Only earlier heads, kept where the database's owner cannot reach them, show that the end was cut off \
                or the whole rewritten. With --public-key every file of heads must be signed by that key.

                EXAMPLES
                  outreach audit verify
                  outreach audit verify --heads heads/*.json --public-key audit-public-key.pem
                """)

        @OptionGroup var global: GlobalOptions
        @Option(
            parsing: .upToNextOption, help: "Files of audit heads from earlier days.",
            completion: .file(extensions: ["json"]))
        var heads: [String] = []
        @Option(help: "The public key of whoever signed them.", completion: .file(extensions: ["pem"]))
        var publicKey: String?

        func run() async throws {
            try await reportingFailures {
                let earlier = try AuditHeadsFiles.read(heads, signedBy: publicKey)
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
}

/// The files of `audit heads`.
private enum AuditHeadsFiles {
    static func read(_ paths: [String], signedBy keyPath: String?) throws -> [AuditHead] {
        let key = try keyPath.map { try AuditPublicKey(pem: String(decoding: contents($0), as: UTF8.self)) }
        return try paths.flatMap { path in
            let document = try AuditHeadsDocument(parsing: try contents(path))
            if let key, !document.isSigned(by: key) {
                throw Refusal(.invalid, "A file of heads is not signed by this key: it is another's, or was changed.")
            }
            return document.heads
        }
    }

    private static func contents(_ path: String) throws -> Data {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw Refusal(.invalid, "A file of heads or keys cannot be read. Check its name and its permissions.")
        }
        return bytes
    }
}
