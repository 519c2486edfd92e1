package import Foundation
package import OutreachCore
package import Postgres
package import Store

/// Shows one vaccination with everything it has ever said.
package struct ShowVaccination: Operation {
    package static let name = "show_vaccination"
    package static let roles: Set<Role> = [.vaccinator, .steward, .system]

    package let vaccination: VaccinationID

    package init(_ vaccination: VaccinationID) {
        self.vaccination = vaccination
    }

    package struct Outcome: Encodable, Sendable, PersonalData {
        package let vaccinationID: VaccinationID
        package let personID: PersonID
        /// The first one first; the last one holds.
        package let versions: [Version]
    }

    package struct Version: Encodable, Sendable, PersonalData {
        package let version: Int
        package let status: Vaccination.Status
        package let disease: Disease
        package let doseNumber: Int
        package let givenAt: Date
        package let product: SNOMEDCode?
        package let productName: String
        package let batch: BatchNumber?
        package let batchExpiry: CalendarDate?
        package let bodySite: BodySite?
        package let route: Route?
        package let siteCode: ODSCode
        package let siteName: String
        package let performer: String
        package let isPrimarySource: Bool
        package let overrideReason: String?

        init(_ vaccination: Vaccination) {
            let dose = vaccination.dose
            version = vaccination.version
            status = vaccination.status
            disease = dose.disease
            doseNumber = vaccination.doseNumber
            givenAt = vaccination.givenAt
            product = dose.product
            productName = dose.knownProduct?.name ?? "product not known"
            batch = dose.batch
            batchExpiry = dose.expiry
            bodySite = dose.site
            route = dose.route
            siteCode = vaccination.siteCode
            siteName = vaccination.siteName
            performer = vaccination.performer
            isPrimarySource = dose.isPrimarySource
            overrideReason = vaccination.overrideReason
        }
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let versions = try session.versions(of: vaccination)
        guard let latest = versions.last else {
            throw AuditedRefusal(.notFound("vaccination"), audit: AuditEntry(Self.name + "_missed"))
        }
        return Effect(
            Outcome(vaccinationID: latest.id, personID: latest.person, versions: versions.map(Version.init)),
            audit: .vaccination(Self.name, latest.id, version: latest.version, of: latest.person))
    }
}
