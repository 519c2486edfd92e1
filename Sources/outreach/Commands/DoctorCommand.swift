import ArgumentParser
import Foundation
import Operations

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Say what is well and what is not, each with what to do; exit status 78 where something fails.",
        discussion: """
            EXAMPLES
              outreach doctor
              outreach doctor --json
            """)

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await reportingFailures {
            let doctor = Doctor(services: Services(try global.settings()), today: Moment(Date()).today)
            let findings = await doctor.examine()
            try Terminal(json: global.json).show(findings, lines: findings.map(\.line))
            guard !findings.contains(where: { $0.verdict == .fails }) else {
                throw ExitCode(ExitStatus.notConfigured.rawValue)
            }
        }
    }
}
