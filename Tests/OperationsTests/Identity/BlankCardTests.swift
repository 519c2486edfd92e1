import Operations
import OutreachCore
import Store
import TestDatabase
import Testing

@Suite struct `a blank card` {
    private static let worker = WorkerForm([.familyName: "Okafor", .givenNames: "Chidi", .birthDate: "14-Jul-1985"])

    @Test("is reserved, printed and bound by", arguments: [Role.manager, .registrar, .administrator])
    func journey(_ role: Role) async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let member = members[role]
            let runner = test.runner()
            let ids = try await runner.run(ReserveTemporaryIDs(count: 3), as: member)
            let blank = try await runner.run(PrintCards(.ids(ids.map(\.formatted))), as: member)
            #expect(blank.map(\.temporaryID) == ids)
            #expect(blank.allSatisfy { $0.state == .reserved && $0.name == nil })
            let bound = try await runner.run(
                BindTemporaryID(ids[1].formatted, to: Self.worker, employer: "VL0AA"), as: member)
            #expect(bound.result == .enrolled && bound.temporaryID == ids[1] && bound.person == blank[1].person)
            let card = try await runner.run(PrintCards(.ids([ids[1].formatted])), as: members.manager)
            #expect(card[0].name?.listDisplay == "OKAFOR, Chidi")
            #expect(card[0].employerName == "Rose Hill")
            let states = try await test.states()
            #expect(states.sorted() == ["issued", "reserved", "reserved"])
            let twice = try await refusalCode {
                _ = try await runner.run(
                    BindTemporaryID(ids[1].formatted, to: Self.worker, employer: "VL0AA"), as: member)
            }
            #expect(twice == .conflict)
            let cases = try await test.texts("SELECT state AS text FROM registration_case_version")
            #expect(cases == ["enrolled"])
        }
    }

    @Test("stays blank where the worker is known already, for", arguments: [Role.manager, .registrar, .administrator])
    func known(_ role: Role) async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let worker = try await Cardholder.enrolled(in: test, members)
            let id = try await test.runner().run(ReserveTemporaryIDs(count: 1), as: members[role])[0]
            let outcome = try await test.runner().run(
                BindTemporaryID(id.formatted, to: Self.worker, employer: "VL0AA"), as: members[role])
            #expect(outcome.result == .alreadyEnrolled && outcome.temporaryID == worker.id)
            let states = try await test.states()
            #expect(states.sorted() == ["issued", "reserved"])
        }
    }

    @Test func `of somebody else looks as if it were not there`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let runner = test.runner()
            let id = try await runner.run(ReserveTemporaryIDs(count: 1), as: members.registrar)[0].formatted
            for stranger in [members.manager, members.otherManager, members.otherRegistrar] {
                let bound = try await refusalCode {
                    let employer = stranger.role == .registrar ? "VM0BB" : ""
                    _ = try await runner.run(BindTemporaryID(id, to: Self.worker, employer: employer), as: stranger)
                }
                #expect(bound == .notFound)
            }
            let foreign = try await refusalCode {
                _ = try await runner.run(BindTemporaryID(id, to: Self.worker, employer: "VM0BB"), as: members.registrar)
            }
            #expect(foreign == .notFound)
        }
    }

    @Test(
        "is reserved in numbers that a session can use",
        arguments: [(0, false), (1, true), (500, true), (501, false)])
    func count(_ count: Int, _ isTaken: Bool) async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let refused = try await refusalCode {
                let ids = try await test.runner().run(ReserveTemporaryIDs(count: count), as: members.registrar)
                #expect(Set(ids).count == count)
            }
            #expect(refused == (isTaken ? nil : .invalid))
        }
    }

    @Test func `gets one worker, however many bind it at the same time`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let runner = test.runner()
            let id = try await runner.run(ReserveTemporaryIDs(count: 1), as: members.manager)[0].formatted
            let bound = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<20 {
                    let form = WorkerForm([
                        .familyName: "Family\(number)", .givenNames: "Given\(number)",
                        .birthDate: "19\(70 + number)-01-02",
                    ])
                    group.addTask {
                        try await refusalCode {
                            _ = try await runner.run(BindTemporaryID(id, to: form), as: members.manager)
                        } == nil
                    }
                }
                return try await group.reduce(into: [Bool]()) { $0.append($1) }
            }
            #expect(bound.filter(\.self).count == 1)
            let people = try await test.texts("SELECT family_name AS text FROM person_details")
            #expect(people.count == 1)
        }
    }
}
