import ArgumentParser
import Foundation
import Operations
import OutreachCore
import Store

struct FindCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "find",
        abstract: "Find somebody whose card is lost, by name and date of birth.",
        discussion: """
            Every name given has to be there; case, accents and the order of names do not matter.

            EXAMPLES
              outreach find --family Garcia --given Maria --birth-date 1985-07-14
              outreach find --family Garcia --birth-date "14 July 1985" --employer VL0AA --json
            """)

    @OptionGroup var global: GlobalOptions
    @Option(help: "Family name.") var family = ""
    @Option(help: "Given names.") var given = ""
    @Option(help: "Date of birth, for example 1985-07-14 or 14-Jul-1985.") var birthDate = ""
    @Option(help: "Only staff of the employer with this ODS code.") var employer: String?

    func run() async throws {
        try await reportingFailures {
            let services = try await Services.ready(try global.settings())
            let member = try await global.member(services, for: FindPerson.roles)
            let moment = Moment(Date())
            let found = try await services.runner.run(
                FindPerson(familyName: family, givenNames: given, birthDate: birthDate, employer: employer), as: member)
            try Terminal(json: global.json).show(found, lines: found.lines(on: moment.today))
        }
    }
}

extension FindPerson.Outcome {
    fileprivate func lines(on today: CalendarDate) -> [String] {
        guard !candidates.isEmpty else { return ["Nobody is found. Check the spelling, or try fewer names."] }
        let table = TextTable(
            header: ["ID", "NAME", "BORN", "EMPLOYERS"],
            rows: candidates.map { candidate in
                [
                    candidate.temporaryID?.formatted ?? "no card", candidate.person.name,
                    candidate.person.birthDate?.displayWithAge(on: today) ?? "",
                    candidate.employers.map(\.name).joined(separator: ", "),
                ]
            })
        return table.lines + (isTruncated ? ["There are more: add a name or the employer."] : [])
    }
}
