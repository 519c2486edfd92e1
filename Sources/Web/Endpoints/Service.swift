import Foundation
import HTTPTypes
import Hummingbird
import Telemetry

extension Endpoint {
    /// What the service says of itself.
    package static let service: [Endpoint] = [
        Endpoint(.get, "/") { _ in
            Response(status: .seeOther, headers: [.location: "/docs"])
        },
        Endpoint(.get, "/health/live") { _ in Answer.text("live\n", type: "text/plain; charset=utf-8") },
        Endpoint(.get, "/health/ready") { exchange in
            try await exchange.services.requireReady()
            return Answer.text("ready\n", type: "text/plain; charset=utf-8")
        },
        Endpoint(.get, "/metrics") { exchange in
            await exchange.services.measure()
            return Answer.text(exchange.services.metrics.exposition(), type: "text/plain; version=0.0.4")
        },
        Endpoint(.get, "/openapi.yaml") { _ in
            Answer.text(try APIDocument.text(), type: "application/yaml")
        },
    ]
}

/// The OpenAPI document, which is written by hand.
package enum APIDocument {
    /// - Throws: where the resource folder is not beside the program.
    package static func text() throws -> String {
        guard let file = Bundle.module.url(forResource: "Resources/openapi", withExtension: "yaml") else {
            throw CocoaError(.fileNoSuchFile)
        }
        return try String(contentsOf: file, encoding: .utf8)
    }
}
