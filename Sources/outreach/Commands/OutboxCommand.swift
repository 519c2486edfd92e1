import ArgumentParser
import Operations
import OutreachCore
import Store

struct OutboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox", abstract: "Look after the messages to practices and the immunisation store.",
        subcommands: [List.self, Resend.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Messages that could not be delivered, the oldest first (default).",
            discussion: """
                EXAMPLES
                  outreach outbox list
                  outreach outbox list --state queued --json
                """)

        @OptionGroup var global: GlobalOptions
        @Option(help: "Only messages in this state; may be given several times. Default: undeliverable and dead.")
        var state: [OutboundMessage.State] = []
        @Option(help: "The most messages to show, up to 500.") var maximum = 50

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: ListMessages.roles)
                let messages = try await services.runner.run(
                    ListMessages(states: state, maximum: maximum), as: member)
                let table = TextTable(
                    header: ["STATE", "TO", "ACTION", "FAILURES", "ERROR", "MESSAGE"], rows: messages.map(\.cells))
                try Terminal(json: global.json).show(
                    messages, lines: messages.isEmpty ? ["No messages."] : table.lines)
            }
        }
    }

    struct Resend: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Queue a dead message again, under the same key.",
            discussion: """
                EXAMPLES
                  outreach outbox resend 0197b2f1-5a60-7c1e-9a54-5b4c7b1f0a11
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var writing: WriteOptions
        @Argument(help: "The message's id.") var id: String

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: ResendMessage.roles)
                let outcome = try await writing.perform(ResendMessage(id), by: services, as: member)
                try Terminal(json: global.json).show(outcome, "\(writing.prefix)queued again")
            }
        }
    }
}

extension MessageLine {
    fileprivate var cells: [String] {
        [state.rawValue, recipient.rawValue, action.rawValue, String(failures), errorCode ?? "", id.description]
    }
}
