import ArgumentParser

struct IDCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "id", abstract: "Temporary IDs: issue, revoke, replace, reserve, bind, print.",
        discussion: """
            An ID is read in any case, with or without hyphens. Every ID ever given out resolves for ever.

            EXAMPLES
              outreach id replace T7K-Q4M9-D2WJ --reason "card lost"
              outreach id reserve 20 --json
              outreach id card --employer VL0AA --out cards.html
            """,
        subcommands: [Issue.self, Revoke.self, Replace.self, Reserve.self, Bind.self, Print.self])
}
