/// In what capacity somebody acts; design.md says what each may do.
public enum Role: String, Hashable, Codable, Sendable, CaseIterable {
    /// Enrols an employer's staff and follows their cases; sees nothing clinical and no NHS number.
    case manager
    /// Checks IDs and records vaccinations at a site.
    case vaccinator
    /// Works the registration cases of an area.
    case registrar
    /// Reconciles, reviews, merges and unmerges.
    case steward
    /// Looks after organisations, accounts and settings.
    case administrator
    /// Reads the audit trail and answers subject access requests.
    case auditor
    /// A point-of-care or personnel system.
    case system
    /// The person enrolled.
    case worker
}
