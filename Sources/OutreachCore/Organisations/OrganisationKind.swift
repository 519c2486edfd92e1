/// What an organisation does in this service.
public enum OrganisationKind: String, Hashable, Codable, Sendable, CaseIterable {
    /// Employs the workers: a care home, a group of homes, a trust.
    case employer
    /// Vaccinates.
    case site
    /// A general practice, which registers patients.
    case practice
    /// Works an area's registration cases.
    case outreachTeam = "outreach_team"
    /// Runs this service.
    case `operator`
}
