/// A part of what the service does that a program may be let into, beside what its role allows.
///
/// A scope only ever narrows: a program may do what both its role and its scopes allow.
public enum Scope: String, Hashable, Codable, Sendable, CaseIterable {
    /// Staff lists, uploads and cards.
    case workersRead = "workers.read"
    /// Enrolment, uploads and the life of temporary IDs.
    case workersWrite = "workers.write"
    /// Registration cases.
    case cases
    /// Checks of a temporary ID.
    case checks
    case vaccinationsRead = "vaccinations.read"
    case vaccinationsWrite = "vaccinations.write"
    /// Finding people, and the history of one.
    case peopleRead = "people.read"
    /// Rectification.
    case peopleWrite = "people.write"
    /// Everything that is kept about a person, as one document.
    case peopleExport = "people.export"
    /// Reference extracts.
    case references
    /// Runs of reconciliation and their undoing.
    case reconciliation
    case merges
    /// Doubtful matches, conflicts, declarations and typed numbers.
    case reviews
    /// What a worker does later.
    case jobs
    /// Organisations, accounts, clients and retention.
    case administration
    case audit
}

extension Role {
    /// Everything that a program in this role may be let into.
    public var scopes: Set<Scope> {
        switch self {
        case .manager: [.workersRead, .workersWrite, .cases, .peopleRead, .peopleWrite]
        // Of what writes about workers, a site may set blank cards aside.
        case .vaccinator: [.checks, .vaccinationsRead, .vaccinationsWrite, .peopleRead, .workersWrite]
        case .registrar: [.workersRead, .workersWrite, .cases, .peopleRead, .peopleWrite]
        case .steward:
            [
                .checks, .vaccinationsRead, .vaccinationsWrite, .cases, .peopleRead, .peopleWrite,
                .references, .reconciliation, .merges, .reviews, .jobs,
            ]
        case .administrator: [.workersRead, .workersWrite, .administration, .jobs]
        case .auditor: [.audit, .peopleExport]
        case .system: [.checks, .vaccinationsRead, .vaccinationsWrite]
        case .worker: []
        }
    }
}
