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
        case "session-check": _ = try await runner.run(CheckTemporaryID(try card()), as: site)
        default: throw Unknown()
        }
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
