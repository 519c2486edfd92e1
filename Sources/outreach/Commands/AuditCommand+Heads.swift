import ArgumentParser
import Foundation
import Operations
import OutreachCore
import Store

extension AuditCommand {
    struct Heads: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the end of each chain, signed, to be kept elsewhere.",
            discussion: """
                Signed with the key in the file that OUTREACH_AUDIT_KEY_FILE names, where it names one. With --folder \
                the file is called after the day, and one that is there is replaced.

                EXAMPLES
                  outreach audit heads --out audit-heads-2026-11-20.json
                  outreach audit heads --folder /mnt/other-system/heads
                """)

        @OptionGroup var global: GlobalOptions
        @Option(help: "A new file; default: standard output.", completion: .file()) var out: String?
        @Option(help: "A folder that another system keeps.", completion: .directory) var folder: String?
        @Flag(help: "Write no file; show what would be written.") var dryRun = false

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: SignAuditHeads.roles)
                let operation = SignAuditHeads(signer: try services.settings.auditSigner())
                let document =
                    dryRun
                    ? try await services.runner.rehearse(operation, as: member)
                    : try await services.runner.run(operation, as: member)
                if document.signature == nil {
                    Terminal.warn("warning: not signed, for want of a key: see outreach audit keygen")
                }
                let bytes = try document.bytes()
                if let folder, !dryRun {
                    let name = AuditHeadsDocument.fileName(of: Date())
                    try ByteFile.replace(URL(filePath: folder).appending(path: name).path(), with: Array(bytes))
                }
                if folder == nil || out != nil { try ByteFile.destination(dryRun ? nil : out).write(contentsOf: bytes) }
            }
        }
    }

    struct Keygen: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "keygen", abstract: "Make the key that signs the ends of the chains.",
            discussion: """
                Writes the private key into a new file that only you can read, for OUTREACH_AUDIT_KEY_FILE, and shows \
                the public key, for whoever keeps the signed heads. Needs no database.

                EXAMPLES
                  outreach audit keygen --out /etc/outreach/audit-key.pem > audit-public-key.pem
                """)

        @OptionGroup var global: GlobalOptions
        @Option(help: "A new file for the private key.", completion: .file()) var out: String

        func run() async throws {
            try await reportingFailures {
                let signer = AuditSigner()
                try ByteFile.destination(out).write(contentsOf: Data(signer.privatePEM.utf8))
                let key = signer.publicKey
                try Terminal(json: global.json).show(
                    ["key_id": key.id, "public_key": key.pem], String(key.pem.dropLast()))
            }
        }
    }
}

extension Settings {
    /// The key that signs audit heads; `nil` where none is set.
    ///
    /// - Throws: ``Refusal`` where its file cannot be read.
    func auditSigner() throws -> AuditSigner? {
        guard let auditKeyFile else { return nil }
        guard let bytes = FileManager.default.contents(atPath: auditKeyFile) else {
            throw Refusal(.invalid, "The file that OUTREACH_AUDIT_KEY_FILE names cannot be read.")
        }
        return try AuditSigner(pem: String(decoding: bytes, as: UTF8.self))
    }
}
