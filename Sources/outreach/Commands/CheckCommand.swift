import ArgumentParser
import Foundation
import Operations
import OutreachCore
import Store

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a temporary ID: whose it is, and which doses the person has had.",
        discussion: """
            Any ID that was ever given out is found, also one that was replaced or revoked. Ask the person for name and \
            date of birth and compare.

            EXAMPLES
              outreach check T7K-Q4M9-D2WJ
              outreach check t7kq4m9d2wr --json
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The temporary ID as on the card, in any case, with or without hyphens.") var id: String

    func run() async throws {
        try await reportingFailures {
            let services = try await Services.ready(try global.settings())
            let member = try await global.member(services, for: CheckTemporaryID.roles)
            let moment = Moment(Date())
            let check = try await services.runner.run(CheckTemporaryID(id), as: member)
            try Terminal(json: global.json).show(check, lines: check.lines(on: moment.today))
        }
    }
}

extension TemporaryIDCheck {
    fileprivate func lines(on today: CalendarDate) -> [String] {
        let successor = replacedBy.map { ", by \($0.formatted)" } ?? ""
        var lines = ["\(temporaryID.formatted)  \(state.rawValue)\(successor)"]
        if let person { lines.append(person.line(on: today)) }
        if let nhsNumber { lines.append("NHS number \(nhsNumber.formatted)") }
        lines += person == nil || !doses.isEmpty ? [] : ["No doses recorded."]
        lines += doses.isEmpty ? [] : doses.table
        lines += nextDoses.map { dose in
            "Next dose against \(dose.disease.name): on \(dose.earliest.formattedForStaff) at the earliest"
                + (dose.earliest <= today ? ", which is past." : ".")
        }
        return lines + warnings.map { "Warning: \($0.message)" }
    }
}

extension PersonSummary {
    /// A line such as `GARCIA, Maria (Ms)  14-Jul-1985 (41y)  female`.
    func line(on today: CalendarDate) -> String {
        [name, birthDate?.displayWithAge(on: today) ?? "date of birth not known", sex.words].joined(separator: "  ")
    }
}

extension Sex {
    var words: String { rawValue.replacing("_", with: " ") }
}

extension [ShownDose] {
    fileprivate var table: [String] {
        TextTable(
            header: ["DISEASE", "DOSE", "DAY", "PRODUCT", "BATCH", "RECORDED BY", "VACCINATION"],
            rows: map { dose in
                [
                    dose.disease.name, String(dose.doseNumber), dose.date.formattedForStaff, dose.productName,
                    dose.batch?.canonical ?? "", dose.siteName + (dose.isPrimarySource ? "" : " (reported)"),
                    dose.vaccinationID.description,
                ]
            }
        ).lines
    }
}
