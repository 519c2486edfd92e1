import HTTPTypes
import OutreachCore
import Testing
import Web

@Suite struct DocumentTests {
    @Test func `every address of the service is in the OpenAPI document, and nothing else`() throws {
        let written = try WrittenDocument().operations.map(\.name).sorted()
        #expect(written == Endpoint.all.map(\.name).sorted())
    }

    @Test func `the document names for each address the operation, the roles and the scope that hold`() throws {
        let written = Dictionary(
            try WrittenDocument().operations.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        for endpoint in Endpoint.all {
            let operation = try #require(written[endpoint.name], "\(endpoint.name)")
            #expect(operation.text("x-operation") == endpoint.operation, "\(endpoint.name)")
            #expect(operation.words("x-roles") == endpoint.roles, "\(endpoint.name)")
            #expect(operation.text("x-scope") == endpoint.scope, "\(endpoint.name)")
        }
    }

    @Test func `every operation of the document has a name of its own`() throws {
        let names = try WrittenDocument().operations.map { $0.text("operationId") ?? "" }
        #expect(!names.contains("") && Set(names).count == names.count)
    }

    @Test func `an operation that may be called without signing in says so in the document`() throws {
        let open = try WrittenDocument().operations.filter { $0.text("security") == "[]" }.map(\.name)
        #expect(Set(open) == Set(Endpoint.all.filter { $0.roles.isEmpty }.map(\.name)))
    }
}

extension Endpoint {
    fileprivate var name: String { "\(method.rawValue) \(path)" }

    /// Nobody's where anybody may call.
    fileprivate var roles: Set<String> {
        switch access {
        case .everybody: []
        case .members(let roles, _): Set(roles.map(\.rawValue))
        }
    }

    fileprivate var scope: String? {
        switch access {
        case .everybody: nil
        case .members(_, let scope): scope?.rawValue
        }
    }
}
