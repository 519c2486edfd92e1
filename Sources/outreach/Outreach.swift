import ArgumentParser

@main
struct Outreach: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "outreach", abstract: "Registers workers who have no NHS number.")
}
