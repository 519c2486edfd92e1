import ArgumentParser
import Foundation
import Operations
import OutreachCore
import Store

struct ClientCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "client", abstract: "Programs that call the service by a key.",
        subcommands: [Add.self, List.self, Revoke.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a program call the service; shows its key once.",
            discussion: """
                Only a hash of the key is kept: copy it now. It is good for at most 90 days.

                EXAMPLES
                  outreach client add --name "Rota system" --at VL0AA --role manager --days 30
                  outreach client add --name "Point of care" --at RX101 --role system
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var writing: WriteOptions
        @Option(help: "The name of the program.") var name: String
        @Option(name: .customLong("at"), help: "The ODS code of its organisation.") var odsCode: ODSCode
        @Option(help: "What it may do: system, manager, vaccinator, registrar, steward or auditor.")
        var role = Role.system
        @Option(help: "How long the key is good, at most 90.") var days = AddAPIClient.longestLife

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: AddAPIClient.roles)
                var generator = SystemRandomNumberGenerator()
                let key = APIKey(using: &generator)
                let added = try await writing.perform(
                    AddAPIClient(name: name, odsCode: odsCode, role: role, days: days, apiKey: key), by: services,
                    as: member)
                // A rehearsed key opens nothing: it is not shown.
                guard !writing.dryRun else {
                    return try Terminal(json: global.json).show(["result": "client_added"], "would be: client_added")
                }
                try show(ShownKey(added, of: key))
            }
        }

        private func show(_ shown: ShownKey) throws {
            try Terminal(json: global.json).show(
                shown,
                shown.key ?? "This client was added before, and its key was shown then. Revoke it to get another one.",
                "prefix \(shown.keyPrefix), good until \(shown.expiresAt.formatted(.iso8601))")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show every client with the prefix of its key.",
            discussion: """
                EXAMPLES
                  outreach client list
                  outreach client list --json
                """)

        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: ListAPIClients.roles)
                let now = Date()
                let found = try await services.runner.run(ListAPIClients(), as: member).map { ShownClient($0, now) }
                let rows = found.map { [$0.keyPrefix, $0.name, $0.role, $0.at, $0.state, $0.expiresAt] }
                try Terminal(json: global.json).show(
                    found,
                    lines: TextTable(header: ["PREFIX", "NAME", "ROLE", "AT", "STATE", "UNTIL"], rows: rows).lines)
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End the use of a key at once.",
            discussion: """
                EXAMPLES
                  outreach client revoke 1f2e3d4c
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var writing: WriteOptions
        @Argument(help: "The prefix of the key, as the list shows it.") var prefix: String

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: RevokeAPIClient.roles)
                let outcome = try await writing.perform(
                    RevokeAPIClient(keyPrefix: prefix.lowercased()), by: services, as: member)
                try Terminal(json: global.json).show(["result": outcome.rawValue], writing.prefix + outcome.rawValue)
            }
        }
    }
}

/// The answer to adding a client: with the key, unless the client was there before.
private struct ShownKey: Encodable {
    let client: String
    let keyPrefix: String
    let expiresAt: Date
    let key: String?

    init(_ added: AddAPIClient.Outcome, of key: APIKey) {
        client = added.client.description
        keyPrefix = added.keyPrefix
        expiresAt = added.expiresAt
        self.key = added.keyPrefix == key.prefix ? key.text : nil
    }
}

/// A client as the list shows it.
private struct ShownClient: Encodable {
    let keyPrefix: String
    let name: String
    let role: String
    let at: String
    let state: String
    let expiresAt: String

    init(_ client: APIClient, _ now: Date) {
        keyPrefix = client.keyPrefix
        name = client.name
        role = client.role?.rawValue ?? ""
        at = client.odsCode.canonical
        state = client.revokedAt != nil ? "revoked" : client.expiresAt <= now ? "expired" : "live"
        expiresAt = client.expiresAt.formatted(.iso8601)
    }
}
