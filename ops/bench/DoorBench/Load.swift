import Crypto
import Foundation
import Operations
import OutreachCore
import Postgres
import Store

/// One request of each kind, never the same twice.
struct Load: Sendable {
    let hot: HotOperations
    let runner: OperationRunner
    let people: Int

    private let sites = (1...50).compactMap { Self.member("site", $0, account: $0, .vaccinator, "SITE\($0)") }
    private let employers = (1...50).compactMap { Self.member("employer", $0, account: $0 + 50, .manager, "EMP\($0)") }

    struct Unknown: Error {}

    init(hot: HotOperations, runner: OperationRunner, people: Int) {
        (self.hot, self.runner, self.people) = (hot, runner, people)
    }

    func once(_ task: String, caller: Int, number: Int) async throws {
        let site = sites[caller % 50]
        switch task {
        case "check": _ = try await hot.check(CheckTemporaryID(try card()), as: site)
        case "enrol":
            _ = try await hot.enrol(EnrolWorker(worker()), as: employers[caller % 50], key: UUID().uuidString)
        case "session-enrol":
            _ = try await runner.run(EnrolWorker(worker()), as: employers[caller % 50], key: UUID().uuidString)
        case "record": _ = try await hot.record(try dose(), as: site, key: UUID().uuidString)
        case "session-record": _ = try await runner.run(try dose(), as: site, key: UUID().uuidString)
        case "session-check": _ = try await runner.run(CheckTemporaryID(try card()), as: site)
        default: throw Unknown()
        }
    }

    /// Somebody new, drawn like the people of the register: some share a blocking key with one of them.
    private func worker() -> WorkerForm {
        var generator = Generator(state: UInt64.random(in: .min ... .max))
        return WorkerForm([
            .givenNames: Names.word(&generator, of: 1_000), .familyName: Names.word(&generator, of: 20_000_000),
            .birthDate: "\(1950 + generator.next() % 55)-0\(1 + generator.next() % 9)-1\(generator.next() % 9)",
            .postcode: "LS\(1 + generator.next() % 29) \(generator.next() % 10)AB", .jobRole: "carer",
        ])
    }

    /// With a reason, since somebody may have had one today from an earlier run.
    private func dose() throws -> RecordVaccination {
        RecordVaccination(
            .temporaryID(try card()), DoseForm(product: "Comirnaty", batch: "FF2589", overrideReason: "measured"))
    }

    private func card() throws -> String {
        guard let card = Register.card(Register.first + Int.random(in: 0..<people)) else { throw Unknown() }
        return card.canonical
    }

    private static func member(
        _ kind: String, _ number: Int, account: Int, _ role: Role, _ code: String
    ) -> Membership? {
        guard let odsCode = try? ODSCode(parsing: code), let organisation = md5("\(kind)\(number)"),
            let account = md5("account\(account)")
        else { return nil }
        return Membership(
            account: AccountID(account), accountName: "Account", organisation: OrganisationID(organisation),
            odsCode: odsCode, role: role)
    }

    /// As PostgreSQL makes a uuid of an MD5.
    private static func md5(_ text: String) -> UUID? {
        let digits = Insecure.MD5.hash(data: Data(text.utf8)).map { String(format: "%02x", $0) }.joined()
        let parts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { part in
            String(Array(digits)[part])
        }
        return UUID(uuidString: parts.joined(separator: "-"))
    }
}
