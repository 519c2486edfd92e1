import Foundation
import Operations
import OutreachCore
import Store
import TestDatabase
import Testing

/// A client that signs, registered at a service.
private struct Partner {
    let service: Service
    let signer: SigningClient
    let client: ClientID
    let prefix: String

    static func with(
        _ algorithm: SigningClient.Algorithm = .es384, _ body: (Partner) async throws -> Void
    ) async throws {
        try await Service.with { service in
            let signer = try SigningClient(algorithm)
            let key = try await service.credentials.add(
                .system, at: service.members.site.odsCode, scopes: [.checks, .vaccinationsRead],
                keySet: try signer.keySet())
            let clients = try await service.credentials.runner.run(
                ListAPIClients(), as: service.members.administrator)
            let client = try #require(clients.first { $0.keyPrefix == key.prefix })
            try await body(Partner(service: service, signer: signer, client: client.id, prefix: key.prefix))
        }
    }

    func assertion(_ more: [String: Any] = [:]) throws -> String {
        let claims: [String: Any] = [
            "iss": client.description, "sub": client.description, "aud": Service.baseURL + "/oauth2/token",
            "jti": UUID().uuidString, "exp": Date().timeIntervalSince1970.rounded() + 240,
        ]
        return try signer.assertion(claims.merging(more) { $1 })
    }

    func form(_ assertion: String, _ more: String = "") -> String {
        "grant_type=client_credentials&client_assertion_type="
            + "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=\(assertion)\(more)"
    }

    func ask(_ form: String, type: String = "application/x-www-form-urlencoded") async throws -> Reply {
        try await service.send(Request("POST", "/oauth2/token", bytes: Array(form.utf8), type: type), as: nil)
    }
}

@Suite struct `a token over HTTP` {
    @Test("is given for a signed assertion and opens what was granted", arguments: SigningClient.Algorithm.allCases)
    func flow(algorithm: SigningClient.Algorithm) async throws {
        try await Partner.with(algorithm) { partner in
            let configuration = try await partner.service.get("/.well-known/smart-configuration", as: nil)
            #expect(configuration["token_endpoint"] == Service.baseURL + "/oauth2/token")
            let reply = try await partner.ask(partner.form(try partner.assertion(), "&scope=checks%20audit"))
            #expect(reply.status == 200)
            #expect(reply["token_type"] == "bearer")
            #expect(reply["scope"] == "checks")
            #expect(reply.object["expires_in"] as? Int == 300)
            #expect(reply[header: "Cache-Control"] == "no-store")
            let token = try #require(reply["access_token"])
            let check = Request("POST", "/api/v1/checks", ["temporary_id": Service.absentID]).bearing(token)
            let found = try await check.send(to: partner.service.port)
            #expect(found.status == 404)
            let vaccination = Request("GET", "/api/v1/vaccinations/\(UUID().uuidString)").bearing(token)
            let beyond = try await vaccination.send(to: partner.service.port)
            #expect(beyond.code == "scope_missing")
            try await Self.expectEnd(of: check, partner)
        }
    }

    /// The token ends with its client.
    private static func expectEnd(of check: Request, _ partner: Partner) async throws {
        _ = try await partner.service.credentials.runner.run(
            RevokeAPIClient(keyPrefix: partner.prefix), as: partner.service.members.administrator)
        let ended = ContinuousClock.now
        while try await check.send(to: partner.service.port).status != 401, .now - ended < .seconds(20) {
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(.now - ended < .seconds(5))
    }

    @Test func `is given once for an assertion`() async throws {
        try await Partner.with { partner in
            let form = partner.form(try partner.assertion())
            let first = try await partner.ask(form)
            let second = try await partner.ask(form)
            #expect(first.status == 200)
            #expect(second.status == 401)
            #expect(second["error"] == "invalid_client")
            #expect(second["access_token"] == nil)
        }
    }

    @Test func `is not given for anything else`() async throws {
        try await Partner.with { partner in
            let stranger = try SigningClient(.es384)
            let claims: [String: Any] = [
                "iss": partner.client.description, "sub": partner.client.description,
                "aud": Service.baseURL + "/oauth2/token", "jti": "zyxcanary",
                "exp": Date().timeIntervalSince1970 + 240,
            ]
            let unsigned = try partner.assertion().split(separator: ".").dropLast().joined(separator: ".") + "."
            let attempts: [(String, Int, String)] = [
                (partner.form(try stranger.assertion(claims)), 401, "invalid_client"),
                (partner.form(unsigned), 401, "invalid_client"),
                (partner.form(try partner.assertion(["aud": "https://elsewhere.example"])), 401, "invalid_client"),
                (partner.form(try partner.assertion(["exp": 1])), 401, "invalid_client"),
                (partner.form(try partner.assertion(["sub": UUID().uuidString])), 401, "invalid_client"),
                (partner.form(try partner.assertion(), "&scope=audit"), 400, "invalid_scope"),
                (partner.form(try partner.assertion(), "&grant_type=password"), 400, "invalid_request"),
                (partner.form("zyxcanary"), 400, "invalid_request"), ("", 400, "invalid_request"),
                ("&&&===&=&grant_type", 400, "unsupported_grant_type"),
                ("grant_type=%zz%", 400, "unsupported_grant_type"),
                ("grant_type=password&username=zyxcanary&password=zyxcanary", 400, "unsupported_grant_type"),
                ("grant_type=%00zyxcanary", 400, "unsupported_grant_type"),
                (String(repeating: "a=b&", count: 50_000), 400, "invalid_request"),
            ]
            for (form, status, error) in attempts {
                let reply = try await partner.ask(form)
                #expect(reply.status == status, "\(form.prefix(60)): \(reply.text)")
                #expect(reply["error"] == error, "\(form.prefix(60)): \(reply.text)")
                #expect(!reply.text.contains("zyxcanary"))
            }
            let json = try await partner.ask("{}", type: "application/json")
            #expect(json.status == 415)
            let upperCase = try await partner.ask(
                partner.form(try partner.assertion()), type: "Application/X-WWW-Form-URLencoded; charset=utf-8")
            #expect(upperCase.status == 200)
        }
    }
}
