import ArgumentParser
import Operations
import OutreachCore
import Postgres
import Store

/// What every command understands.
struct GlobalOptions: ParsableArguments {
    @Option(name: .customLong("database-url"), help: "The database; default: the environment's DATABASE_URL.")
    var databaseURL: String?

    @Option(name: .customLong("as"), help: "The sign-in to act as; default: OUTREACH_AS, else operator.")
    var account: String?

    @Option(help: "The membership to act in, where the account has several that may do this: ROLE@ODS-CODE.")
    var acting: String?

    @Flag(help: "Answer with JSON on standard output.")
    var json = false

    func settings() throws -> Settings {
        try Settings(databaseURL: databaseURL)
    }

    /// The membership in which the account may do something that these roles may do.
    ///
    /// - Throws: ``Refusal`` where there is none, or several and `--acting` does not choose.
    func member(_ services: Services, for roles: Set<Role>) async throws -> Membership {
        let signIn = account ?? services.settings.account
        let memberships = try await services.database.read(.signingIn) { try $0.memberships(of: signIn) }
        let chosen = memberships.filter { member in
            acting.map { $0.uppercased() == "\(member.role.rawValue)@\(member.odsCode.canonical)".uppercased() } ?? true
        }
        let fitting = chosen.filter { roles.contains($0.role) }
        guard let member = fitting.first else {
            let names = roles.map(\.rawValue).sorted().joined(separator: ", ")
            throw Refusal(
                .notPermitted, "This needs an account with the role \(names). Name one with --as, or see --acting.")
        }
        guard fitting.count == 1 || acting != nil else {
            let choices = fitting.map { "\($0.role.rawValue)@\($0.odsCode.canonical)" }.joined(separator: ", ")
            throw Refusal(.conflict, "The account may do this in several memberships. Choose with --acting: \(choices)")
        }
        return member
    }
}
