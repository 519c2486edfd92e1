import Foundation

/// How an address is called in order, with the thing that it is done to.
struct Call: Sendable {
    /// The method and the path, as the table of endpoints has them.
    let name: String
    /// `nil` where it is done to nothing in particular.
    let kind: Thing.Kind?
    /// Whether it leaves the thing other than it was, so that each caller needs one of its own.
    let changes: Bool
    private let body: @Sendable (Thing) -> Body

    private enum Body {
        case none
        case json([String: Any])
        case bytes(String, type: String)
    }

    private init(
        _ name: String, _ kind: Thing.Kind?, changes: Bool, _ body: @escaping @Sendable (Thing) -> Body
    ) {
        self.name = name
        self.kind = kind
        self.changes = changes
        self.body = body
    }

    private static func get(_ path: String, _ kind: Thing.Kind? = nil) -> Call {
        Call("GET \(path)", kind, changes: false) { _ in .none }
    }

    /// Reads, although it is a POST.
    private static func ask(
        _ path: String, _ kind: Thing.Kind? = nil, _ json: @escaping @Sendable (Thing) -> [String: Any]
    ) -> Call {
        Call("POST \(path)", kind, changes: false) { .json(json($0)) }
    }

    private static func post(
        _ path: String, _ kind: Thing.Kind? = nil, _ json: @escaping @Sendable (Thing) -> [String: Any]
    ) -> Call {
        Call("POST \(path)", kind, changes: true) { .json(json($0)) }
    }

    private static func text(
        _ path: String, _ kind: Thing.Kind? = nil, type: String, _ text: @escaping @Sendable (Thing) -> String
    ) -> Call {
        Call("POST \(path)", kind, changes: true) { .bytes(text($0), type: type) }
    }

    func request(on thing: Thing) -> Request {
        let words = name.split(separator: " ").map(String.init)
        let path = words[1].replacing(/\{\w+\}/, with: thing.id)
        // Whoever changes something has seen it.
        let isEdit = ["events", "amend", "void", "rectify", "decisions"].contains { path.hasSuffix("/\($0)") }
        let headers = ["If-Match": isEdit ? "*" : ""]
        switch body(thing) {
        case .none: return Request(words[0], path, bytes: nil, type: "", headers: headers)
        case .json(let fields): return Request(words[0], path, fields, headers: headers)
        case .bytes(let text, let type):
            return Request(words[0], path, bytes: Array(text.utf8), type: type, headers: headers)
        }
    }

    /// Whether its body is a JSON object.
    var takesJSON: Bool { if case .json = body(Thing(id: "")) { true } else { false } }
}

extension Call {
    /// Every address of the service.
    static let all =
        open + employers + sites + registrars + stewards + reviews + jobs + administrators + auditors + rights

    private static let open = [
        get("/"), get("/health/live"), get("/health/ready"), get("/metrics"), get("/openapi.yaml"), get("/docs"),
        get("/.well-known/smart-configuration"),
        text("/oauth2/token", type: "application/x-www-form-urlencoded") { _ in "grant_type=client_credentials" },
    ]

    private static let employers = [
        post("/api/v1/workers", .employer) {
            ["family_name": $0.name, "birth_date": $0.birthDate, "employer_ods_code": $0.code]
        },
        get("/api/v1/workers"),
        post("/api/v1/workers/batch", .employer) {
            ["workers": [["family_name": $0.name, "birth_date": $0.birthDate, "employer_ods_code": $0.code]]]
        },
        text("/api/v1/uploads", .employer, type: "text/csv") {
            "surname,dob,ods\n\($0.name),\($0.birthDate),\($0.code)\n"
        },
        get("/api/v1/uploads"),
        post("/api/v1/uploads/{upload_id}/undo", .upload) { _ in [:] },
        post("/api/v1/temporary-ids/issue", .workerWithoutCard) { ["worker": $0.id] },
        post("/api/v1/temporary-ids/revoke", .worker) { ["temporary_id": $0.id, "reason": "misprint"] },
        post("/api/v1/temporary-ids/replace", .worker) { ["temporary_id": $0.id] },
        post("/api/v1/temporary-ids/reserve") { _ in ["count": 1] },
        post("/api/v1/temporary-ids/bind", .blankID) {
            [
                "temporary_id": $0.id, "family_name": $0.name, "birth_date": $0.birthDate,
                "employer_ods_code": $0.code,
            ]
        },
        ask("/api/v1/cards", .worker) { ["temporary_ids": [$0.id]] },
    ]

    private static let sites = [
        ask("/api/v1/checks", .worker) { ["temporary_id": $0.id] },
        ask("/api/v1/people/search", .worker) {
            ["family_name": $0.name, "given_names": "Maria", "birth_date": $0.birthDate]
        },
        post("/api/v1/vaccinations", .worker) { Service.dose(for: $0.id) },
        get("/api/v1/vaccinations/{vaccination_id}", .vaccination),
        post("/api/v1/vaccinations/{vaccination_id}/amend", .vaccination) { _ in
            ["changes": ["batch": "FF2590"], "reason": "misread"]
        },
        post("/api/v1/vaccinations/{vaccination_id}/void", .vaccination) { _ in ["reason": "misread"] },
    ]

    private static let registrars = [
        get("/api/v1/cases"),
        get("/api/v1/cases/{case_id}", .registrationCase),
        post("/api/v1/cases/{case_id}/events", .registrationCase) { _ in
            ["event": "leave_employment", "evidence": "told"]
        },
        ask("/api/v1/people/history", .worker) { ["person": $0.id] },
    ]

    private static let stewards = [
        text("/api/v1/references", type: "text/csv") {
            "ref_id,nhs_number,given_name,family_name,date_of_birth\nP1,9990000018,Zed,\($0.name),1931-03-04\n"
        },
        text("/api/v1/references/changes", type: "text/csv") {
            "ref_id,nhs_number,given_name,family_name,date_of_birth\nP1,9990000018,Zed,\($0.name),1931-03-05\n"
        },
        get("/api/v1/references"),
        get("/api/v1/runs"),
        get("/api/v1/runs/{run_id}", .run),
        post("/api/v1/runs/{run_id}/undo", .run) { _ in [:] },
        get("/api/v1/runs/{run_id}/decisions", .run),
        get("/api/v1/runs/{run_id}/groups", .run),
        get("/api/v1/models"),
        post("/api/v1/models") { ["text": $0.modelText, "name": $0.name] },
        get("/api/v1/models/{model_id}", .model),
        post("/api/v1/models/{model_id}/approve", .model) { _ in ["reason": "compared"] },
        post("/api/v1/models/rollback") { _ in ["reason": "a false merge"] },
        get("/api/v1/model-activations"),
        get("/api/v1/merges"),
        post("/api/v1/merges", .worker) { ["one": $0.id, "other": $0.other, "reason": "told"] },
        post("/api/v1/merges/{merge_id}/undo", .merge) { _ in ["reason": "told"] },
    ]

    private static let reviews = [
        post("/api/v1/trace-batches") { _ in [:] },
        get("/api/v1/trace-batches/{batch_id}/questions", .traceBatch),
        text("/api/v1/trace-batches/answers", type: "text/csv") { _ in
            "UNIQUE REFERENCE,ERROR/SUCCESS_CODE,MATCHED_NHS_NO,MATCHED_ALGORITHM_INDICATOR,"
                + "MATCHED_CONFIDENCE_PERCENTAGE\nNOBODY,98,,4,0\n"
        },
        get("/api/v1/reviews"),
        get("/api/v1/reviews/{review_id}", .review),
        post("/api/v1/reviews/{review_id}/assign", .review) { _ in [:] },
        post("/api/v1/reviews/{review_id}/release", .review) { _ in [:] },
        post("/api/v1/reviews/{review_id}/decisions", .review) { _ in ["verdict": "different", "reason": "twins"] },
        post("/api/v1/reviews/{review_id}/undo", .decidedReview) { _ in ["reason": "one after all"] },
        get("/api/v1/review-figures"),
        get("/api/v1/exclusions"),
        post("/api/v1/exclusions", .worker) { ["person": $0.id, "other": $0.other, "reason": "twins"] },
        post("/api/v1/exclusions/{exclusion_id}/withdraw", .exclusion) { _ in ["reason": "one after all"] },
        post("/api/v1/people/numbers", .worker) { ["person": $0.id, "nhs_number": $0.number, "reason": "a letter"] },
        post("/api/v1/people/numbers/close", .nhsNumber) { ["nhs_number": $0.number, "reason": "the mother's"] },
        post("/api/v1/number-changes/{change_id}/undo", .numberChange) { _ in ["reason": "hers after all"] },
    ]

    private static let jobs = [
        post("/api/v1/runs") { _ in [:] },
        get("/api/v1/jobs"),
        get("/api/v1/jobs/{job_id}", .job),
        post("/api/v1/jobs/{job_id}/retry", .job) { _ in [:] },
    ]

    private static let administrators = [
        get("/api/v1/organisations"),
        post("/api/v1/organisations") {
            ["ods_code": "Z\($0.id.prefix(4))".uppercased(), "name": "New", "kinds": ["site"]]
        },
        get("/api/v1/accounts"),
        post("/api/v1/accounts", .employer) {
            ["sign_in": "\($0.name)@example.org".lowercased(), "name": "New", "role": "manager", "ods_code": $0.code]
        },
        post("/api/v1/accounts/disable", .account) { ["sign_in": $0.id] },
        post("/api/v1/accounts/revoke-role", .account) {
            ["sign_in": $0.id, "role": "manager", "ods_code": $0.code]
        },
        get("/api/v1/clients"),
        post("/api/v1/clients", .employer) { ["name": "New", "ods_code": $0.code, "role": "system", "days": 1] },
        post("/api/v1/clients/{key_prefix}/rotate", .client) { _ in ["days": 1] },
        post("/api/v1/clients/{key_prefix}/revoke", .client) { _ in [:] },
    ]

    private static let auditors = [
        ask("/api/v1/audit/export", .worker) { ["person": $0.id] },
        ask("/api/v1/audit/verify") { _ in [:] },
        text("/api/v1/audit/heads", type: "") { _ in "" },
    ]

    private static let rights = [
        ask("/api/v1/people/export", .worker) { ["person": $0.id, "reason": "asked for it"] },
        post("/api/v1/people/rectify", .worker) {
            ["person": $0.id, "changes": ["town": "Otley"], "reason": "told"]
        },
        text("/api/v1/retention/plans", type: "") { _ in "" },
        text("/api/v1/retention/plans/{plan_id}/apply", .retentionPlan, type: "") { _ in "" },
    ]
}
