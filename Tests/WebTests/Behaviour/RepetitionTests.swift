import Foundation
import OutreachCore
import TestDatabase
import Testing

private func enrolment(_ family: String = "Garcia", key: String) -> Request {
    Request(
        "POST", "/api/v1/workers", ["family_name": family, "given_names": "Maria", "birth_date": "1985-07-14"],
        headers: ["Idempotency-Key": key])
}

@Suite struct `a request that is sent again` {
    @Test func `gets the first answer, and is done once`() async throws {
        try await Service.with { service in
            let first = try await service.send(enrolment(key: "k-1"), as: .manager)
            let second = try await service.send(enrolment(key: "k-1"), as: .manager)
            #expect(first.status == 201)
            #expect(second.status == 201)
            #expect(second.body == first.body)
            let dose = Request(
                "POST", "/api/v1/vaccinations", Service.dose(for: first["temporary_id"] ?? ""),
                headers: ["Idempotency-Key": "k-1"])
            let recorded = try await service.send(dose, as: .vaccinator)
            let again = try await service.send(dose, as: .vaccinator)
            #expect(recorded.status == 201)
            #expect(again.status == 201)
            #expect(again.body == recorded.body)
            #expect(again[header: "ETag"] == recorded[header: "ETag"])
            let actions = try await service.test.auditedActions()
            #expect(actions.count { $0 == "enrol_worker" } == 1)
            #expect(actions.count { $0 == "record_vaccination" } == 1)
        }
    }

    @Test func `is refused when its key stood for another body`() async throws {
        try await Service.with { service in
            _ = try await service.send(enrolment(key: "k-2"), as: .manager)
            let other = try await service.send(enrolment("Okafor", key: "k-2"), as: .manager)
            #expect(other.status == 422)
            #expect(other.code == "idempotency_key_used_for_another_request")
            let people = try await service.test.texts("SELECT person_id::text AS text FROM person")
            #expect(people.count == 1)
            // A key is its caller's own.
            let foreign = try await service.post(
                "/api/v1/vaccinations", as: .system, Service.dose(for: Service.absentID),
                headers: ["Idempotency-Key": "k-2"])
            #expect(foreign.status == 404)
        }
    }

    @Test func `waits with 409 while the first is under way, and then gets its answer`() async throws {
        try await Service.with { service in
            let port = service.port
            let request = Request(
                "POST", "/api/v1/temporary-ids/reserve", ["count": 1], headers: ["Idempotency-Key": "k-3"]
            ).bearing(service.keys[.manager] ?? "")
            let sending = UnderWay()
            try await service.test.locking("person") {
                sending.task = Task { try await request.send(to: port) }
                try await service.test.waitForBlocked(1)
                let meanwhile = try await request.send(to: port)
                #expect(meanwhile.status == 409)
                #expect(meanwhile.code == "request_under_way")
                #expect(meanwhile[header: "Retry-After"].flatMap { Int($0) }.map { $0 >= 1 } == true)
            }
            let first = try #require(try await sending.task?.value)
            #expect(first.status == 201)
            let after = try await request.send(to: port)
            #expect(after.status == 201)
            #expect(after.body == first.body)
        }
    }

    @Test func `fifty times at once has one effect`() async throws {
        try await Service.with { service in
            let port = service.port
            let request = enrolment(key: "k-4").bearing(service.keys[.manager] ?? "")
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<50 { group.addTask { try await request.send(to: port).status } }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.allSatisfy { $0 == 201 || $0 == 409 })
            #expect(statuses.contains(201))
            let people = try await service.test.texts("SELECT person_id::text AS text FROM person")
            #expect(people.count == 1)
        }
    }

    @Test func `is a file by its own bytes`() async throws {
        try await Service.with { service in
            let file = Request(
                "POST", "/api/v1/uploads", bytes: Array("surname,dob\nGarcia,1985-07-14\n".utf8), type: "text/csv")
            let first = try await service.send(file, as: .manager)
            let second = try await service.send(file, as: .manager)
            #expect(first.status == 201)
            #expect(second.status == 200)
            #expect(second.object["is_repeat"] as? Bool == true)
            #expect(second["upload_id"] == first["upload_id"])
        }
    }
}

@Suite struct `a change of what somebody saw` {
    @Test func `of a vaccination needs the version that was seen`() async throws {
        try await Service.with { service in
            let vaccination = try await service.vaccinate(try await service.enrol())
            let path = "/api/v1/vaccinations/\(vaccination)"
            let seen = try await service.get(path, as: .vaccinator)
            #expect(seen[header: "ETag"] == "\"1\"")
            let change: [String: Any] = ["changes": ["batch": "FF2590"], "reason": "misread"]

            let blind = try await service.post(path + "/amend", as: .vaccinator, change)
            #expect(blind.status == 428)
            for stale in ["\"2\"", "\"x\"", "W/\"1\"", "1"] {
                let reply = try await service.post(
                    path + "/amend", as: .vaccinator, change, headers: ["If-Match": stale])
                #expect(reply.status == 412, "\(stale): \(reply.text)")
            }
            let done = try await service.post(path + "/amend", as: .vaccinator, change, headers: ["If-Match": "\"1\""])
            #expect(done.status == 200)
            #expect(done[header: "ETag"] == "\"2\"")
            let late = try await service.post(
                path + "/void", as: .vaccinator, ["reason": "misread"], headers: ["If-Match": "\"1\""])
            #expect(late.status == 412)
            #expect(late.code == "changed_meanwhile")
            let any = try await service.post(
                path + "/void", as: .vaccinator, ["reason": "misread"], headers: ["If-Match": "*"])
            #expect(any.status == 200)
            #expect(any[header: "ETag"] == "\"3\"")
        }
    }

    @Test func `of a case needs the version that was seen`() async throws {
        try await Service.with { service in
            _ = try await service.enrol()
            let list = try await service.get("/api/v1/cases", as: .registrar)
            let id = try #require(list.objects("items").first?["case_id"] as? String)
            let seen = try await service.get("/api/v1/cases/\(id)", as: .registrar)
            let tag = try #require(seen[header: "ETag"])
            let event: [String: Any] = ["event": "confirm_details", "evidence": "passport"]
            let path = "/api/v1/cases/\(id)/events"
            let blind = try await service.post(path, as: .registrar, event)
            #expect(blind.status == 428)
            let done = try await service.post(path, as: .registrar, event, headers: ["If-Match": tag])
            #expect(done.status == 200)
            #expect(done[header: "ETag"] != tag)
            let late = try await service.post(path, as: .registrar, event, headers: ["If-Match": tag])
            #expect(late.status == 412)
        }
    }
}
