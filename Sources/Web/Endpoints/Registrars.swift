import Hummingbird
import Operations
import OutreachCore
import Store

extension Endpoint {
    /// What outreach teams do: work registration cases; and the whole history of a person.
    static let registrars: [Endpoint] = [
        Endpoint(.get, "/cases", ListCases.self, limit: .lookup) { exchange in
            let states = try exchange.caseStates()
            let overdue = try exchange.flag("overdue")
            return try await exchange.list(by: { (line: ListCases.Line) in line.caseID }) { after, size in
                try await exchange.run(ListCases(states: states, onlyOverdue: overdue, after: after, maximum: size))
            }
        },
        Endpoint(.get, "/cases/{case_id}", ShowCase.self, limit: .lookup) { exchange in
            let id: CaseID = try exchange.id("case_id", of: "registration case")
            let shown = try await exchange.run(ShowCase(id.description))
            return try Answer.json(.ok, shown, headers: [.eTag: "\"\(shown.steps.last?.version ?? 1)\""])
        },
        Endpoint(.post, "/cases/{case_id}/events", MoveCase.self) { exchange in
            let id: CaseID = try exchange.id("case_id", of: "registration case")
            let version = try exchange.expectedVersion
            let request = try await exchange.read { fields in
                fields.require("event")
                let event = fields.word("event", CaseEvent.self)
                let evidence = fields.text("evidence") ?? ""
                return event.map { MoveCase(id.description, $0, evidence: evidence, seenVersion: version) }
            }
            let moved = try await exchange.once(request)
            return try Answer.json(.ok, moved, headers: [.eTag: "\"\(moved.version)\""])
        },
        Endpoint(.post, "/people/history", ShowPerson.self, limit: .lookup) { exchange in
            let person = try await exchange.read { $0.person("person") }
            return try Answer.json(.ok, try await exchange.run(ShowPerson(person)))
        },
    ]
}

extension JSONFields {
    /// A person by temporary ID, NHS number or `person_id`.
    mutating func person(_ name: String) -> PersonReference? {
        require(name)
        guard let text = text(name) else { return nil }
        if let person = PersonReference(text) { return person }
        return refuse(name, "not_an_id", "Send a temporary ID, an NHS number or a person_id.")
    }
}

extension Exchange {
    fileprivate func caseStates() throws -> [RegistrationCase.State] {
        try (query("state") ?? "").split(separator: ",").map { word in
            guard let state = RegistrationCase.State(rawValue: String(word)) else {
                throw Problem(
                    .badRequest, "invalid_query",
                    "Send as state one or more of: "
                        + RegistrationCase.State.allCases.map(\.rawValue).joined(separator: ", ") + ".")
            }
            return state
        }
    }
}
