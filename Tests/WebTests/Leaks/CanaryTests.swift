import Foundation
import HTTPTypes
import Operations
import OutreachCore
import Store
import TestDatabase
import Testing

@testable import Web

/// Made-up data of people, of which nothing may show where it does not belong.
private struct Canaries: Sendable {
    static let name = "Zyxcanary"
    static let birthDate = "1937-09-13"
    static let nhsNumber = "9994170007"
    static let phone = "07700 900417"

    /// Anything of this outside an answer of success is a leak, whatever the case of its letters.
    static let traces = [
        "zyx", birthDate, "13-sep-1937", nhsNumber, "999 417 0007", phone, "7700900417",  // a phone, not an NHS number
    ]
    static let worker: [String: String] = [
        "family_name": name, "given_names": "Zyxa", "middle_names": "Zyxb", "birth_date": birthDate,
        "previous_family_name": "Zyxold", "address_line": "417 Zyx Lane", "town": "Zyxton", "postcode": "LS29 7ZY",
        "phone": phone, "email": "zyx@example.org", "nhs_number": nhsNumber, "employer_reference": "ZYX417",
        "job_role": "Zyxer",
    ]

    let temporaryID: String
    let keys: [String]

    func leak(in text: String) -> String? {
        let text = text.lowercased()
        let spoken = [temporaryID.prefix(3), temporaryID.dropFirst(3).prefix(4), temporaryID.dropFirst(7)]
        let ids = [temporaryID, spoken.joined(separator: "-")].map { $0.lowercased() }
        return (Self.traces + ids + keys).first { text.contains($0.lowercased()) }
    }

    /// Bodies of JSON that hold a canary wherever an endpoint may read something.
    static func bodies(_ id: String) -> [[String: Any]] {
        let everything: [String: Any] = [
            "temporary_id": id, "person": id, "one": id, "other": nhsNumber, "worker": id, "reason": "zyx reason",
            "evidence": "zyx evidence", "event": "withdraw", "product": "Comirnaty", "batch": "ZYX1",
            "performer": name, "given_at": "2026-06-01", "override_reason": "zyx", "name": name, "ods_code": "RXZ99",
            "kinds": ["site"], "sign_in": "zyx@example.org", "role": "manager", "count": 1,
            "temporary_ids": [id, name],
            "workers": [worker], "changes": ["performer": name], "scopes": ["zyx"], "networks": ["zyx"],
            "employer_ods_code": "RXZ99", "from": birthDate, "days": 1,
        ].merging(worker as [String: Any]) { $1 }
        return [
            worker, everything, ["temporary_id": id], ["temporary_id": id, "birth_date": "zyx"], ["person": id],
            ["person": nhsNumber], ["person": name], ["worker": id],
            ["workers": [worker, ["family_name": "\u{202e}Zyx"]]],
            ["temporary_id": id, "reason": "zyx reason"], ["one": id, "other": id, "reason": "zyx"],
            ["temporary_id": id, "product": "Comirnaty", "batch": "ZYX1", "performer": name, "given_at": "2026-06-01"],
            ["temporary_id": id, "product": "Zyxvax", "given_at": birthDate],
            ["changes": ["performer": name], "reason": "zyx"], ["event": "withdraw", "evidence": "zyx"],
            ["event": "zyx"], ["family_name": name, "birth_date": birthDate],
            ["family_name": name, "birth_date": "zyx"],
            ["name": name, "ods_code": "RXZ99", "kinds": ["employer"]], ["temporary_ids": [id]],
            ["sign_in": "zyx@example.org", "name": name, "role": "manager", "ods_code": "VL0AA"],
            ["sign_in": "zyx@example.org"], ["name": name, "role": "system", "ods_code": "RX101", "networks": ["zyx"]],
            ["zyx": "zyx"], ["family_name": 417, "birth_date": [birthDate]],
        ]
    }

    static let texts = [
        "reference,first name,surname,dob,phone\nZYX1,Zyxa,\(name),\(birthDate),\(phone)\nZYX1,Zyx,\u{202e}Zyx,zyx,zyx\n",
        "ref_id,nhs_number,given_name,family_name,date_of_birth\nZYX,\(nhsNumber),Zyxa,\(name),\(birthDate)\nZYX,zyx,,,\n",
        "{\"family_name\": \"\(name)", "zyx\u{0}zyx", "\"zyx\"",
        "grant_type=client_credentials&client_assertion=zyx.zyx.zyx&client_id=\(name)&scope=\(nhsNumber)",
    ]
}

@Suite struct `personal data planted through every address` {
    @Test func `shows in no log, metric or error, and not after a kill`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let keys = try await Credentials(runner: test.runner(), members: members).keysByRole()
            let id = try await Self.plant(test, members)
            let canaries = Canaries(
                temporaryID: id, keys: keys.values.map { String($0.split(separator: "_").last ?? "") })
            let settings = Dictionary(
                uniqueKeysWithValues: [
                    "LOOKUPS_PER_ACCOUNT", "LOOKUPS_PER_SITE", "REQUESTS_PER_CLIENT", "FAILED_SIGN_INS", "IMPORTS",
                    "MISSES",
                ].map { ("OUTREACH_LIMIT_\($0)", "1000000") } + [("OUTREACH_LOG_LEVEL", "debug")])
            try await ServedProgram.with(on: test.url, settings) { program in
                let statuses = try await Self.callEverything(program, keys, canaries)
                #expect(statuses.isSuperset(of: [200, 201, 400, 401, 403, 404, 405, 415, 422, 428]), "\(statuses)")
                try await Self.violateAConstraint(test, program, keys, canaries)
                let metrics = try await Request("GET", "/metrics").send(to: program.port)
                #expect(canaries.leak(in: metrics.text) == nil)
                try await Self.kill(program, test, keys)
                Self.expectSilence(of: program, canaries)
            }
            try await Self.expectSilence(ofTheServerOf: test, canaries)
        }
    }

    private static func plant(_ test: TestDatabase, _ members: Members) async throws -> String {
        let form = WorkerForm([
            .familyName: Canaries.name, .givenNames: "Zyxa", .birthDate: Canaries.birthDate, .phone: Canaries.phone,
        ])
        let outcome = try await test.runner().run(EnrolWorker(form), as: members.manager)
        return try #require(outcome.temporaryID).canonical
    }

    /// Calls each endpoint by each role with each body, and answers which statuses there were.
    private static func callEverything(
        _ program: ServedProgram, _ keys: [Role: String], _ canaries: Canaries
    ) async throws -> Set<Int> {
        var statuses: Set<Int> = []
        for endpoint in Endpoint.all {
            let wire = try await Wire.open(program.port)
            for request in requests(to: endpoint, canaries) {
                for key in callers(of: endpoint, keys) {
                    var request = request.bearing(key)
                    request.headers["Traceparent"] = "zyx-\(Canaries.nhsNumber)"
                    request.headers["X-Request-Id"] = Canaries.nhsNumber
                    request.headers["User-Agent"] = Canaries.name
                    request.headers["Cookie"] = "name=\(Canaries.name)"
                    try await wire.send(request.bytes)
                    let reply = try #require(try await wire.reply(), "\(request.method) \(request.path)")
                    statuses.insert(reply.status)
                    #expect(reply.status < 500, "\(request.method) \(endpoint.path): \(reply.text)")
                    let said = reply.headers.values.joined(separator: " ") + (reply.status < 300 ? "" : reply.text)
                    if let leak = canaries.leak(in: said) {
                        Issue.record("\(leak) shows in the answer of \(endpoint.path): \(said)")
                    }
                }
            }
        }
        for path in ["/\(Canaries.name)", "/api/v1/\(Canaries.nhsNumber)?name=\(Canaries.name)"] {
            let reply = try await Request("GET", path, headers: ["Authorization": "Bearer zyx"]).send(to: program.port)
            #expect(canaries.leak(in: reply.text) == nil)
            statuses.insert(reply.status)
        }
        let wrong = try await Request("PATCH", "/api/v1/workers?zyx", ["zyx": "zyx"]).send(to: program.port)
        statuses.insert(wrong.status)
        return statuses
    }

    /// The roles that may call it, one that may not, and nobody.
    private static func callers(of endpoint: Endpoint, _ keys: [Role: String]) -> [String] {
        guard case .members(let roles, _) = endpoint.access else { return ["zyx"] }
        let others = keys.keys.filter { !roles.contains($0) }.prefix(1)
        return (Array(roles) + others).compactMap { keys[$0] } + ["outreach_zyx_\(Canaries.nhsNumber)"]
    }

    private static func requests(to endpoint: Endpoint, _ canaries: Canaries) -> [Request] {
        let query = "?after=\(Canaries.name)&limit=\(Canaries.nhsNumber)&state=zyx&date_order=zyx"
        let places = [Canaries.name, Canaries.nhsNumber, canaries.temporaryID]
        let paths =
            endpoint.path.contains("{")
            ? places.map { endpoint.path.replacing(/\{\w+\}/, with: $0) } : [endpoint.path]
        let method = endpoint.method.rawValue
        guard method == "POST" else {
            return paths.flatMap { [Request(method, $0), Request(method, $0 + query)] }
        }
        let json = Canaries.bodies(canaries.temporaryID).map { Request(method, paths[0], $0) }
        let texts = Canaries.texts.flatMap { text in
            ["text/csv", "application/json", "application/x-www-form-urlencoded", "text/zyx"].map {
                Request(method, paths[0], bytes: Array(text.utf8), type: $0)
            }
        }
        let versioned = paths.flatMap { path in
            ["*", "\"zyx\""].map { tag in
                Request(method, path, ["reason": "zyx"], headers: ["If-Match": tag, "Idempotency-Key": Canaries.name])
            }
        }
        return json + texts + versioned + paths.map { Request(method, $0 + query, ["zyx": "zyx"]) }
    }

    /// The server's answer to this holds the whole row; what is planted is a defect.
    private static func violateAConstraint(
        _ test: TestDatabase, _ program: ServedProgram, _ keys: [Role: String], _ canaries: Canaries
    ) async throws {
        try await test.script(
            "ALTER TABLE person_details ADD CONSTRAINT planted CHECK (family_name <> 'Zyxplanted') NOT VALID")
        let worker = ["family_name": "Zyxplanted", "birth_date": Canaries.birthDate]
        let reply = try await Request("POST", "/api/v1/workers", worker).bearing(keys[.manager] ?? "")
            .send(to: program.port)
        #expect(reply.status == 500)
        #expect(reply.code == "defect")
        #expect(canaries.leak(in: reply.text) == nil)
        #expect(program.standardError.contains("\"sql_state\":\"23514\""))
    }

    /// Ends the program by kill -9 in the middle of a request.
    private static func kill(_ program: ServedProgram, _ test: TestDatabase, _ keys: [Role: String]) async throws {
        let worker = ["family_name": "Zyxkilled", "birth_date": Canaries.birthDate]
        let request = Request("POST", "/api/v1/workers", worker).bearing(keys[.manager] ?? "")
        let port = program.port
        try await test.locking("person") {
            let cut = Task { try await request.send(to: port) }
            try await test.waitForBlocked(1)
            program.signal(SIGKILL)
            await #expect(throws: Request.Cut.self) { try await cut.value }
        }
        let ended = try await program.hasEnded(within: .seconds(10))
        #expect(ended)
    }

    private static func expectSilence(of program: ServedProgram, _ canaries: Canaries) {
        let lines = program.standardError.split(separator: "\n")
        #expect(lines.count > 1_000)
        for line in lines {
            if let leak = canaries.leak(in: String(line)) { Issue.record("\(leak) shows in the log: \(line)") }
            #expect(LogLines.object(String(line)) != nil, "no line of JSON: \(line)")
        }
    }

    private static func expectSilence(ofTheServerOf test: TestDatabase, _ canaries: Canaries) async throws {
        for source in ["audit_entry.details", "idempotency_key.response"] {
            let parts = source.split(separator: ".")
            let texts = try await test.texts(
                "SELECT \(parts[1])::text AS text FROM \(parts[0]) WHERE \(parts[1]) IS NOT NULL")
            for text in texts where Canaries.traces.contains(where: { text.lowercased().contains($0.lowercased()) }) {
                Issue.record("a canary shows in \(source): \(text)")
            }
        }
        // Where ops/postgres keeps it.
        let folder = try await test.texts("SELECT current_setting('data_directory') AS text").joined()
        let log = URL(filePath: folder).deletingLastPathComponent().appending(path: "server.log")
        let text = String(decoding: try Data(contentsOf: log), as: UTF8.self)
        #expect(!text.isEmpty && canaries.leak(in: text) == nil)
    }
}
