import Foundation
import OutreachCore
import TestDatabase
import Testing

/// A request that is refused, and how.
private struct Refused: Sendable, CustomTestStringConvertible {
    let status: Int
    let code: String
    let role: Role?
    let request: @Sendable () -> Request

    var testDescription: String { "\(status) \(code)" }

    init(_ status: Int, _ code: String, as role: Role?, _ request: @autoclosure @escaping @Sendable () -> Request) {
        self.status = status
        self.code = code
        self.role = role
        self.request = request
    }
}

/// What is planted in every refused request; no answer repeats it.
private let canary = "zyxcanary"

private let refused: [Refused] = [
    Refused(
        400, "malformed_json", as: .manager,
        Request("POST", "/api/v1/workers", bytes: Array("{\"family_name\": \"zyxcanary".utf8), type: "application/json")
    ),
    Refused(
        400, "malformed_json", as: .manager,
        Request("POST", "/api/v1/workers", bytes: Array("[\"zyxcanary\"]".utf8), type: "application/json")),
    Refused(
        400, "malformed_json", as: .manager,
        Request("POST", "/api/v1/workers", bytes: [0x7b, 0xff, 0xfe, 0x7d], type: "application/json")),
    Refused(
        400, "idempotency_key_needed", as: .manager,
        Request(
            "POST", "/api/v1/workers", ["family_name": canary, "birth_date": "1990-01-01"],
            headers: ["Idempotency-Key": ""])),
    Refused(
        400, "idempotency_key_invalid", as: .manager,
        Request(
            "POST", "/api/v1/workers", ["family_name": canary, "birth_date": "1990-01-01"],
            headers: ["Idempotency-Key": "zyxcanary two words"])),
    Refused(
        400, "idempotency_key_invalid", as: .manager,
        Request(
            "POST", "/api/v1/workers", ["family_name": canary, "birth_date": "1990-01-01"],
            headers: ["Idempotency-Key": String(repeating: "k", count: 256)])),
    Refused(400, "invalid_cursor", as: .manager, Request("GET", "/api/v1/workers?after=zyxcanary")),
    Refused(400, "invalid_limit", as: .manager, Request("GET", "/api/v1/workers?limit=501")),
    Refused(400, "invalid_limit", as: .manager, Request("GET", "/api/v1/workers?limit=0")),
    Refused(400, "invalid_limit", as: .manager, Request("GET", "/api/v1/workers?limit=zyxcanary")),
    Refused(400, "invalid_query", as: .registrar, Request("GET", "/api/v1/cases?state=zyxcanary")),
    Refused(
        400, "invalid_query", as: .manager,
        Request("POST", "/api/v1/uploads?preview=zyxcanary", bytes: Array("surname\nA\n".utf8), type: "text/csv")),
    Refused(401, "not_signed_in", as: nil, Request("GET", "/api/v1/workers?after=zyxcanary")),
    Refused(
        401, "not_signed_in", as: nil,
        Request("GET", "/api/v1/workers", headers: ["Authorization": "Bearer outreach_00000000_zyxcanary"])),
    Refused(
        401, "not_signed_in", as: nil,
        Request("GET", "/api/v1/workers", headers: ["Authorization": "Basic enl4Y2FuYXJ5OnB3"])),
    Refused(
        403, "not_permitted", as: .vaccinator,
        Request("POST", "/api/v1/workers", ["family_name": canary, "birth_date": "1990-01-01"])),
    Refused(404, "no_such_address", as: nil, Request("GET", "/zyxcanary")),
    Refused(404, "no_such_address", as: .manager, Request("POST", "/api/v1/zyxcanary", ["zyxcanary": canary])),
    Refused(404, "not_found", as: .vaccinator, Request("POST", "/api/v1/checks", ["temporary_id": Service.absentID])),
    Refused(404, "not_found", as: .vaccinator, Request("GET", "/api/v1/vaccinations/zyxcanary")),
    Refused(405, "method_not_allowed", as: .manager, Request("DELETE", "/api/v1/workers")),
    Refused(405, "method_not_allowed", as: nil, Request("POST", "/health/live", ["zyxcanary": canary])),
    Refused(
        412, "changed_meanwhile", as: .vaccinator,
        Request(
            "POST", "/api/v1/vaccinations/\(UUID().uuidString)/void", ["reason": canary],
            headers: ["If-Match": "zyxcanary"])),
    Refused(
        415, "wrong_media_type", as: .manager,
        Request("POST", "/api/v1/workers", bytes: Array(canary.utf8), type: "text/zyxcanary")),
    Refused(
        415, "wrong_media_type", as: .manager,
        Request("POST", "/api/v1/uploads", ["zyxcanary": canary])),
    Refused(
        422, "invalid", as: .manager,
        Request("POST", "/api/v1/workers", ["family_name": canary, "birth_date": canary, "zyxcanary": canary])),
    Refused(
        428, "if_match_needed", as: .vaccinator,
        Request("POST", "/api/v1/vaccinations/\(UUID().uuidString)/void", ["reason": canary])),
]

@Suite struct `an answer that is no success` {
    @Test func `is a problem with a code, a sentence and the id of the request, and repeats nothing`() async throws {
        try await Service.with { service in
            for expected in refused {
                let reply = try await service.send(expected.request(), as: expected.role)
                #expect(reply.status == expected.status, "\(expected.testDescription): \(reply.text)")
                #expect(reply.code == expected.code, "\(expected.testDescription): \(reply.text)")
                Self.expectForm(of: reply)
            }
        }
    }

    private static func expectForm(of reply: Reply) {
        #expect(reply[header: "Content-Type"] == "application/problem+json")
        #expect(reply[header: "Cache-Control"] == "no-store")
        #expect(reply.object["status"] as? Int == reply.status)
        #expect(reply["type"] == "/docs#problem-\(reply.code)")
        #expect(reply["title"]?.isEmpty == false)
        #expect(reply["detail"]?.hasSuffix(".") == true || reply["detail"]?.hasSuffix("…") == true)
        #expect(reply["request_id"] == reply[header: "X-Request-Id"])
        #expect(reply["request_id"].flatMap { UUID(uuidString: $0) } != nil)
        #expect(!reply.text.lowercased().contains(canary), "\(reply.text)")
        #expect(!reply.headers.values.contains { $0.lowercased().contains(canary) })
    }

    @Test func `says what else the address takes, and how to sign in`() async throws {
        try await Service.with { service in
            let wrongMethod = try await service.send(Request("PUT", "/api/v1/workers"), as: .manager)
            #expect(wrongMethod[header: "Allow"] == "GET, HEAD, POST")
            let unknown = try await service.get("/api/v1/workers", as: nil)
            #expect(unknown[header: "WWW-Authenticate"]?.hasPrefix("Bearer") == true)
        }
    }

    @Test func `has the caller's own id of the request where that is a UUID`() async throws {
        try await Service.with { service in
            let id = UUID().uuidString.lowercased()
            let own = try await service.get("/api/v1/workers", as: nil, headers: ["X-Request-Id": id])
            #expect(own[header: "X-Request-Id"] == id)
            let none = try await service.get("/api/v1/workers", as: nil, headers: ["X-Request-Id": canary])
            #expect(none[header: "X-Request-Id"].flatMap { UUID(uuidString: $0) } != nil)
        }
    }
}

@Suite struct `a body with more than was asked for` {
    /// Addresses that take JSON, each with the role that may call it.
    private static let addresses: [(Role, String)] = [
        (.manager, "/workers"), (.manager, "/workers/batch"), (.manager, "/temporary-ids/issue"),
        (.manager, "/temporary-ids/revoke"), (.manager, "/temporary-ids/replace"), (.manager, "/temporary-ids/reserve"),
        (.manager, "/temporary-ids/bind"), (.manager, "/cards"), (.vaccinator, "/checks"),
        (.vaccinator, "/people/search"), (.vaccinator, "/vaccinations"), (.steward, "/people/history"),
        (.steward, "/merges"), (.administrator, "/organisations"), (.administrator, "/accounts"),
        (.administrator, "/accounts/disable"), (.administrator, "/accounts/revoke-role"), (.administrator, "/clients"),
        (.auditor, "/audit/export"),
    ]

    @Test func `is refused whole, whatever it tries to set`() async throws {
        try await Service.with { service in
            for (role, path) in Self.addresses {
                for field in ["org_id", "organisation_id", "nhs_verified", "is_admin", "__proto__"] {
                    let reply = try await service.post("/api/v1" + path, as: role, [field: "administrator"])
                    #expect(reply.status == 422, "\(path) \(field): \(reply.text)")
                    #expect(reply.fieldCodes.contains("unknown_field"), "\(path) \(field): \(reply.text)")
                    #expect(!reply.text.contains(field), "\(path): \(reply.text)")
                }
            }
        }
    }

    @Test func `sets no role, no organisation and no state of a number`() async throws {
        try await Service.with { service in
            let worker = ["family_name": "Garcia", "birth_date": "1985-07-14"]
            for field in ["role", "organisation_id", "nhs_number_verified", "state", "person_id", "temporary_id"] {
                let body = worker.merging([field: "steward"]) { $1 }
                let reply = try await service.post("/api/v1/workers", as: .manager, body)
                #expect(reply.status == 422, "\(field): \(reply.text)")
            }
            // Nested and repeated forms count as well.
            let nested = try await service.post(
                "/api/v1/workers/batch", as: .manager, ["workers": [worker.merging(["role": "steward"]) { $1 }]])
            #expect(nested.fieldCodes == ["unknown_field"])
            let people = try await service.test.texts("SELECT person_id::text AS text FROM person")
            #expect(people.isEmpty)
        }
    }
}

@Suite struct `a question for the head of an answer` {
    @Test func `is answered like GET without the body, to whoever may ask`() async throws {
        try await Service.with { service in
            let wire = try await Wire.open(service.port)
            let key = service.keys[.manager] ?? ""
            let asked = [
                ("/health/ready", "", 200), ("/api/v1/workers", "Authorization: Bearer \(key)\r\n", 200),
                ("/api/v1/workers", "", 401), ("/api/v1/checks", "", 405), ("/zyx", "", 404),
            ]
            for (path, header, status) in asked {
                try await wire.send("HEAD \(path) HTTP/1.1\r\nHost: a\r\n\(header)\r\n")
                // Bytes of a body would be taken for the beginning of the next answer.
                let reply = try await wire.reply(within: .seconds(10), toHead: true)
                #expect(reply?.status == status)
            }
            try await wire.send("GET /health/ready HTTP/1.1\r\nHost: a\r\n\r\n")
            let last = try await wire.reply(within: .seconds(10))
            #expect(last?.status == 200)
        }
    }
}
