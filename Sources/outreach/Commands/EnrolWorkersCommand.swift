import ArgumentParser
import Foundation
import Operations
import OutreachCore

struct EnrolWorkersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workers",
        abstract: "Enrol one worker by options, or every worker of a file (default).",
        discussion: """
            A file is CSV with a header row; "Surname", "DOB", "Forename" and the like are understood. It is taken in one \
            piece: all good rows, or with --all-or-nothing all rows. Sent again, it gives the same IDs.

            EXAMPLES
              outreach enrol --family Garcia --given "Maria Luisa" --birth-date 1985-07-14 --reference 1042
              outreach enrol --file staff.csv --dry-run
              outreach enrol --file staff.csv --out staff-with-ids.csv
              outreach enrol --file old.csv --date-order day_first --all-or-nothing
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup(title: "One worker") var worker: WorkerOptions
    @OptionGroup(title: "A file") var upload: FileOptions
    @Option(help: "How all-number dates are written: iso_only, day_first or month_first.")
    var dateOrder: DateOrder = .isoOnly
    @Flag(help: "Work everything out and write nothing.") var dryRun = false

    func validate() throws {
        guard (upload.file == nil) != worker.form.isEmpty else {
            throw ValidationError("Give either --file, or a name: --family, --given.")
        }
    }

    func run() async throws {
        try await reportingFailures {
            let services = try await Services.ready(try global.settings())
            let member = try await global.member(services, for: EnrolWorker.roles)
            if let path = upload.file {
                try await enrolFile(at: path, services, as: member)
            } else {
                try await enrolWorker(services, as: member)
            }
        }
    }
}

/// The options that describe one worker.
///
/// They are plain texts, read by the operation: the library would repeat a wrong value in its error.
struct WorkerOptions: ParsableArguments {
    @Option(help: "The employer's own reference of the worker.") var reference: String?
    @Option(help: "The employer's ODS code; default: the organisation acted for.") var employer: String?
    @Option(help: "Given names.") var given: String?
    @Option(help: "Middle names.") var middle: String?
    @Option(help: "Family name.") var family: String?
    @Option(help: "A family name used before.") var previousFamily: String?
    @Option(help: "Date of birth, for example 1985-07-14 or 14-Jul-1985.") var birthDate: String?
    @Option(help: "female, male, other or unknown.") var sex: String?
    @Option(help: "First line of the address.") var address: String?
    @Option(help: "Town.") var town: String?
    @Option(help: "Postcode.") var postcode: String?
    @Option(help: "Phone number.") var phone: String?
    @Option(help: "E-mail address.") var email: String?
    @Option(help: "Country of birth, two letters.") var country: String?
    @Option(help: "Job.") var job: String?
    @Option(help: "A number that the worker names: NHS, CHI or H&C.") var number: String?
    @Option(help: "Why there is no NHS number: not_known, overseas or devolved_nation.") var reason: String?
    @Option(help: "The idempotency key: the same key gives the same answer.") var key: String?

    var form: WorkerForm {
        let texts: [WorkerForm.Field: String?] = [
            .employerReference: reference, .employer: employer, .givenNames: given, .middleNames: middle,
            .familyName: family, .previousFamilyName: previousFamily, .birthDate: birthDate, .sex: sex,
            .addressLine: address, .town: town, .postcode: postcode, .phone: phone, .email: email,
            .countryOfBirth: country, .jobRole: job, .nhsNumber: number, .numberUnavailable: reason,
        ]
        return WorkerForm(texts.compactMapValues(\.self))
    }
}

/// The options of a file.
struct FileOptions: ParsableArguments {
    @Option(help: "A CSV file of workers.", completion: .file()) var file: String?
    @Option(help: "Where the file goes back with ID, result and problems of each row.", completion: .file())
    var out: String?
    @Flag(help: "Take no row where one row is refused.") var allOrNothing = false
    @Flag(help: "Add employers that are not known yet, by their code (administrators).") var createEmployers = false
}
