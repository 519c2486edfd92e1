package import Foundation
package import OutreachCore
package import Postgres

/// A version of a vaccination that is to be added; its properties are the columns.
package struct NewVaccinationVersion: Encodable, Sendable, PersonalData {
    package let personId: PersonID
    package let vaccinationId: VaccinationID
    package let version: Int
    package let status: Vaccination.Status
    package let disease: Disease
    package let product: String
    package let procedureCode: String
    package let doseNumber: Int
    package let givenAt: String
    package let givenOn: String
    package let siteId: OrganisationID
    package let batchNumber: String
    package let batchExpiry: String?
    package let bodySite: String
    package let route: String
    package let performer: String
    package let primarySource: Bool
    package let overrideReason: String?
    package let reason: String

    /// A version with the reason why it exists: of the first one, that a dose was given.
    package init(
        of event: VaccinationID, person: PersonID, version: Int, status: Vaccination.Status, dose: Dose,
        doseNumber: Int, givenAt: Date, site: OrganisationID, performer: String, overrideReason: String?,
        reason: String
    ) {
        personId = person
        vaccinationId = event
        self.version = version
        self.status = status
        disease = dose.disease
        product = dose.product?.canonical ?? ""
        procedureCode = dose.disease.procedure(dose: doseNumber).canonical
        self.doseNumber = doseNumber
        self.givenAt = givenAt.postgresText ?? ""
        givenOn = dose.date.iso
        siteId = site
        batchNumber = dose.batch?.canonical ?? ""
        batchExpiry = dose.expiry?.iso
        bodySite = dose.site?.rawValue ?? ""
        route = dose.route?.rawValue ?? ""
        self.performer = performer
        primarySource = dose.isPrimarySource
        self.overrideReason = overrideReason
        self.reason = reason
    }
}

extension Session {
    /// Adds a vaccination with its first version.
    ///
    /// - Throws: ``PostgresError`` with the constraint `dose_is_recorded_once` where the person has it already.
    package func add(_ first: NewVaccinationVersion) throws {
        try execute(
            .query("vaccination/add"), first.personId, first.vaccinationId, first.disease, first.givenOn, first.siteId)
        try addVersion(first)
    }

    /// Adds a later version; the natural key follows it, and a void one releases it.
    package func change(to next: NewVaccinationVersion) throws {
        try addVersion(next)
        try execute(
            .query("vaccination/change_natural_key"), next.personId, next.vaccinationId, next.disease, next.givenOn,
            next.status == .void)
    }

    private func addVersion(_ version: NewVaccinationVersion) throws {
        try execute(.query("vaccination/add_version"), JSONRows([version]))
    }
}
