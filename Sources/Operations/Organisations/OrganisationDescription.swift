package import OutreachCore
package import Store

/// What somebody says of an organisation, in one form for the same content.
package struct OrganisationDescription: Hashable, Codable, Sendable {
    package let odsCode: ODSCode
    package let name: String
    /// Sorted, so that the same request has the same digest.
    package let kinds: [OrganisationKind]
    package let setting: EmployerSetting?
    /// In capitals: teams and employers are brought together by it.
    package let area: String?

    package init(
        odsCode: ODSCode, name: String, kinds: Set<OrganisationKind>, setting: EmployerSetting?, area: String?
    ) {
        self.odsCode = odsCode
        self.name = name
        self.kinds = kinds.sorted { $0.rawValue < $1.rawValue }
        self.setting = setting
        self.area = area?.uppercased()
    }

    package var organisation: Organisation {
        Organisation(odsCode: odsCode, name: name, kinds: Set(kinds), setting: setting, area: area)
    }

    /// Whether the register says all of this already.
    package func isContained(in known: Organisation) -> Bool {
        !known.isPlaceholder && known.name == name && known.kinds.isSuperset(of: kinds)
            && (setting == nil || known.setting == setting) && (area == nil || known.area == area)
    }
}
