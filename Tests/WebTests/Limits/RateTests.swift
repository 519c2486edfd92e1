import Foundation
import Operations
import OutreachCore
import Store
import TestDatabase
import Testing

@testable import Web

/// The figure of a `RateLimit` header: what is left.
private func remaining(_ reply: Reply) -> Int? {
    reply[header: "RateLimit"].flatMap { $0.firstMatch(of: /;r=(\d+)/) }.flatMap { Int($0.1) }
}

private func absentIDs(_ count: Int) -> [String] {
    (0..<count).map { _ in Service.absentID }
}

@Suite struct `look-ups` {
    @Test func `of one account are counted down and then refused for a while`() async throws {
        var limits = Service.wideLimits
        limits.lookupsPerAccount = 5
        try await Service.with(limits) { service in
            let id = try await service.enrol()
            for left in [4, 3, 2, 1, 0] {
                let reply = try await service.post("/api/v1/checks", as: .vaccinator, ["temporary_id": id])
                #expect(reply.status == 200)
                #expect(remaining(reply) == left)
                #expect(reply[header: "RateLimit-Policy"] == "\"lookups\";q=5")
            }
            for path in ["/api/v1/checks", "/api/v1/vaccinations", "/api/v1/people/search"] {
                let reply = try await service.post(path, as: .vaccinator, ["temporary_id": id])
                #expect(reply.status == 429)
                #expect(reply.code == "too_many_requests")
                #expect(reply[header: "RateLimit"]?.contains("r=0") == true)
                // Five a minute: one in twelve seconds.
                #expect(reply[header: "Retry-After"].flatMap { Int($0) }.map { (1...12).contains($0) } == true)
            }
            let another = try await service.post("/api/v1/checks", as: .system, ["temporary_id": id])
            #expect(another.status == 200)
        }
    }

    @Test func `of one site are counted together`() async throws {
        var limits = Service.wideLimits
        limits.lookupsPerSite = 4
        try await Service.with(limits) { service in
            let id = try await service.enrol()
            var statuses: [Int] = []
            for role in [Role.vaccinator, .system, .vaccinator, .system, .vaccinator, .system] {
                statuses.append(try await service.post("/api/v1/checks", as: role, ["temporary_id": id]).status)
            }
            #expect(statuses == [200, 200, 200, 200, 429, 429])
            let elsewhere = try await service.credentials.add(.vaccinator, at: service.members.otherSite.odsCode)
            let other = try await Request("POST", "/api/v1/checks", ["temporary_id": id])
                .bearing(elsewhere.text).send(to: service.port)
            #expect(other.status == 200)
        }
    }

    @Test func `that miss too often have to name the date of birth from then on, and raise an alert`() async throws {
        var limits = Service.wideLimits
        limits.misses = 3
        try await Service.with(limits) { service in
            let id = try await service.enrol(born: "1985-07-14")
            for absent in absentIDs(3) {
                let reply = try await service.post("/api/v1/checks", as: .vaccinator, ["temporary_id": absent])
                #expect(reply.status == 404)
            }
            let challenged = try await service.post("/api/v1/checks", as: .vaccinator, ["temporary_id": id])
            #expect(challenged.status == 403)
            #expect(challenged.code == "birth_date_needed")
            let known = try await service.post(
                "/api/v1/checks", as: .vaccinator, ["temporary_id": id, "birth_date": "1985-07-14"])
            #expect(known.status == 200)
            let guessed = try await service.post(
                "/api/v1/checks", as: .vaccinator, ["temporary_id": id, "birth_date": "1985-07-15"])
            let absent = try await service.post(
                "/api/v1/checks", as: .vaccinator, ["temporary_id": absentIDs(1)[0], "birth_date": "1985-07-15"])
            #expect(guessed.status == 404)
            #expect(guessed.bodyWithoutRequestID == absent.bodyWithoutRequestID)
            let other = try await service.post("/api/v1/checks", as: .system, ["temporary_id": id])
            #expect(other.status == 200)

            let actions = try await service.test.auditedActions()
            #expect(actions.count { $0 == "lookup_misses_alert" } == 1)
            #expect(service.log.lines.contains { $0.contains("look-ups miss too often") })
        }
    }

    @Test func `count a dose for an ID that is none, which is never challenged itself`() async throws {
        var limits = Service.wideLimits
        limits.misses = 3
        try await Service.with(limits) { service in
            let id = try await service.enrol(born: "1985-07-14")
            for absent in absentIDs(5) {
                let reply = try await service.post(
                    "/api/v1/vaccinations", as: .vaccinator,
                    ["temporary_id": absent, "product": "Comirnaty", "given_at": "2026-06-01", "batch": "FF2589"])
                #expect(reply.status == 404)
            }
            let challenged = try await service.post("/api/v1/checks", as: .vaccinator, ["temporary_id": id])
            #expect(challenged.code == "birth_date_needed")
            let actions = try await service.test.auditedActions()
            #expect(actions.count { $0 == "lookup_misses_alert" } == 1)
        }
    }

    @Test func `of random IDs at the limit find nobody`() async throws {
        try await Service.with(Limits()) { service in
            for number in 1...3 { _ = try await service.enrol("Garcia\(MadeUp.word(number))") }
            let request = Request("POST", "/api/v1/checks").bearing(service.keys[.vaccinator] ?? "")
            var statuses: [Int: Int] = [:]
            let wire = try await Wire.open(service.port)
            for id in absentIDs(2_000) {
                var request = request
                request.headers["Content-Type"] = "application/json"
                request.body = Array("{\"temporary_id\":\"\(id)\"}".utf8)
                try await wire.send(request.bytes)
                let reply = try #require(try await wire.reply())
                statuses[reply.status, default: 0] += 1
            }
            #expect(statuses[200] == nil)
            #expect(statuses.keys.allSatisfy { [403, 404, 429].contains($0) })
            // Ten misses, then a challenge; thirty a minute and no more than what a slow machine fills up meanwhile.
            #expect(statuses[404] == 10)
            #expect(statuses[429, default: 0] >= 1_900)
            let actions = try await service.test.auditedActions()
            #expect(actions.count { $0 == "lookup_misses_alert" } == 1)
        }
    }
}

@Suite struct `requests of one client` {
    @Test func `are counted, and one that is refused costs nothing but an answer`() async throws {
        var limits = Service.wideLimits
        limits.requestsPerClient = 3
        try await Service.with(limits) { service in
            var statuses: [Int] = []
            for _ in 0..<5 { statuses.append(try await service.get("/api/v1/uploads", as: .manager).status) }
            #expect(statuses == [200, 200, 200, 429, 429])
            let another = try await service.get("/api/v1/uploads", as: .administrator)
            #expect(another.status == 200)
            let everybody = try await service.get("/health/live", as: .manager)
            #expect(everybody.status == 200)
        }
    }

    @Test func `to a foreign role count too`() async throws {
        var limits = Service.wideLimits
        limits.requestsPerClient = 2
        try await Service.with(limits) { service in
            var statuses: [Int] = []
            for _ in 0..<3 { statuses.append(try await service.get("/api/v1/uploads", as: .vaccinator).status) }
            #expect(statuses == [403, 403, 429])
        }
    }
}

@Suite struct `files of one employer` {
    @Test func `are counted by the hour`() async throws {
        var limits = Service.wideLimits
        limits.importsPerEmployer = 2
        try await Service.with(limits) { service in
            var replies: [Reply] = []
            for number in 1...3 {
                let file = "surname,dob\nGarcia\(MadeUp.word(number)),1985-07-1\(number)\n"
                replies.append(
                    try await service.send(
                        Request("POST", "/api/v1/uploads?preview=true", bytes: Array(file.utf8), type: "text/csv"),
                        as: .manager))
            }
            #expect(replies.map(\.status) == [200, 200, 429])
            #expect(replies[0][header: "RateLimit"] == "\"imports\";r=1")
        }
    }

    @Test func `are taken one at a time`() async throws {
        try await Service.with { service in
            let (port, key) = (service.port, service.keys[.manager] ?? "")
            func file(_ surname: String) -> Request {
                Request(
                    "POST", "/api/v1/uploads", bytes: Array("surname,dob\n\(surname),1985-07-14\n".utf8),
                    type: "text/csv"
                ).bearing(key)
            }
            let first = file("Garcia")
            let sending = UnderWay()
            try await service.test.locking("person") {
                sending.task = Task { try await first.send(to: port) }
                try await service.test.waitForBlocked(1)
                let second = try await file("Okafor").send(to: port)
                #expect(second.status == 409)
                #expect(second.code == "import_under_way")
                #expect(second[header: "Retry-After"] != nil)
            }
            let taken = try await sending.task?.value
            #expect(taken?.status == 201)
            let third = try await file("Okafor").send(to: port)
            #expect(third.status == 201)
        }
    }
}

@Suite struct `failed sign-ins from one address` {
    @Test func `are slowed down, and the right key still gets in`() async throws {
        var limits = Service.wideLimits
        limits.failedSignIns = 3
        try await Service.with(limits) { service in
            var statuses: [Int] = []
            for number in 0..<5 {
                let guess = "outreach_0000000\(number)_" + String(repeating: "0", count: 64)
                let reply = try await Request("GET", "/api/v1/uploads").bearing(guess).send(to: service.port)
                statuses.append(reply.status)
            }
            #expect(statuses == [401, 401, 401, 429, 429])
            let right = try await service.get("/api/v1/uploads", as: .manager)
            #expect(right.status == 200)
            let form = try await Request(
                "POST", "/oauth2/token",
                bytes: Array("grant_type=client_credentials&client_assertion=a.b.c&client_assertion_type=x".utf8),
                type: "application/x-www-form-urlencoded"
            ).send(to: service.port)
            #expect(form.status == 400)
        }
    }
}
