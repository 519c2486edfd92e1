import ArgumentParser
import Operations

/// The options that describe one dose: plain texts, read by the operation.
struct DoseOptions: ParsableArguments {
    @Option(help: "The product's name or SNOMED code: see outreach vaccination products.") var product: String?
    @Option(help: "When it was given: a day, or a day and a time in England, as 2026-11-20T14:05; default: now.")
    var givenAt: String?
    @Option(help: "The batch number as on the vial.") var batch: String?
    @Option(help: "The last day on which the batch may be given, as 2027-03-31.") var expiry: String?
    @Option(help: "left_upper_arm, right_upper_arm, left_thigh, right_thigh, left_buttock, right_buttock or nose.")
    var siteOfBody: String?
    @Option(help: "intramuscular, subcutaneous or nasal.") var route: String?
    @Option(help: "Who gave it; default: the account's name.") var performer: String?
    @Flag(inversion: .prefixedNo, help: "The person reports a dose that somebody else gave, for example abroad.")
    var reported: Bool?
    @Option(help: "Why it was given although a check says stop.") var override: String?

    var form: DoseForm {
        DoseForm(
            product: product, givenAt: givenAt, batch: batch, batchExpiry: expiry, bodySite: siteOfBody, route: route,
            performer: performer, isPrimarySource: reported.map { !$0 }, overrideReason: `override`)
    }
}
