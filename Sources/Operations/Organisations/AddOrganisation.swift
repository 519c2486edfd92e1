package import OutreachCore
package import Postgres
package import Store

/// Adds an organisation, or completes one that is known by its code.
package struct AddOrganisation: RepeatableOperation {
    package static let name = "add_organisation"
    package static let roles: Set<Role> = [.administrator]

    package let odsCode: ODSCode
    package let organisationName: String
    package let kinds: Set<OrganisationKind>
    package let setting: EmployerSetting?
    package let area: String?

    package init(
        odsCode: ODSCode, name: String, kinds: Set<OrganisationKind>, setting: EmployerSetting? = nil,
        area: String? = nil
    ) {
        self.odsCode = odsCode
        organisationName = name
        self.kinds = kinds
        self.setting = setting
        self.area = area
    }

    package enum Outcome: String, Codable, Sendable {
        case added
        /// It was there; name, kinds, setting and area are now as asked.
        case completed
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        guard !kinds.contains(.operator) else {
            throw Refusal(.invalid, "An installation has one operator, and it is already there. Choose another kind.")
        }
        let organisation = Organisation(
            odsCode: odsCode, name: organisationName, kinds: kinds, setting: setting, area: area)
        let added = try session.add(organisation)
        if !added { try session.describe(organisation) }
        let entry = AuditEntry(Self.name, details: ["ods_code": odsCode.canonical])
        return Effect(added ? .added : .completed, audit: entry)
    }
}
