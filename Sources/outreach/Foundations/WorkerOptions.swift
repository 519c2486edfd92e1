import ArgumentParser
import Operations
import OutreachCore

/// A worker as a command describes them: text as typed, read by the operation.
struct WorkerOptions: ParsableArguments {
    @Option(help: "The employer's ODS code; a manager's own by default.") var employer = ""
    @Option(help: "The family name.") var family = ""
    @Option(help: "The given names.") var given = ""
    @Option(help: "The title, for example Dr.") var title = ""
    @Option(help: "The date of birth: 1985-07-14 or 14-Jul-1985.") var born = ""
    @Option(help: "How all-number dates are to be read: iso_only, day_first or month_first.")
    var dates = DateOrder.isoOnly
    @Option(help: "female, male or not known.") var sex = ""
    @Option(help: "The first line of the address.") var address = ""
    @Option(help: "The town.") var town = ""
    @Option(help: "The postcode.") var postcode = ""
    @Option(help: "The telephone number.") var phone = ""
    @Option(help: "The e-mail address.") var email = ""
    @Option(help: "The employer's own reference of the worker.") var reference = ""
    @Option(help: "The job.") var job = ""

    var form: WorkerForm {
        WorkerForm([
            .employer: employer, .familyName: family, .givenNames: given, .title: title, .birthDate: born, .sex: sex,
            .addressLine: address, .town: town, .postcode: postcode, .phone: phone, .email: email,
            .employerReference: reference, .jobRole: job,
        ])
    }
}

extension DateOrder: @retroactive ExpressibleByArgument {}
