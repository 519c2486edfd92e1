package import Foundation
package import OutreachCore
package import Postgres

/// One version of one immunisation event.
package struct Vaccination: Hashable, Sendable, PersonalData {
    package enum Status: String, Hashable, Codable, Sendable, PostgresValue {
        case recorded
        case amended
        case void
    }

    package let person: PersonID
    package let id: VaccinationID
    package let version: Int
    package let status: Status
    package let dose: Dose
    /// The place in the course as it was known when the version was written.
    package let doseNumber: Int
    package let givenAt: Date
    /// The site that recorded it: of a dose that the person reports from elsewhere not the place where it was given.
    package let site: OrganisationID
    package let siteCode: ODSCode
    package let siteName: String
    package let performer: String
    package let overrideReason: String?

    package init(row: borrowing Row) throws {
        person = try row.value("person_id")
        id = try row.value("vaccination_id")
        version = try row.value("version")
        status = try row.value("status")
        dose = try Dose(row: row)
        doseNumber = try row.value("dose_number")
        givenAt = try row.value("given_at")
        site = try row.value("site_id")
        siteCode = try row.value("site_code")
        siteName = try row.value("site_name")
        performer = try row.value("performer")
        overrideReason = try row.optional("override_reason")
    }
}

extension Dose {
    fileprivate init(row: borrowing Row) throws {
        let product = try row.parsed("product", as: SNOMEDCode.self)
        self.init(
            disease: try row.value("disease"), product: product, date: try row.value("given_on"),
            batch: try row.parsed("batch_number", as: BatchNumber.self), expiry: try row.optional("batch_expiry"),
            site: BodySite(rawValue: try row.value("body_site")), route: Route(rawValue: try row.value("route")),
            volume: product.flatMap(VaccineProduct.product)?.volume, isPrimarySource: try row.value("primary_source"))
    }
}

extension Row {
    /// A text column that is empty where there is no value.
    fileprivate borrowing func parsed<Value: ParsedText>(_ column: String, as type: Value.Type) throws -> Value? {
        let text: String = try value(column)
        guard !text.isEmpty else { return nil }
        guard let value = try? Value(parsing: text) else { throw PostgresError(.undecodable, subject: column) }
        return value
    }
}

extension Session {
    /// The vaccinations of these people as they stand now, void ones left out, the earliest first.
    package func vaccinations(of people: [PersonID]) throws -> [Vaccination] {
        try all(.query("vaccination/list_by_people"), PostgresArray(people), decode: Vaccination.init(row:))
    }

    /// Every version of a vaccination, void ones included, the first one first; none where the id is unknown.
    package func versions(of vaccination: VaccinationID) throws -> [Vaccination] {
        try all(.query("vaccination/list_versions"), vaccination, decode: Vaccination.init(row:))
    }
}
