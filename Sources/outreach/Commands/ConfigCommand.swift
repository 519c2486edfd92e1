import ArgumentParser

struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "What is set, and whether it can be used.",
        subcommands: [Show.self, Check.self])

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show every setting and where its value comes from; passwords are left out.",
            discussion: """
                EXAMPLES
                  outreach config show
                  outreach config show --json
                """)

        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await reportingFailures {
                let shown = try Settings.values(databaseURL: global.databaseURL).map(ShownSetting.init)
                let rows = shown.map { [$0.name, $0.value ?? "-", $0.source.rawValue, $0.help] }
                try Terminal(json: global.json).show(
                    shown, lines: TextTable(header: ["NAME", "VALUE", "FROM", "MEANING"], rows: rows).lines)
            }
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say what is wrong with the settings; exit status 78 where something is.",
            discussion: """
                Looks at the settings alone: outreach doctor also tries them.

                EXAMPLES
                  outreach config check
                """)

        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await reportingFailures {
                let problems = Settings.problems(databaseURL: global.databaseURL)
                try Terminal(json: global.json).show(
                    ["problems": problems], lines: problems.isEmpty ? ["The settings can be used."] : problems)
                guard problems.isEmpty else { throw ExitCode(ExitStatus.notConfigured.rawValue) }
            }
        }
    }
}

/// A setting as it may be shown.
private struct ShownSetting: Encodable {
    let name: String
    let value: String?
    let source: Settings.Value.Source
    let help: String

    init(_ value: Settings.Value) {
        name = value.setting.environmentName
        self.value = value.text.map(value.setting.redacted)
        source = value.source
        help = value.setting.help
    }
}
