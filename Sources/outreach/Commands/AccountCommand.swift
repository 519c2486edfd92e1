import ArgumentParser
import Operations
import OutreachCore
import Store

struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Who may do what, and where.",
        subcommands: [Add.self, List.self, Disable.self, Revoke.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give somebody a role at an organisation, with an account where there is none.",
            discussion: """
                A manager is at an employer, a vaccinator at a site, a registrar at an outreach team; stewards, \
                administrators and auditors are at the operator, OUTREACH.

                EXAMPLES
                  outreach account add ada@example.org --name "Ada Example" --role manager --at VL0AA
                  outreach account add ada@example.org --role manager --at VM0BB
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var writing: WriteOptions
        @Argument(help: "The e-mail address to sign in by, or a word for a technical account.") var signIn: SignIn
        @Option(help: "The name of a new account.") var name: String?
        @Option(help: "manager, vaccinator, registrar, steward, administrator, auditor or system.") var role: Role
        @Option(name: .customLong("at"), help: "The ODS code of the organisation.") var odsCode: ODSCode

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: AddAccount.roles)
                let outcome = try await writing.perform(
                    AddAccount(signIn: signIn, name: name, role: role, odsCode: odsCode), by: services, as: member)
                try Terminal(json: global.json).show(["result": outcome.rawValue], writing.prefix + outcome.rawValue)
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show every account with its roles.",
            discussion: """
                EXAMPLES
                  outreach account list
                  outreach account list --json
                """)

        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: ListAccounts.roles)
                let found = try await services.runner.run(ListAccounts(), as: member).map(ShownAccount.init)
                let rows = found.map { [$0.signIn, $0.name, $0.role, $0.at, $0.isDisabled ? "disabled" : ""] }
                try Terminal(json: global.json).show(
                    found, lines: TextTable(header: ["SIGN-IN", "NAME", "ROLE", "AT", ""], rows: rows).lines)
            }
        }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End the use of an account in all its roles.",
            discussion: """
                What the account did stays under its name. The last administrator stays.

                EXAMPLES
                  outreach account disable ada@example.org
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var writing: WriteOptions
        @Argument(help: "The sign-in of the account.") var signIn: SignIn

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: DisableAccount.roles)
                let outcome = try await writing.perform(
                    DisableAccount(signIn: signIn), by: services, as: member)
                try Terminal(json: global.json).show(["result": outcome.rawValue], writing.prefix + outcome.rawValue)
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take one role at one organisation from an account.",
            discussion: """
                The last administrator keeps the role.

                EXAMPLES
                  outreach account revoke ada@example.org --role manager --at VL0AA
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var writing: WriteOptions
        @Argument(help: "The sign-in of the account.") var signIn: SignIn
        @Option(help: "The role to take.") var role: Role
        @Option(name: .customLong("at"), help: "The ODS code of the organisation.") var odsCode: ODSCode

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: RevokeRole.roles)
                let outcome = try await writing.perform(
                    RevokeRole(signIn: signIn, role: role, odsCode: odsCode), by: services, as: member)
                try Terminal(json: global.json).show(["result": outcome.rawValue], writing.prefix + outcome.rawValue)
            }
        }
    }
}

/// An account as the list shows it, with one of its roles.
private struct ShownAccount: Encodable {
    let signIn: String
    let name: String
    let isDisabled: Bool
    let role: String
    let at: String

    init(_ listing: AccountListing) {
        signIn = listing.signIn
        name = listing.name
        isDisabled = listing.isDisabled
        role = listing.role?.rawValue ?? ""
        at = listing.odsCode?.canonical ?? ""
    }
}
