import ArgumentParser
import Foundation

struct Outreach: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outreach",
        abstract: "Registers workers who have no NHS number, and brings every dose to the right record.",
        discussion: """
            Answers go to standard output, progress and errors to standard error.

            Exit status: 0 done; 1 refused; 2 not found; 64 wrong usage; 70 defect; 74 unknown, run it again with the \
            same key; 75 try again; 77 not permitted; 78 not configured.

            Completions for your shell: outreach --generate-completion-script bash (or zsh, fish).
            """,
        version: "0.1.0",
        subcommands: [
            ServeCommand.self,
            MigrateCommand.self,
            DoctorCommand.self,
            ConfigCommand.self,
            DemoCommand.self,
            OrganisationCommand.self,
            AccountCommand.self,
            ClientCommand.self,
            EnrolCommand.self,
            IDCommand.self,
            CheckCommand.self,
            FindCommand.self,
            VaccinationCommand.self,
            CaseCommand.self,
            ReferenceCommand.self,
            ReconcileCommand.self,
            MatchCommand.self,
            ModelCommand.self,
            WorkCommand.self,
            JobCommand.self,
            OutboxCommand.self,
            TraceCommand.self,
            ReviewCommand.self,
            NumberCommand.self,
            ExclusionCommand.self,
            MergeCommand.self,
            UnmergeCommand.self,
            PersonCommand.self,
            AuditCommand.self,
            RetentionCommand.self,
        ])
}

@main
enum Main {
    static func main() async {
        do {
            var command = try Outreach.parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            leave(with: error)
        }
    }

    /// The library's usage errors repeat the argument, which may be a name or a number of a person.
    private static func leave(with error: any Error) -> Never {
        let status = Outreach.exitCode(for: error)
        guard status == .validationFailure else { Outreach.exit(withError: error) }
        let message = CommandLine.arguments.dropFirst().flatMap(values(of:)).reduce(Outreach.fullMessage(for: error)) {
            // By code unit: a name may begin with a mark, which makes one character with the sign before it.
            $0.replacingOccurrences(of: "'\($1)'", with: "'…'", options: .literal)
                .replacingOccurrences(of: "=\($1)'", with: "=…'", options: .literal)
        }
        Terminal.warn(message)
        exit(status.rawValue)
    }

    /// What of an argument is somebody's: all of it but the name of a long option.
    private static func values(of argument: String) -> [String] {
        guard argument.hasPrefix("--") else { return [argument] }
        let parts = argument.unicodeScalars.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let isName = parts[0].allSatisfy { $0 == "-" || ("a"..."z").contains($0) }
        return isName ? parts.dropFirst().map { String($0) } : [argument]
    }
}
