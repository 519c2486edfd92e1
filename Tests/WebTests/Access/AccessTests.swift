import Foundation
import HTTPTypes
import Operations
import OutreachCore
import Store
import TestDatabase
import Testing

@testable import Web

@Suite struct `every address by every caller` {
    @Test func `stands in the table, with every standing of what it is done to`() throws {
        let table = try AccessTable.read()
        let calls = Dictionary(uniqueKeysWithValues: Call.all.map { ($0.name, $0) })
        #expect(Set(calls.keys) == Set(Endpoint.all.map(\.name)))
        let rows = Dictionary(grouping: table.rows, by: \.call)
        #expect(Set(rows.keys) == Set(calls.keys))
        for (name, call) in calls {
            let wanted: [Thing.Standing?] =
                call.kind.map { kind in Thing.Standing.allCases.filter { $0 != .deleted || kind.ends } } ?? [nil]
            #expect(rows[name].map { Set($0.map(\.standing)) } == Set(wanted), "\(name)")
            #expect(rows[name]?.count == wanted.count, "\(name)")
            // What stands in a path or comes from another organisation is a thing.
            #expect(!name.contains("{") || call.kind != nil, "\(name)")
        }
        for row in table.rows {
            #expect(row.cells.values.allSatisfy { $0.wholeMatch(of: /[2-4]\d\d( none)?/) != nil }, "\(row)")
        }
    }

    @Test func `is open to those whom its operation names, and asks everybody else to sign in`() throws {
        let endpoints = Dictionary(uniqueKeysWithValues: Endpoint.all.map { ($0.name, $0) })
        for row in try AccessTable.read().rows {
            guard case .members(let roles, _) = endpoints[row.call]?.access else {
                #expect(Set(row.cells.values).count == 1, "\(row)")
                continue
            }
            #expect(row.cells["nobody"] == "401", "\(row)")
            #expect(row.cells["unscoped"] == "403", "\(row)")
            for role in AccessTable.roles {
                #expect((row.cells[role.rawValue] == "403") == !roles.contains(role), "\(row) \(role)")
            }
            for role in roles where row.standing == .absent {
                #expect(["404", "200 none", "422 none"].contains(row.cells[role.rawValue]), "\(row) \(role)")
            }
        }
    }

    @Test func `answers as the table says, and of what is foreign as of what is not there`() async throws {
        try await Service.with { service in
            let driver = try await AccessDriver.make(service)
            let table = try AccessTable.read()
            var found = table
            for (place, row) in table.rows.enumerated() {
                let call = try #require(Call.all.first { $0.name == row.call })
                for caller in AccessTable.callers {
                    let cell = try await driver.answer(
                        to: call, row.standing, as: caller, wanted: row.cells[caller] ?? "")
                    found.rows[place].cells[caller] = cell
                    #expect(
                        cell == row.cells[caller], "\(row.call), \(row.standing?.rawValue ?? "nothing"), by \(caller)")
                }
            }
            #expect(driver.foreignLooksAbsent.isEmpty, "\(driver.foreignLooksAbsent)")
            if found.text != table.text {
                let url = FileManager.default.temporaryDirectory.appending(path: "outreach-access-found.csv")
                try found.text.write(to: url, atomically: true, encoding: .utf8)
                Issue.record("the table as it was found stands in \(url.path())")
            }
        }
    }

    @Test func `lists one's own only`() async throws {
        try await Service.with { service in
            let maker = ThingMaker(service)
            let foreign = [
                try await maker.make(.worker, .foreign, for: .manager).id,
                try await maker.make(.upload, .foreign, for: .manager).id,
                try await maker.make(.registrationCase, .foreign, for: .manager).id,
            ]
            let own = [
                try await maker.make(.worker, .own, for: .manager).id,
                try await maker.make(.upload, .own, for: .manager).id,
                try await maker.make(.registrationCase, .own, for: .manager).id,
            ]
            for (role, path, shown) in [
                (Role.manager, "/workers", own[0]), (.manager, "/uploads", own[1]), (.manager, "/cases", own[2]),
                (.registrar, "/cases", own[2]),
            ] {
                for accept in ["application/json", "application/x-ndjson"] {
                    let list = try await service.get(
                        "/api/v1" + path + "?limit=500", as: role, headers: ["Accept": accept])
                    #expect(list.text.contains(shown), "\(path) by \(role)")
                    for id in foreign { #expect(!list.text.contains(id), "\(path) by \(role)") }
                }
            }
            let all = try await service.get("/api/v1/cases?limit=500", as: .steward)
            #expect(all.text.contains(foreign[2]))
        }
    }

    @Test func `is refused to a worker, who gets no credential`() async throws {
        try await Service.with { service in
            for code in [service.members.employer.odsCode, service.members.site.odsCode] {
                let refusal = await #expect(throws: Refusal.self) {
                    try await service.credentials.add(.worker, at: code)
                }
                #expect(refusal?.code == .invalid)
            }
        }
    }
}

extension Endpoint {
    fileprivate var name: String { "\(method.rawValue) \(path)" }
}

/// Drives the cells of the table on a running service.
private final class AccessDriver {
    private let service: Service
    private let maker: ThingMaker
    /// Keys that cover nothing of what their roles may do.
    private let idleKeys: [Role: String]
    private var kept: [String: Thing] = [:]
    private var absentAnswers: [String: String] = [:]
    /// Addresses that tell a foreign thing from one that is not there.
    private(set) var foreignLooksAbsent: [String] = []

    private init(_ service: Service, idleKeys: [Role: String]) {
        self.service = service
        self.idleKeys = idleKeys
        maker = ThingMaker(service)
    }

    static func make(_ service: Service) async throws -> AccessDriver {
        let keys = try await service.credentials.keysByRole()
        let prefixes = keys.values.map { "'\($0.split(separator: "_")[1])'" }.joined(separator: ",")
        // No operation may be done with no scope at all, whichever operations there will be.
        try await service.test.script("UPDATE api_client SET scopes = '{}' WHERE key_prefix IN (\(prefixes))")
        return AccessDriver(service, idleKeys: keys)
    }

    /// The cell that belongs into the table.
    func answer(
        to call: Call, _ standing: Thing.Standing?, as caller: String, wanted: String
    ) async throws -> String {
        switch caller {
        case "nobody":
            let request = call.request(on: try await thing(call, standing, .manager, fresh: false))
            return Self.cell(try await request.send(to: service.port))
        case "unscoped": return try await unscoped(call, standing)
        default:
            guard let role = Role(rawValue: caller) else { return "" }
            let isFresh = call.changes && wanted.hasPrefix("2") && !wanted.hasSuffix("none")
            let reply = try await service.send(
                call.request(on: try await thing(call, standing, role, fresh: isFresh)), as: role)
            compare(reply, call, standing, role, wanted)
            return Self.cell(reply)
        }
    }

    private func unscoped(_ call: Call, _ standing: Thing.Standing?) async throws -> String {
        let endpoint = Endpoint.all.first { $0.name == call.name }
        guard case .members(let roles, _) = endpoint?.access else {
            return try await answer(to: call, standing, as: "nobody", wanted: "")
        }
        var cells: Set<String> = []
        for role in roles {
            let request = call.request(on: try await thing(call, standing, role, fresh: false))
            cells.insert(Self.cell(try await request.bearing(idleKeys[role] ?? "").send(to: service.port)))
        }
        return cells.sorted().joined(separator: "|")
    }

    private func compare(
        _ reply: Reply, _ call: Call, _ standing: Thing.Standing?, _ role: Role, _ wanted: String
    ) {
        let key = "\(call.name) \(role)"
        if standing == .foreign, reply.status == 404 { absentAnswers[key] = reply.bodyWithoutRequestID }
        guard standing == .absent, let foreign = absentAnswers[key] else { return }
        if reply.status != 404 || reply.bodyWithoutRequestID != foreign { foreignLooksAbsent.append(key) }
    }

    private func thing(
        _ call: Call, _ standing: Thing.Standing?, _ role: Role, fresh: Bool
    ) async throws -> Thing {
        guard let kind = call.kind, let standing else { return maker.nothing() }
        if fresh { return try await maker.make(kind, standing, for: role) }
        let key = "\(kind) \(standing) \(role)"
        let thing = if let known = kept[key] { known } else { try await maker.make(kind, standing, for: role) }
        kept[key] = thing
        return thing
    }

    private static func cell(_ reply: Reply) -> String {
        "\(reply.status)" + (isEmpty(reply) ? " none" : "")
    }

    /// Whether a list of people is empty, or all rows of a file were refused.
    private static func isEmpty(_ reply: Reply) -> Bool {
        let object = reply.object
        if let candidates = object["candidates"] as? [Any] { return candidates.isEmpty }
        guard let rows = object["rows"] as? [[String: Any]] else { return false }
        return rows.allSatisfy { $0["result"] as? String == "refused" }
    }
}
