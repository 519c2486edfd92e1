import HTTPTypes
import Hummingbird
import Logging
import Metrics
import Operations
import OutreachCore
import Postgres
import Store

/// Calls an endpoint for a request: sign-in, limits, the endpoint, and what becomes of an error; one log line each.
struct EndpointResponder: HTTPResponder {
    typealias Context = APIContext

    let services: WebServices
    let endpoint: Endpoint
    private let metrics: RequestMetrics

    init(services: WebServices, endpoint: Endpoint) {
        self.services = services
        self.endpoint = endpoint
        metrics = RequestMetrics(endpoint)
    }

    func respond(to request: Request, context: APIContext) async throws -> Response {
        let started = ContinuousClock.now
        let requestID = Self.requestID(request)
        let trace = request.headers[.traceparent].flatMap(TraceContext.init(traceparent:))
        var note = RequestNote(endpoint, requestID: requestID, trace: trace?.traceID)
        var limits: HTTPFields = [:]
        var response: Response
        do {
            response = try await answer(request, context, trace, &note, &limits)
        } catch {
            let problem = Problem(error) ?? defect(error, note)
            note.code = problem.code
            if problem.code == "busy" { Counter(label: "outreach_pool_refused_total").increment() }
            response = Answer.problem(problem, of: requestID)
        }
        for field in limits { response.headers[field.name] = field.value }
        response.headers[.requestID] = requestID
        // Answers are about people: no cache on the way may keep them.
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        if request.method == .head { response = response.createHeadResponse() }
        note.finish(response.status, after: ContinuousClock.now - started, metrics, services.logger)
        return response
    }

    private func answer(
        _ request: Request, _ context: APIContext, _ trace: TraceContext?, _ note: inout RequestNote,
        _ limits: inout HTTPFields
    ) async throws -> Response {
        let requestID = note.requestID
        guard case .members(let roles, let scope) = endpoint.access else {
            return try await endpoint.handle(
                Exchange(
                    services: services, request: request, context: context, requestID: requestID, caller: nil,
                    trace: trace))
        }
        let caller = try await signIn(request, context)
        note.client = caller.client.description
        limits = try services.gates.pass(caller, endpoint.limit)
        try Self.permit(caller, roles, scope)
        return try await endpoint.handle(
            Exchange(
                services: services, request: request, context: context, requestID: requestID, caller: caller,
                trace: trace))
    }

    private func signIn(_ request: Request, _ context: APIContext) async throws -> Caller {
        guard let header = request.headers[.authorization] else { throw Problem.unauthenticated }
        let address = services.address(of: request, context)
        let words = header.split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == "bearer",
            let caller = try await services.authenticator.caller(bearing: String(words[1]))
        else {
            try services.gates.noteFailedSignIn(from: address)
            throw Problem.unauthenticated
        }
        guard caller.mayCall(from: address) else {
            services.authenticator.failures.note(.wrongNetwork, client: caller.client, as: caller.membership)
            try services.gates.noteFailedSignIn(from: address)
            // It looks like any other failure: whoever tries learns nothing.
            throw Problem.unauthenticated
        }
        return caller
    }

    private static func permit(_ caller: Caller, _ roles: Set<Role>, _ scope: Scope?) throws {
        guard roles.contains(caller.membership.role) else {
            throw Problem(.forbidden, "not_permitted", "The role \(caller.membership.role.rawValue) may not do this.")
        }
        // An operation that no scope covers is closed to programs.
        guard let scope, caller.scopes.contains(scope) else {
            throw Problem(
                .forbidden, "scope_missing",
                "The credential does not cover this: it needs the scope \(scope?.rawValue ?? "of another kind").")
        }
    }

    /// The caller's id of the request where it is a UUID, so that both sides log the same.
    private static func requestID(_ request: Request) -> String {
        (request.headers[.requestID].flatMap(Key<Request>.init(postgresText:)) ?? Key()).description
    }

    private func defect(_ error: any Error, _ note: RequestNote) -> Problem {
        // Types and codes alone: another error's text may repeat what was entered.
        let codes = error as? PostgresError
        services.logger.error(
            "defect",
            metadata: [
                "request_id": .string(note.requestID), "error": .string(String(describing: type(of: error))),
                "sql_state": .string(codes?.sqlState?.code ?? ""), "subject": .string(codes?.subject ?? ""),
            ])
        return Problem(
            .internalServerError, "defect",
            "The service failed at this, and it may or may not have been done. Ask again with the same Idempotency-Key; "
                + "where it fails again, report the request id to whoever runs the service.")
    }
}
