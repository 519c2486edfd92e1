import OutreachCore
import Testing

@Suite struct `a list of 120 workers` {
    @Test func `is walked page by page without a gap or a repetition, also while workers are enrolled`() async throws {
        try await Service.with { service in
            let ids = try await Self.enrol(120, service)
            var seen: [String] = []
            var path: String? = "/api/v1/workers?limit=7"
            var number = 0
            while let address = path {
                let page = try await service.get(address, as: .manager)
                #expect(page.status == 200)
                let items = page.objects("items")
                #expect(items.count <= 7)
                seen += items.compactMap { $0["temporary_id"] as? String }
                path = page["next"].map { "/api/v1/workers?limit=7&after=\($0)" }
                number += 1
                _ = try await service.enrol("Zwart\(MadeUp.word(number))", born: "1950-01-\(10 + number % 18)")
            }
            #expect(Set(seen).count == seen.count)
            #expect(ids.isSubset(of: seen))
            let other = try await service.get("/api/v1/workers?limit=500", as: .manager)
            #expect(other["next"] == nil)
        }
    }

    @Test func `is the same as lines`() async throws {
        try await Service.with { service in
            let ids = try await Self.enrol(120, service)
            let reply = try await service.get(
                "/api/v1/workers", as: .manager, headers: ["Accept": "application/x-ndjson"])
            #expect(reply.status == 200)
            #expect(reply[header: "Content-Type"] == "application/x-ndjson")
            let seen = reply.lines.compactMap { $0["temporary_id"] as? String }
            #expect(seen.count == 120)
            #expect(Set(seen) == ids)
            let pages = try await service.get("/api/v1/workers?limit=500", as: .manager)
            #expect(pages.objects("items").compactMap { $0["temporary_id"] as? String } == seen)
        }
    }

    /// Enrols so many by a file, and gives their temporary IDs.
    private static func enrol(_ count: Int, _ service: Service) async throws -> Set<String> {
        let lines = (0..<count).map {
            "\(MadeUp.word($0)),\(MadeUp.word($0 * 7 + 3)),\(1950 + $0 % 50)-0\(1 + $0 % 9)-\(10 + $0 % 18)"
        }
        let file = "first name,surname,dob\n" + lines.joined(separator: "\n") + "\n"
        let reply = try await service.send(
            Request("POST", "/api/v1/uploads", bytes: Array(file.utf8), type: "text/csv"), as: .manager)
        let ids = reply.objects("rows").compactMap { $0["temporary_id"] as? String }
        guard ids.count == count, Set(ids).count == count else { throw Service.Unexpected(reply: reply) }
        return Set(ids)
    }
}
