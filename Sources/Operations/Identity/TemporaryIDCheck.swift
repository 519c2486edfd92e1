package import OutreachCore
package import Store

/// What a site is told when it checks a temporary ID.
package struct TemporaryIDCheck: Encodable, Sendable, PersonalData {
    package enum State: String, Encodable, Sendable, CaseIterable {
        /// Printed on a blank sheet, bound to nobody yet.
        case reserved
        case issued
        /// Not to be used, for example because the card was issued by mistake.
        case revoked
        /// Another card took its place; both lead to the same person.
        case replaced
        /// The person's NHS number is known by now; the ID still leads to the person.
        case merged
    }

    package let temporaryID: TemporaryID
    package let state: State
    package let replacedBy: TemporaryID?
    /// `nil` for a reserved ID.
    package let person: PersonSummary?
    package let nhsNumber: NHSNumber?
    package let doses: [ShownDose]
    package let nextDoses: [NextDose]
    package let warnings: [Warning]

    init(
        _ id: TemporaryID, _ holder: TemporaryIDHolder, number: NHSNumber?, golden: GoldenPerson?,
        history: VaccinationHistory
    ) throws {
        temporaryID = id
        state = State(holder.state, hasNumber: number != nil)
        replacedBy = holder.successor
        person = try golden.map { try PersonSummary($0.id, $0.details) }
        nhsNumber = number
        doses = history.vaccinations.map { ShownDose($0, number: history.review(of: $0).doseNumber) }
        nextDoses = history.nextDoses
        warnings =
            Warning.all(about: state) + (golden?.birthDatesDiffer == true ? [.birthDatesDiffer] : [])
            + Warning.all(in: history)
    }
}

extension TemporaryIDCheck.State {
    fileprivate init(_ state: TemporaryID.State, hasNumber: Bool) {
        switch state {
        case .reserved: self = .reserved
        case .issued: self = hasNumber ? .merged : .issued
        case .revoked: self = .revoked
        case .replaced: self = .replaced
        }
    }
}

/// One dose as a site sees it.
package struct ShownDose: Hashable, Encodable, Sendable, PersonalData {
    package let vaccinationID: VaccinationID
    package let version: Int
    package let disease: Disease
    /// Its place among all doses that are known now.
    package let doseNumber: Int
    package let date: CalendarDate
    package let product: SNOMEDCode?
    package let productName: String
    package let batch: BatchNumber?
    package let siteName: String
    package let isPrimarySource: Bool

    init(_ vaccination: Vaccination, number: Int) {
        vaccinationID = vaccination.id
        version = vaccination.version
        disease = vaccination.dose.disease
        doseNumber = number
        date = vaccination.dose.date
        product = vaccination.dose.product
        productName = vaccination.dose.knownProduct?.name ?? "product not known"
        batch = vaccination.dose.batch
        siteName = vaccination.siteName
        isPrimarySource = vaccination.dose.isPrimarySource
    }
}

/// Something to look at before a dose is given.
package struct Warning: Hashable, Encodable, Sendable {
    package let code: String
    package let message: String

    static let birthDatesDiffer = Warning(
        code: "birth_dates_differ",
        message: "The linked records disagree about the date of birth. Ask the person, and tell the records team.")

    static func all(about state: TemporaryIDCheck.State) -> [Warning] {
        switch state {
        case .issued, .merged: []
        case .reserved: [Warning(code: "id_reserved", message: "Nobody is enrolled with this ID yet. Enrol first.")]
        case .revoked: [Warning(code: "id_revoked", message: "This ID was revoked. Do not record doses with it.")]
        case .replaced: [Warning(code: "id_replaced", message: "This card was replaced. Ask for the newer one.")]
        }
    }

    static func all(in history: VaccinationHistory) -> [Warning] {
        var warnings: [Warning] = []
        for vaccination in history.vaccinations {
            for finding in history.review(of: vaccination).findings {
                if let warning = Warning(finding, vaccination.dose), !warnings.contains(warning) {
                    warnings.append(warning)
                }
            }
        }
        return warnings
    }

    private init?(_ finding: DoseCheck.Finding, _ dose: Dose) {
        let day = dose.date.formattedForStaff
        switch finding {
        case .duplicateSameDay:
            self.init(
                code: "doses_on_one_day",
                message: "More than one dose against \(dose.disease.name) is recorded for \(day).")
        case .tooSoon:
            self.init(
                code: "dose_too_soon", message: "The dose against \(dose.disease.name) of \(day) was given too soon.")
        case .batchExpired:
            self.init(code: "batch_expired", message: "The batch of the dose of \(day) had expired.")
        case .mixedProduct:
            self.init(
                code: "mixed_products", message: "The doses against \(dose.disease.name) are of different products.")
        case .futureDate, .tooCloseToLater: return nil
        }
    }

    private init(code: String, message: String) {
        self.code = code
        self.message = message
    }
}
