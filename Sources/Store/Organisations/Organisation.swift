package import OutreachCore
package import Postgres

/// An organisation by its ODS code: employer, site, practice, outreach team, or several of them.
package struct Organisation: Hashable, Sendable {
    package let id: OrganisationID
    package let odsCode: ODSCode
    package let name: String
    package let kinds: Set<OrganisationKind>
    /// Of an employer: what its workers' priority cohort follows from.
    package let setting: EmployerSetting?
    /// The area that an outreach team works, or that an employer lies in.
    package let area: String?
    /// Known by its code alone, from a file that named it.
    package let isPlaceholder: Bool

    package init(
        id: OrganisationID = OrganisationID(), odsCode: ODSCode, name: String, kinds: Set<OrganisationKind>,
        setting: EmployerSetting? = nil, area: String? = nil, isPlaceholder: Bool = false
    ) {
        self.id = id
        self.odsCode = odsCode
        self.name = name
        self.kinds = kinds
        self.setting = setting
        self.area = area
        self.isPlaceholder = isPlaceholder
    }

    package init(row: borrowing Row) throws {
        id = try row.value("organisation_id")
        odsCode = try row.value("ods_code")
        name = try row.value("name")
        kinds = Set(try row.array("kinds", of: OrganisationKind.self))
        setting = try row.optional("setting")
        area = try row.optional("area")
        isPlaceholder = try row.value("is_placeholder")
    }
}

extension Session {
    /// Adds an organisation, or answers false where its ODS code is already known.
    package func add(_ organisation: Organisation) throws -> Bool {
        try first(
            .query("organisation/add"), organisation.id, organisation.odsCode, organisation.name,
            PostgresArray(organisation.kinds.sorted { $0.rawValue < $1.rawValue }), organisation.setting,
            organisation.area, organisation.isPlaceholder,
            decode: { try $0.value("organisation_id", as: OrganisationID.self) }) != nil
    }

    /// Makes a known organisation what this description says, its kinds in addition to those it has.
    package func describe(_ organisation: Organisation) throws {
        try execute(
            .query("organisation/describe"), organisation.odsCode, organisation.name,
            PostgresArray(organisation.kinds.sorted { $0.rawValue < $1.rawValue }), organisation.setting,
            organisation.area)
    }

    /// The organisations with these codes; those that are unknown are missing from the answer.
    package func organisations(_ codes: [ODSCode]) throws -> [ODSCode: Organisation] {
        let found = try all(
            .query("organisation/find_by_ods_codes"), PostgresArray(codes), decode: Organisation.init(row:))
        return Dictionary(uniqueKeysWithValues: found.map { ($0.odsCode, $0) })
    }

    /// Every organisation, in the order of codes.
    package func organisations() throws -> [Organisation] {
        try all(.query("organisation/list"), decode: Organisation.init(row:))
    }
}
