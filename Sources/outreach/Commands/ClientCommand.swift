import ArgumentParser
import Foundation
import Operations
import OutreachCore
import Store

struct ClientCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "client", abstract: "Programs that call the service by a key.",
        subcommands: [Add.self, List.self, Rotate.self, Revoke.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a program call the service; shows its key once.",
            discussion: """
                Only a hash of the key is kept: copy it now. It is good for at most 90 days. Without --scope the \
                program may do all that its role allows. With --jwks it gets no key: it signs assertions with \
                private_key_jwt (RS384 or ES384) and gets access tokens for them.

                Scopes: \(Scope.allCases.map(\.rawValue).joined(separator: ", ")).

                EXAMPLES
                  outreach client add --name "Rota system" --at VL0AA --role manager --days 30
                  outreach client add --name "Point of care" --at RX101 --scope checks --network 192.0.2.0/24
                  outreach client add --name "Ward system" --at RX101 --jwks ward-public-keys.json
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var writing: WriteOptions
        @Option(help: "The name of the program.") var name: String
        @Option(name: .customLong("at"), help: "The ODS code of its organisation.") var odsCode: ODSCode
        @Option(help: "What it may do: system, manager, vaccinator, registrar, steward or auditor.")
        var role = Role.system
        @Option(help: "How long the key is good, at most 90.") var days = AddAPIClient.longestLife
        @Option(name: .customLong("scope"), help: "What it may do; may be given again. Default: all of its role.")
        var scopes: [Scope] = []
        @Option(name: .customLong("network"), help: "Where it may call from, as 192.0.2.0/24; may be given again.")
        var networks: [String] = []
        @Option(name: .customLong("account"), help: "Act as the account of another client, as the list shows it.")
        var account: SignIn?
        @Option(help: "A file of public keys (JWKS) by which it signs.", completion: .file(extensions: ["json"]))
        var jwks: String?

        func run() async throws {
            try await reportingFailures {
                let keySet = try jwks.map(KeySetFile.read)
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: AddAPIClient.roles)
                var generator = SystemRandomNumberGenerator()
                let key = APIKey(using: &generator)
                let added = try await writing.perform(addition(key, keySet), by: services, as: member)
                // A rehearsed key opens nothing: it is not shown.
                guard !writing.dryRun else {
                    return try Terminal(json: global.json).show(["result": "client_added"], "would be: client_added")
                }
                try ShownKey(added, of: keySet == nil ? key : nil).show(global)
            }
        }

        private func addition(_ key: APIKey, _ keySet: ClientKeySet?) -> AddAPIClient {
            AddAPIClient(
                name: name, odsCode: odsCode, role: role, days: days, apiKey: key,
                scopes: scopes.isEmpty ? nil : scopes,
                networks: networks.isEmpty ? nil : networks, account: account, keySet: keySet)
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
                let rows = found.map { $0.cells }
                try Terminal(json: global.json).show(
                    found,
                    lines: TextTable(header: ShownClient.header, rows: rows).lines)
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
