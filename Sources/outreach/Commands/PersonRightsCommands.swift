import ArgumentParser
import Foundation
import Operations
import OutreachCore
import Store

extension PersonCommand {
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write everything that is kept about a person as one JSON document.",
            discussion: """
                For a subject access request: every row of every table, through all records that are this person, and \
                who looked. The reason is kept with the person, and the export is itself an entry of the audit trail.

                EXAMPLES
                  outreach person export T7K-Q4M9-D2WJ --reason "asked by letter of 3 November" --out subject.json
                """)

        @OptionGroup var global: GlobalOptions
        @Argument(help: "Temporary ID, NHS number, or the person's id.") var person: String
        @Option(help: "Why, in a sentence.") var reason: String
        @Option(help: "A new file, which only you can read; default: standard output.", completion: .file())
        var out: String?

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: ExportPerson.roles)
                let allowed = try await services.runner.run(
                    ExportPerson(try person.person, reason: reason), as: member)
                let file = try ByteFile.destination(out)
                let count = try await PersonExport(database: services.database, now: { Date() })
                    .write(allowed, as: member) { try file.write(contentsOf: Data($0.utf8)) }
                Terminal.progress("\(count) rows")
            }
        }
    }

    struct Rectify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Correct what is known of a person; what was known before stays readable.",
            discussion: """
                What is not given stays as it is; --clear empties a field.

                EXAMPLES
                  outreach person rectify T7K-Q4M9-D2WJ --birth-date 1985-07-14 --reason "passport seen"
                  outreach person rectify T7K-Q4M9-D2WJ --clear phone --reason "asked by the person"
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var writing: WriteOptions
        @Argument(help: "Temporary ID, NHS number, or the person's id.") var person: String
        @OptionGroup(title: "What is right") var options: RectificationOptions
        @Option(help: "A field to empty, for example phone; may be given again.") var clear: [String] = []
        @Option(help: "Why, in a sentence.") var reason: String
        @Option(help: "The version you saw: refused where there is a newer one.") var seenVersion: Int?

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: RectifyPerson.roles)
                let outcome = try await writing.perform(
                    RectifyPerson(
                        try person.person, options.form, cleared: try clear.map(Self.field), reason: reason,
                        seenVersion: seenVersion), by: services, as: member)
                let line =
                    "\(writing.prefix)version \(outcome.version), changed: \(outcome.changed.joined(separator: ", "))"
                try Terminal(json: global.json).show(outcome, lines: [line] + outcome.warnings.map(\.message))
            }
        }

        private static func field(_ word: String) throws -> WorkerForm.Field {
            guard let field = WorkerForm.Field(rawValue: word), RectifyPerson.fields.contains(field) else {
                let names = RectifyPerson.fields.map(\.rawValue).joined(separator: ", ")
                throw Refusal(.invalid, "--clear takes one of: \(names).")
            }
            return field
        }
    }
}

/// The options that describe a person anew.
///
/// They are plain texts, read by the operation: the library would repeat a wrong value in its error.
struct RectificationOptions: ParsableArguments {
    @Option(help: "Title.") var title: String?
    @Option(help: "Given names.") var given: String?
    @Option(help: "Middle names.") var middle: String?
    @Option(help: "Family name.") var family: String?
    @Option(help: "A family name used before; several with semicolons between.") var previousFamily: String?
    @Option(help: "Given names in Latin letters.") var latinGiven: String?
    @Option(help: "Family name in Latin letters.") var latinFamily: String?
    @Option(help: "Date of birth, for example 1985-07-14 or 14-Jul-1985.") var birthDate: String?
    @Option(help: "female, male, other or unknown.") var sex: String?
    @Option(help: "First line of the address.") var address: String?
    @Option(help: "Town.") var town: String?
    @Option(help: "Postcode.") var postcode: String?
    @Option(help: "Phone number.") var phone: String?
    @Option(help: "E-mail address.") var email: String?
    @Option(help: "Country of birth, two letters.") var country: String?

    var form: WorkerForm {
        let texts: [WorkerForm.Field: String?] = [
            .title: title, .givenNames: given, .middleNames: middle, .familyName: family,
            .previousFamilyName: previousFamily, .latinGivenNames: latinGiven, .latinFamilyName: latinFamily,
            .birthDate: birthDate, .sex: sex, .addressLine: address, .town: town, .postcode: postcode, .phone: phone,
            .email: email, .countryOfBirth: country,
        ]
        return WorkerForm(texts.compactMapValues(\.self))
    }
}
