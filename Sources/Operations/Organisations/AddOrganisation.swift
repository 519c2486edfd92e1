package import OutreachCore
package import Postgres
package import Store

/// Adds an organisation, or completes one that is known by its code.
package struct AddOrganisation: RepeatableOperation {
    package static let name = "add_organisation"
    package static let roles: Set<Role> = [.administrator]

    package let organisation: OrganisationDescription

    package init(
        odsCode: ODSCode, name: String, kinds: Set<OrganisationKind>, setting: EmployerSetting? = nil,
        area: String? = nil
    ) {
        organisation = OrganisationDescription(
            odsCode: odsCode, name: name, kinds: kinds, setting: setting, area: area)
    }

    package enum Outcome: String, Codable, Sendable {
        case added
        /// It was there; name, kinds, setting and area are now as asked.
        case completed
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let known = try session.organisations([organisation.odsCode])[organisation.odsCode]
        guard !organisation.kinds.contains(.operator), known?.kinds.contains(.operator) != true else {
            throw Refusal(.invalid, "An installation has one operator, and it is already there. Choose another kind.")
        }
        let added = try session.add(organisation.organisation)
        if !added { try session.describe(organisation.organisation) }
        let entry = AuditEntry(Self.name, details: ["ods_code": organisation.odsCode.canonical])
        return Effect(added ? .added : .completed, audit: entry)
    }
}
