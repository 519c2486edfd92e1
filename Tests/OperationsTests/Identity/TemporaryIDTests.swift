import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

@Suite struct `a temporary ID` {
    @Test func `is replaced by another, and both resolve for ever`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let worker = try await Cardholder.enrolled(in: test, members)
            let next = try await test.runner().run(
                ReplaceTemporaryID(worker.id.formatted.lowercased()), as: members.manager)
            #expect(next.person == worker.person)
            let registry = try await test.registry(of: worker.person)
            #expect(
                registry == [
                    "\(worker.id.canonical) replaced \(next.temporaryID.canonical)",
                    "\(next.temporaryID.canonical) issued",
                ])
            let again = try await refusalCode {
                _ = try await test.runner().run(ReplaceTemporaryID(worker.id.formatted), as: members.manager)
            }
            #expect(again == .conflict)
        }
    }

    @Test func `is revoked with a reason, and another is issued by it or by the person`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let worker = try await Cardholder.enrolled(in: test, members)
            let runner = test.runner()
            let early = try await refusalCode {
                _ = try await runner.run(IssueTemporaryID(to: worker.id.formatted), as: members.manager)
            }
            #expect(early == .conflict)
            _ = try await runner.run(
                RevokeTemporaryID(worker.id.formatted, reason: " wrong  person "), as: members.manager)
            let second = try await runner.run(IssueTemporaryID(to: worker.id.formatted), as: members.manager)
            _ = try await runner.run(
                RevokeTemporaryID(second.temporaryID.formatted, reason: "wrong again"), as: members.administrator)
            let third = try await runner.run(
                IssueTemporaryID(to: worker.person.description), as: members.administrator)
            let registry = try await test.registry(of: worker.person)
            #expect(
                registry == [
                    "\(worker.id.canonical) revoked", "\(second.temporaryID.canonical) revoked",
                    "\(third.temporaryID.canonical) issued",
                ])
            let reasons = try await test.texts(
                "SELECT close_reason AS text FROM identifier WHERE state = 'revoked' ORDER BY closed_at")
            #expect(reasons == ["wrong person", "wrong again"])
        }
    }

    @Test func `is never given out twice, even when it is closed`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let worker = try await Cardholder.enrolled(in: test, members)
            let other = try await Cardholder.enrolled(in: test, members, family: "Silva", given: "Ana")
            let runner = test.runner()
            for id in [worker.id, other.id] {
                _ = try await runner.run(RevokeTemporaryID(id.formatted, reason: "test"), as: members.manager)
            }
            await #expect(throws: (any Error).self) {
                try await test.database.write(.acting(as: members.manager)) { session in
                    try session.issue(worker.id, to: other.person)
                }
            }
        }
    }

    @Test func `is not issued to somebody who has an NHS number`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let worker = try await Cardholder.enrolled(in: test, members)
            let runner = test.runner()
            _ = try await runner.run(RevokeTemporaryID(worker.id.formatted, reason: "test"), as: members.manager)
            let number = try NHSNumber(parsing: "9990000018")
            try await test.database.write(.acting(as: members.steward)) { session in
                try session.open([NewIdentifier(number, for: worker.person)])
            }
            let refused = try await refusalCode {
                _ = try await runner.run(IssueTemporaryID(to: worker.id.formatted), as: members.manager)
            }
            #expect(refused == .conflict)
        }
    }

    @Test(
        "takes no reason that says nothing or too much",
        arguments: ["", " \t", "a\u{0}b", String(repeating: "x", count: 301)])
    func reason(_ reason: String) async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let worker = try await Cardholder.enrolled(in: test, members)
            let refused = try await refusalCode {
                _ = try await test.runner().run(
                    RevokeTemporaryID(worker.id.formatted, reason: reason), as: members.manager)
            }
            #expect(refused == .invalid)
            let states = try await test.states()
            #expect(states == ["issued"])
        }
    }

    @Test func `is replaced once, however many ask at the same time`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let worker = try await Cardholder.enrolled(in: test, members)
            let runner = test.runner()
            let replace = ReplaceTemporaryID(worker.id.formatted)
            let answers = try await withThrowingTaskGroup(of: TemporaryID?.self) { group in
                for attempt in 0..<50 {
                    // Half of them are one request sent again and again.
                    let key = attempt.isMultiple(of: 2) ? "front desk" : "key \(attempt)"
                    group.addTask {
                        do {
                            return try await runner.run(replace, as: members.manager, key: key).temporaryID
                        } catch let refused as Refusal
                            where refused.code == .conflict || refused.code == .requestUnderWay
                        {
                            return nil
                        }
                    }
                }
                return try await group.reduce(into: [TemporaryID?]()) { $0.append($1) }
            }
            #expect(answers.count == 50)
            #expect(Set(answers.compactMap(\.self)).count == 1)
            let registry = try await test.registry(of: worker.person)
            #expect(registry.count == 2)
            let replaced = try await test.auditedActions().filter { $0 == "replace_temporary_id" }
            #expect(replaced.count == 1)
        }
    }

    @Test func `of another employer looks as if it were not there`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let worker = try await Cardholder.enrolled(in: test, members)
            let id = worker.id.formatted
            let runner = test.runner()
            for stranger in [members.otherManager, members.otherRegistrar] {
                let refused = try await refusalCode { _ = try await runner.run(ReplaceTemporaryID(id), as: stranger) }
                #expect(refused == .notFound)
                let cards = try await refusalCode { _ = try await runner.run(PrintCards(.ids([id])), as: stranger) }
                #expect(cards == .notFound)
                let staff = try await refusalCode {
                    _ = try await runner.run(PrintCards(.employer("VL0AA")), as: stranger)
                }
                #expect(staff == .notFound)
            }
            let revoked = try await refusalCode {
                _ = try await runner.run(RevokeTemporaryID(id, reason: "test"), as: members.otherManager)
            }
            let issued = try await refusalCode {
                _ = try await runner.run(
                    IssueTemporaryID(to: worker.person.description), as: members.otherManager)
            }
            #expect(revoked == .notFound && issued == .notFound)
            let states = try await test.states()
            #expect(states == ["issued"])
        }
    }

    @Test("is changed and printed by the roles that may, and by no others", arguments: Role.allCases)
    func roles(_ role: Role) async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let worker = try await Cardholder.enrolled(in: test, members)
            let id = worker.id.formatted
            let member = members[role]
            let runner = test.runner()
            let codes = [
                try await refusalCode { _ = try await runner.run(IssueTemporaryID(to: id), as: member) },
                try await refusalCode { _ = try await runner.run(PrintCards(.ids([id])), as: member) },
                try await refusalCode { _ = try await runner.run(ReserveTemporaryIDs(count: 1), as: member) },
                try await refusalCode { _ = try await runner.run(ReplaceTemporaryID(id), as: member) },
                try await refusalCode { _ = try await runner.run(RevokeTemporaryID(id, reason: "test"), as: member) },
                try await refusalCode { _ = try await runner.run(BindTemporaryID(id, to: WorkerForm()), as: member) },
            ]
            switch role {
            case .manager, .administrator:
                #expect(codes == [.conflict, nil, nil, nil, .conflict, .invalid])
            case .registrar:
                #expect(codes == [.notPermitted, nil, nil, nil, .notPermitted, .invalid])
            case .vaccinator:
                #expect(
                    codes == [.notPermitted, .notPermitted, nil, .notPermitted, .notPermitted, .notPermitted])
            case .steward, .auditor, .system, .worker:
                #expect(codes == Array(repeating: .notPermitted, count: 6))
            }
        }
    }
}
