import HTTPTypes
import Hummingbird

/// Brings requests to endpoints; what has no endpoint gets a problem like any other error.
enum APIRouter {
    static func responder(_ services: WebServices, _ endpoints: [Endpoint]) -> any HTTPResponder<APIContext> {
        let router = Router(context: APIContext.self)
        for endpoint in endpoints { add(endpoint, to: router, services) }
        let unknown = Router(context: APIContext.self)
        for (path, methods) in Dictionary(grouping: endpoints, by: \.path).mapValues({ $0.map(\.method) }) {
            let answered = methods.contains(.get) ? methods + [.head] : methods
            for method in known where !methods.contains(method) {
                add(refusal(of: method, at: path, allowing: answered), to: router, services)
            }
            add(refusal(of: .unknown, at: path, allowing: answered), to: unknown, services)
        }
        return FallbackResponder(
            inner: router.buildResponder(), unknownMethod: unknown.buildResponder(), services: services)
    }

    private static let known: [HTTPRequest.Method] = [.get, .post, .put, .patch, .delete, .options, .trace]

    private static func add(_ endpoint: Endpoint, to router: Router<APIContext>, _ services: WebServices) {
        // HEAD is answered like GET, without the body (RFC 9110, section 9.3.2): probes ask so.
        for method in endpoint.method == .get ? [.get, .head] : [endpoint.method] {
            router.on(
                RouterPath(endpoint.path), method: method,
                responder: EndpointResponder(services: services, endpoint: endpoint))
        }
    }

    private static func refusal(
        of method: HTTPRequest.Method, at path: String, allowing methods: [HTTPRequest.Method]
    ) -> Endpoint {
        let allowed = methods.map(\.rawValue).sorted().joined(separator: ", ")
        return Endpoint(method, path) { _ in
            throw Problem(
                .methodNotAllowed, "method_not_allowed", "This address takes: \(allowed).", headers: [.allow: allowed])
        }
    }
}

extension HTTPRequest.Method {
    /// Stands for every method that is none of HTTP's own: a caller can make up as many as they like, and each would
    /// be a metric of its own.
    fileprivate static let unknown = connect
}

/// Answers for methods that nobody knows and for addresses that are none.
private struct FallbackResponder<Inner: HTTPResponder<APIContext>>: HTTPResponder {
    typealias Context = APIContext

    let inner: Inner
    let unknownMethod: Inner
    let services: WebServices

    func respond(to request: Request, context: APIContext) async throws -> Response {
        // Every endpoint sets a request id; the library's own answer where it finds no endpoint has none.
        let response = try await inner.respond(to: request, context: context)
        guard response.headers[.requestID] == nil else { return response }
        var head = request.head
        head.method = .unknown
        let refused = try await unknownMethod.respond(to: Request(head: head, body: request.body), context: context)
        guard refused.headers[.requestID] == nil else { return refused }
        // The path itself may hold anything and is neither logged nor counted.
        let endpoint = Endpoint(.get, "none") { _ in
            throw Problem(.notFound, "no_such_address", "There is nothing at this address. See /docs.")
        }
        return try await EndpointResponder(services: services, endpoint: endpoint)
            .respond(to: request, context: context)
    }
}
