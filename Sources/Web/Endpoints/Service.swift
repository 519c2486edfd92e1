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
        Endpoint(.get, "/docs") { _ in
            let page = try APIDocument.page()
            var answer = Answer.text(page.html, type: "text/html; charset=utf-8")
            answer.headers[.contentSecurityPolicy] = page.policy
            return answer
        },
    ]
}

/// The OpenAPI document, which is written by hand, and the page that `ops/docs` makes of it.
package enum APIDocument {
    /// A page and what a browser may load for it.
    struct Page {
        let html: String
        let policy: String
    }

    /// - Throws: where the resource folder is not beside the program.
    package static func text() throws -> String {
        try resource("openapi", "yaml")
    }

    /// - Throws: where the resource folder is not beside the program, or the page does not say its own policy.
    static func page() throws -> Page {
        let html = try resource("docs", "html")
        // The page holds the hash of its style; what follows works in a header alone.
        guard let stated = html.firstMatch(of: /"Content-Security-Policy" content="([^"]+)"/)?.1 else {
            throw CocoaError(.fileReadCorruptFile)
        }
        return Page(html: html, policy: "\(stated); frame-ancestors 'none'")
    }

    private static func resource(_ name: String, _ type: String) throws -> String {
        guard let file = Bundle.module.url(forResource: "Resources/" + name, withExtension: type) else {
            throw CocoaError(.fileNoSuchFile)
        }
        return try String(contentsOf: file, encoding: .utf8)
    }
}
