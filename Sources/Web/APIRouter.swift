import HTTPTypes
import Hummingbird

/// Brings requests to endpoints; what has no endpoint gets a problem like any other error.
enum APIRouter {
    static func responder(_ services: WebServices, _ endpoints: [Endpoint]) -> any HTTPResponder<APIContext> {
        let router = Router(context: APIContext.self)
        for endpoint in endpoints {
            router.on(
                RouterPath(endpoint.path), method: endpoint.method,
                responder: EndpointResponder(services: services, endpoint: endpoint))
        }
        for (path, methods) in Dictionary(grouping: endpoints, by: \.path).mapValues({ $0.map(\.method) }) {
            refuseOtherMethods(of: path, methods, router, services)
        }
        return NotFoundResponder(inner: router.buildResponder(), services: services)
    }

    private static let known: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options, .trace]

    private static func refuseOtherMethods(
        of path: String, _ methods: [HTTPRequest.Method], _ router: Router<APIContext>, _ services: WebServices
    ) {
        let allowed = methods.map(\.rawValue).sorted().joined(separator: ", ")
        for method in known where !methods.contains(method) {
            let endpoint = Endpoint(method, path) { _ in
                throw Problem(
                    .methodNotAllowed, "method_not_allowed", "This address takes: \(allowed).",
                    headers: [.allow: allowed])
            }
            router.on(
                RouterPath(path), method: method, responder: EndpointResponder(services: services, endpoint: endpoint))
        }
    }
}

/// Answers for addresses that are none.
private struct NotFoundResponder<Inner: HTTPResponder<APIContext>>: HTTPResponder {
    typealias Context = APIContext

    let inner: Inner
    let services: WebServices

    func respond(to request: Request, context: APIContext) async throws -> Response {
        let response = try await inner.respond(to: request, context: context)
        // Every endpoint sets a request id; the library's own answer for an unknown address has none.
        guard response.headers[.requestID] == nil else { return response }
        // The path itself may hold anything and is neither logged nor counted.
        let endpoint = Endpoint(.get, "none") { _ in
            throw Problem(.notFound, "no_such_address", "There is nothing at this address. See /docs.")
        }
        return try await EndpointResponder(services: services, endpoint: endpoint)
            .respond(to: request, context: context)
    }
}
