import ArgumentParser

struct EnrolCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enrol",
        abstract: "Enrol workers: one by options, or a whole file.",
        subcommands: [EnrolWorkersCommand.self, Undo.self, Uploads.self],
        defaultSubcommand: EnrolWorkersCommand.self)
}
