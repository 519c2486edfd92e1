import Foundation
import OutreachCore
import Store

/// A dose as read from a form, and from what is recorded already where the form amends it.
struct DoseEntry {
    let dose: Dose
    let givenAt: Date
    let performer: String
    let overrideReason: String?

    /// - Throws: ``Refusal`` with every problem of the form.
    init(
        _ form: DoseForm, amending recorded: Vaccination? = nil, performer account: String, at moment: Moment
    ) throws(Refusal) {
        var reader = FieldReader()
        let isPrimarySource = form.isPrimarySource ?? recorded?.dose.isPrimarySource ?? true
        let vaccine = reader.vaccine(form.product, isPrimarySource: isPrimarySource, recorded?.dose)
        let time = reader.time(form.givenAt, at: moment, recorded)
        let batch: BatchNumber? = reader.read("batch", form.batch)
        let expiry: CalendarDate? = reader.read("batch_expiry", form.batchExpiry)
        let bodySite = reader.choose("body_site", form.bodySite, from: BodySite.self)
        let route = reader.choose("route", form.route, from: Route.self)
        let performer = reader.text("performer", form.performer)
        let overrideReason = reader.text("override_reason", form.overrideReason)
        try reader.finish()
        guard let vaccine, let time else { throw Refusal.invalid([]) }

        dose = Dose(
            disease: vaccine.disease, product: vaccine.product?.code, date: time.day,
            batch: form.batch == nil ? recorded?.dose.batch : batch,
            expiry: form.batchExpiry == nil ? recorded?.dose.expiry : expiry,
            site: form.bodySite == nil ? recorded?.dose.site : bodySite,
            route: form.route == nil ? recorded?.dose.route : route,
            volume: vaccine.product?.volume, isPrimarySource: isPrimarySource)
        givenAt = time.date
        self.performer = performer ?? recorded?.performer ?? account
        self.overrideReason = overrideReason
    }
}

/// What was given: a product, or only known what it was against.
private struct Vaccine {
    let disease: Disease
    let product: VaccineProduct?
}

extension FieldReader {
    fileprivate mutating func vaccine(_ text: String?, isPrimarySource: Bool, _ recorded: Dose?) -> Vaccine? {
        guard let vaccine = named(text, isPrimarySource: isPrimarySource, recorded) else { return nil }
        if isPrimarySource, vaccine.product == nil {
            refuse("product", "product_needed", "Enter the product that was given.")
        } else if isPrimarySource, vaccine.product?.isOverseas == true {
            refuse(
                "product", "product_overseas",
                "This product is given abroad only. Record the dose as reported by the person.")
        }
        return vaccine
    }

    private mutating func named(_ text: String?, isPrimarySource: Bool, _ recorded: Dose?) -> Vaccine? {
        guard let text, !text.isEmpty else {
            if let recorded { return Vaccine(disease: recorded.disease, product: recorded.knownProduct) }
            refuse("product", "product_needed", "Enter the product that was given.")
            return nil
        }
        if let disease = Disease(rawValue: text.lowercased()) { return Vaccine(disease: disease, product: nil) }
        do {
            let product = try VaccineProduct(parsing: text)
            return Vaccine(disease: product.disease, product: product)
        } catch {
            add(FieldProblem(field: "product", fault: error))
            return nil
        }
    }

    fileprivate mutating func time(
        _ text: String?, at moment: Moment, _ recorded: Vaccination?
    ) -> AdministrationTime? {
        guard let text, !text.isEmpty else {
            return recorded.map { AdministrationTime($0.givenAt, day: $0.dose.date) } ?? AdministrationTime(now: moment)
        }
        do {
            return try AdministrationTime(parsing: text, at: moment)
        } catch {
            add(FieldProblem(field: "given_at", fault: error))
            return nil
        }
    }
}
