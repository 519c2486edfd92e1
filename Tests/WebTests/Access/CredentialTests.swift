import Foundation
import Operations
import OutreachCore
import Store
import TestDatabase
import Testing

private let list = Request("GET", "/api/v1/uploads")

@Suite struct `a key over HTTP` {
    @Test func `is refused within five seconds of its end, whatever ended it`() async throws {
        try await Service.with { service in
            let (runner, members) = (service.credentials.runner, service.members)
            let ends: [(APIKey) async throws -> Void] = [
                { _ = try await runner.run(RevokeAPIClient(keyPrefix: $0.prefix), as: members.administrator) },
                {
                    let signIn = try SignIn(parsing: "client-\($0.prefix)")
                    _ = try await runner.run(DisableAccount(signIn: signIn), as: members.administrator)
                },
                {
                    let signIn = try SignIn(parsing: "client-\($0.prefix)")
                    let revocation = RevokeRole(signIn: signIn, role: .manager, odsCode: members.employer.odsCode)
                    _ = try await runner.run(revocation, as: members.administrator)
                },
            ]
            for end in ends {
                let key = try await service.credentials.add(.manager, at: members.employer.odsCode)
                let before = try await list.bearing(key.text).send(to: service.port)
                #expect(before.status == 200)
                try await end(key)
                let ended = ContinuousClock.now
                var status = 200
                while status == 200, .now - ended < .seconds(20) {
                    status = try await list.bearing(key.text).send(to: service.port).status
                    try await Task.sleep(for: .milliseconds(100))
                }
                #expect(status == 401)
                #expect(.now - ended < .seconds(5))
            }
        }
    }

    @Test func `is refused when its days are over`() async throws {
        let clock = TestClock()
        try await Service.with(clock: clock) { service in
            let before = try await service.get("/api/v1/uploads", as: .manager)
            clock.advance(by: 8 * 86_400)
            let after = try await service.get("/api/v1/uploads", as: .manager)
            #expect(before.status == 200)
            #expect(after.status == 401)
        }
    }

    @Test func `is refused from another network, and looks like any other then`() async throws {
        try await Service.with { service in
            let code = service.members.employer.odsCode
            let here = try await service.credentials.add(.manager, at: code, networks: ["127.0.0.0/8"])
            let elsewhere = try await service.credentials.add(.manager, at: code, networks: ["192.0.2.0/24"])
            let allowed = try await list.bearing(here.text).send(to: service.port)
            #expect(allowed.status == 200)
            let refused = try await list.bearing(elsewhere.text).send(to: service.port)
            let unknown = try await list.bearing(here.text + "0").send(to: service.port)
            #expect(refused.status == 401)
            #expect(refused.bodyWithoutRequestID == unknown.bodyWithoutRequestID)
            // No header may move a caller into another network.
            var forged = list.bearing(elsewhere.text)
            for name in ["X-Forwarded-For", "Forwarded", "X-Real-IP"] { forged.headers[name] = "192.0.2.1" }
            let still = try await forged.send(to: service.port)
            #expect(still.status == 401)
        }
    }

    @Test func `is read in whatever case its scheme is written, and from nowhere but its header`() async throws {
        try await Service.with { service in
            let key = service.keys[.manager] ?? ""
            for (header, status) in [
                ("bearer \(key)", 200), ("BEARER \(key)", 200), ("Bearer  \(key)", 401), ("Bearer", 401),
                ("Bearer ", 401),
                (key, 401), ("Basic \(key)", 401), ("Bearer \(key) \(key)", 401), ("Bearer \(key.uppercased())", 401),
                ("Bearer " + String(repeating: "a", count: 5_000), 401), ("Bearer outreach_", 401),
            ] {
                let reply = try await service.get("/api/v1/uploads", as: nil, headers: ["Authorization": header])
                #expect(reply.status == status, "\(header.prefix(20))…")
            }
            let query = try await service.get("/api/v1/uploads?access_token=\(key)", as: nil)
            #expect(query.status == 401)
            let cookie = try await service.get("/api/v1/uploads", as: nil, headers: ["Cookie": "token=\(key)"])
            #expect(cookie.status == 401)
        }
    }

    @Test func `is refused within its scopes' bounds`() async throws {
        try await Service.with { service in
            let narrow = try await service.credentials.add(
                .vaccinator, at: service.members.site.odsCode, scopes: [.checks])
            let check = try await Request("POST", "/api/v1/checks", ["temporary_id": Service.absentID])
                .bearing(narrow.text).send(to: service.port)
            #expect(check.status == 404)
            let dose = try await Request("POST", "/api/v1/vaccinations", Service.dose(for: Service.absentID))
                .bearing(narrow.text).send(to: service.port)
            #expect(dose.status == 403)
            #expect(dose.code == "scope_missing")
        }
    }

    @Test func `takes as long to be refused whether it is known or not`() async throws {
        try await Service.with { service in
            let known = try await service.credentials.add(
                .manager, at: service.members.employer.odsCode, networks: ["192.0.2.0/24"])
            // A key that is remembered costs no look-up: so each of the pair is a credential that was not seen before.
            var (gaps, all): ([Double], [Double]) = ([], [])
            let wire = try await Wire.open(service.port)
            for number in 0..<300 {
                let prefixed = "outreach_\(known.prefix)_\(String(number, radix: 16))"
                let unknown = "outreach_00000000_\(String(number, radix: 16))"
                let pair = number.isMultiple(of: 2) ? [prefixed, unknown] : [unknown, prefixed]
                var times: [Double] = []
                for credential in pair {
                    let started = ContinuousClock.now
                    try await wire.send(list.bearing(credential).bytes)
                    let reply = try #require(try await wire.reply())
                    #expect(reply.status == 401)
                    times.append((ContinuousClock.now - started).milliseconds)
                }
                gaps.append(number.isMultiple(of: 2) ? times[0] - times[1] : times[1] - times[0])
                all += times
            }
            let median = gaps.sorted()[gaps.count / 2] / max(1, all.sorted()[all.count / 2] / 2)
            #expect(abs(median) < 1, "median gap \(median) ms")
        }
    }
}

@Suite struct `a look-up that fails` {
    @Test func `takes as long for a wrong date of birth as for an ID that nobody has`() async throws {
        try await Service.with { service in
            let id = try await service.enrol(born: "1985-07-14")
            let median = try await Self.medianGap(200, service, as: service.keys[.vaccinator] ?? "") { isThere in
                let fields = ["temporary_id": isThere ? id : Service.absentID, "birth_date": "1985-07-15"]
                return Request("POST", "/api/v1/checks", fields)
            }
            #expect(abs(median) < 1, "median gap \(median) ms")
        }
    }

    @Test func `takes as long for a foreign case as for one that never was`() async throws {
        try await Service.with { service in
            _ = try await service.enrol()
            let cases = try await service.get("/api/v1/cases", as: .manager)
            let id = try #require(cases.objects("items").first?["case_id"] as? String)
            let foreign = try await service.credentials.add(.manager, at: service.members.otherEmployer.odsCode)
            let median = try await Self.medianGap(200, service, as: foreign.text) { isThere in
                Request("GET", "/api/v1/cases/\(isThere ? id : UUID().uuidString.lowercased())")
            }
            #expect(abs(median) < 1, "median gap \(median) ms")
        }
    }

    /// How much longer a failed look-up takes of something that is there, in so many pairs: in milliseconds.
    private static func medianGap(
        _ count: Int, _ service: Service, as key: String, _ request: (_ isThere: Bool) -> Request
    ) async throws -> Double {
        let wire = try await Wire.open(service.port)
        var (gaps, times): ([Double], [Double]) = ([], [])
        for number in 0..<count {
            var pair: [Bool: Double] = [:]
            for isThere in number.isMultiple(of: 2) ? [true, false] : [false, true] {
                let started = ContinuousClock.now
                try await wire.send(request(isThere).bearing(key).bytes)
                let reply = try #require(try await wire.reply())
                #expect(reply.status == 404)
                pair[isThere] = (ContinuousClock.now - started).milliseconds
            }
            gaps.append(pair[true, default: 0] - pair[false, default: 0])
            times += pair.values
        }
        // Beside other tests everything takes longer, the gap too: of an answer of 2 ms it is 1 ms, of slower ones a half.
        let typical = times.sorted()[times.count / 2]
        return gaps.sorted()[count / 2] / max(1, typical / 2)
    }
}

extension Duration {
    var milliseconds: Double { Double(components.seconds) * 1e3 + Double(components.attoseconds) / 1e15 }
}
