package import OutreachCore

/// A scope as SMART on FHIR writes it for a program: `system/Immunization.rs` (SMART App Launch 2.2, section 3.0.2).
package struct SmartScope: Hashable, Sendable {
    /// What of ours it asks for.
    package let scopes: Set<Scope>

    private static let resources: [String: (read: Set<Scope>, write: Set<Scope>)] = [
        "Patient": ([.checks, .peopleRead], []),
        "Immunization": ([.checks, .vaccinationsRead], [.vaccinationsWrite]),
        "ImmunizationRecommendation": ([.checks, .vaccinationsRead], []),
        "Task": ([.cases], [.cases]),
    ]

    /// Some that stand for all, as a client may read them in the configuration.
    package static let examples = [
        "system/*.rs", "system/*.cruds", "system/Patient.rs", "system/Immunization.rs", "system/Immunization.crus",
    ]

    /// Reads `system/Immunization.rs`, `system/*.cruds`, and `read`, `write` and `*` of SMART 1; `nil` for anything
    /// else.
    package init?(_ word: Substring) {
        guard let match = word.wholeMatch(of: /system\/(\*|[A-Za-z]+)\.(c?r?u?d?s?|read|write|\*)/) else { return nil }
        let rights = String(match.2)
        guard !rights.isEmpty else { return nil }
        let reads = rights == "*" || rights == "read" || (rights != "write" && rights.contains { "rs".contains($0) })
        let writes = rights == "*" || rights == "write" || (rights != "read" && rights.contains { "cud".contains($0) })
        let named = match.1 == "*" ? Array(Self.resources.values) : Self.resources[String(match.1)].map { [$0] } ?? []
        scopes = named.reduce(into: []) { scopes, resource in
            if reads { scopes.formUnion(resource.read) }
            if writes { scopes.formUnion(resource.write) }
        }
    }
}

/// The scopes that a client asked for, and what it gets of them.
struct ScopeRequest {
    let granted: Set<Scope>
    /// The words of the request that got anything, for the answer (RFC 6749, section 5.1).
    let words: [String]

    /// - Parameters:
    ///   - text: Words with spaces between, ours or SMART's; `nil` or empty for everything that is allowed.
    ///   - allowed: What the client may do.
    init(_ text: String?, allowed: Set<Scope>) {
        let asked = (text ?? "").split(separator: " ")
        guard !asked.isEmpty else {
            granted = allowed
            words = allowed.map(\.rawValue).sorted()
            return
        }
        var granted: Set<Scope> = []
        var words: [String] = []
        for word in asked where !words.contains(String(word)) {
            let scopes = (Scope(rawValue: String(word)).map { [$0] } ?? SmartScope(word)?.scopes ?? [])
                .intersection(allowed)
            guard !scopes.isEmpty else { continue }
            granted.formUnion(scopes)
            words.append(String(word))
        }
        self.granted = granted
        self.words = words
    }
}
