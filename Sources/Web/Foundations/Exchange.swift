import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Operations
import OutreachCore
import Store

/// A request on its way to an answer, as an endpoint sees it.
struct Exchange: Sendable {
    let services: WebServices
    let request: Request
    let context: APIContext
    let requestID: String
    /// Nobody at an endpoint that is open to everybody.
    let caller: Caller?
    /// The caller's trace, where the request belongs to one.
    let trace: TraceContext?

    /// Whom an operation is done for.
    ///
    /// - Throws: ``Problem`` at an endpoint that asks nobody to sign in: a defect.
    var member: Membership {
        get throws {
            guard let caller else { throw Problem.unauthenticated }
            return caller.membership
        }
    }

    // MARK: What was sent

    /// A part of the path.
    func parameter(_ name: String) -> String {
        context.parameters.get(name) ?? ""
    }

    /// An id in the path; one that is none belongs to nothing.
    func id<Subject>(_ name: String, of what: String) throws -> Key<Subject> {
        guard let uuid = UUID(uuidString: parameter(name)) else { throw Refusal.notFound(what) }
        return Key(uuid)
    }

    /// A value of the query string.
    func query(_ name: String) -> String? {
        request.uri.queryParameters[name[...]].map { String($0) }
    }

    /// A value of the query string that is true or false; false where it is absent.
    func flag(_ name: String) throws -> Bool {
        switch query(name) {
        case nil, "false": false
        case "true": true
        default: throw Problem(.badRequest, "invalid_query", "Send as \(name) true or false.")
        }
    }

    /// Gives the body to `take` piece by piece.
    ///
    /// - Throws: what `take` throws, or ``Problem``: a body that breaks off is its sender's fault and no defect.
    func receive(_ take: (ByteBuffer) throws -> Void) async throws {
        var pieces = request.body.makeAsyncIterator()
        while true {
            let piece: ByteBuffer?
            do {
                piece = try await pieces.next()
            } catch let error as CancellationError {
                throw error
            } catch {
                throw Problem(
                    .badRequest, "body_cut_off", "The body did not arrive whole. Send the request again.",
                    headers: [.connection: "close"])
            }
            guard let piece else { return }
            try take(piece)
        }
    }

    /// The body whole, no larger than the limit.
    func body(upTo limit: Int) async throws -> [UInt8] {
        var collected: [UInt8] = []
        let tooLarge = Problem(
            .contentTooLarge, "body_too_large", "The body is larger than \(limit) bytes. Send less at once.",
            // What follows is not read: the connection cannot carry another request.
            headers: [.connection: "close"])
        if let announced = request.headers[.contentLength].flatMap({ Int($0) }), announced > limit { throw tooLarge }
        try await receive { piece in
            guard collected.count + piece.readableBytes <= limit else { throw tooLarge }
            collected += piece.readableBytesView
        }
        return collected
    }

    /// The JSON body, read field by field.
    ///
    /// - Parameter body: answers `nil` where a field that it needs has a problem.
    /// - Returns: what `body` made of the fields.
    /// - Throws: ``Problem`` with everything that is wrong.
    func read<Request>(_ body: (inout JSONFields) -> Request?) async throws -> Request {
        try requireType("application/json")
        var fields = try JSONFields(JSONValue(parsing: try await self.body(upTo: services.limits.bodyBytes)))
        let request = body(&fields)
        try fields.finish()
        guard let request else { throw Problem.invalid([]) }
        return request
    }

    /// - Throws: ``Problem`` where the body says that it is something else.
    func requireType(_ type: String) throws {
        // Nearly always just that; what else a header may say costs more to read than the rest of it.
        guard request.headers[.contentType] != type else { return }
        let sent = request.headers[.contentType]?.split(separator: ";").first?.lowercased() ?? ""
        guard sent.trimmingCharacters(in: .whitespaces) == type else {
            throw Problem(.unsupportedMediaType, "wrong_media_type", "Send the body with Content-Type: \(type).")
        }
    }

    /// The key under which the request has its effect once.
    var idempotencyKey: String {
        get throws {
            guard let key = request.headers[.idempotencyKey] else {
                throw Problem(
                    .badRequest, "idempotency_key_needed",
                    "Send a header Idempotency-Key with a text of your own: the same key is done once.")
            }
            guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                throw Problem(
                    .badRequest, "idempotency_key_invalid",
                    "The Idempotency-Key has to be 1 to 255 visible ASCII characters, for example a UUID.")
            }
            return key
        }
    }

    /// The version that the caller has before them; `nil` where any will do (`*`).
    var expectedVersion: Int? {
        get throws {
            guard let text = request.headers[.ifMatch]?.trimmingCharacters(in: .whitespaces) else {
                throw Problem(
                    .preconditionRequired, "if_match_needed",
                    "Send If-Match with the ETag of what you have before you, for example If-Match: \"1\".")
            }
            if text == "*" { return nil }
            guard text.count > 2,
                let version = Int(text.dropFirst().dropLast()), version > 0, text == "\"\(version)\""
            else {
                throw Problem(
                    .preconditionFailed, "changed_meanwhile", "The ETag is none of this object. Look at it again.")
            }
            return version
        }
    }

    // MARK: What is done

    /// Runs an operation for the caller.
    func run<Task: Operations.Operation>(_ operation: Task) async throws -> Task.Outcome {
        try await services.runner.traced(by: trace).run(operation, as: try member)
    }

    /// Runs an operation for the caller, once for the request's key.
    func once<Task: RepeatableOperation>(_ operation: Task) async throws -> Task.Outcome {
        try await services.runner.traced(by: trace).run(operation, as: try member, key: try idempotencyKey)
    }
}

extension HTTPField.Name {
    static let idempotencyKey = named("Idempotency-Key")
    static let requestID = named("X-Request-Id")
    static let traceparent = named("traceparent")
    static let forwardedFor = named("X-Forwarded-For")
    static let rateLimit = named("RateLimit")
    static let rateLimitPolicy = named("RateLimit-Policy")

    /// Names that are written here are tokens (RFC 9110, section 5.1): the alternative is never taken.
    private static func named(_ name: String) -> HTTPField.Name {
        HTTPField.Name(name) ?? .vary
    }
}

extension Problem {
    static let unauthenticated = Problem(
        .unauthorized, "not_signed_in", "Send a valid API key or access token: Authorization: Bearer …",
        headers: [.wwwAuthenticate: "Bearer realm=\"outreach\""])
}
