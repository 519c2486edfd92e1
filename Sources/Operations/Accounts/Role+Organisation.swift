package import OutreachCore

extension Role {
    /// The kinds of organisation at which somebody can hold the role; none for a worker, who needs no account.
    package var organisationKinds: Set<OrganisationKind> {
        switch self {
        case .manager: [.employer]
        case .vaccinator: [.site]
        case .registrar: [.outreachTeam]
        case .steward, .administrator, .auditor: [.operator]
        case .system: [.employer, .site, .operator]
        case .worker: []
        }
    }

    /// Throws where an organisation is not of a kind at which somebody can hold the role.
    func requireFit(_ kinds: Set<OrganisationKind>) throws {
        guard organisationKinds.isDisjoint(with: kinds) else { return }
        guard !organisationKinds.isEmpty else {
            throw Refusal(.invalid, "A \(rawValue) has no account. Choose another role.")
        }
        let fitting = organisationKinds.map(\.rawValue).sorted().joined(separator: " or ")
        throw Refusal(
            .invalid, "The role \(rawValue) is held at an organisation of kind \(fitting). See organisation list.")
    }
}
