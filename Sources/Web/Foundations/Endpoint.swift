package import HTTPTypes
import Hummingbird
import Operations
package import OutreachCore

/// One address of the API: how it is called, what it does, and what it asks of the caller.
///
/// The table of all endpoints is the one truth: routes, the access matrix and the check of the OpenAPI document follow it.
package struct Endpoint: Sendable {
    /// Who may call it.
    package enum Access: Sendable {
        /// Anybody, without signing in.
        case everybody
        /// Signed-in callers in one of the roles, whose credential covers the scope.
        case members(Set<Role>, Scope?)
    }

    /// Which limit counts the call beside the client's own.
    package enum Limit: Sendable {
        case none
        /// Finds or shows a person.
        case lookup
        /// Takes a file.
        case imports
    }

    package let method: HTTPRequest.Method
    /// As OpenAPI writes it, for example `/api/v1/vaccinations/{vaccination_id}/void`.
    package let path: String
    /// The operation behind it; empty for an address of the service itself.
    package let operation: String
    package let access: Access
    package let limit: Limit
    let handle: @Sendable (Exchange) async throws -> Response

    /// An endpoint of the service itself, open to everybody.
    init(
        _ method: HTTPRequest.Method, _ path: String, handle: @escaping @Sendable (Exchange) async throws -> Response
    ) {
        self.init(method, path, operation: "", .everybody, .none, handle)
    }

    /// An endpoint of the API with an operation behind it; who may call it follows from that.
    init<Task: Operations.Operation>(
        _ method: HTTPRequest.Method, _ path: String, _ operation: Task.Type, limit: Limit = .none,
        handle: @escaping @Sendable (Exchange) async throws -> Response
    ) {
        self.init(
            method, "/api/v1" + path, operation: Task.name, .members(Task.roles, Scope.needed(for: Task.name)), limit,
            handle)
    }

    private init(
        _ method: HTTPRequest.Method, _ path: String, operation: String, _ access: Access, _ limit: Limit,
        _ handle: @escaping @Sendable (Exchange) async throws -> Response
    ) {
        self.method = method
        self.path = path
        self.operation = operation
        self.access = access
        self.limit = limit
        self.handle = handle
    }
}
