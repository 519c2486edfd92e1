import Foundation
import Operations
import OutreachCore
import Store

/// Keys with which programs try the demonstration: one for each role at each organisation that has it.
struct DemoKeys: Encodable {
    let baseURL: String
    /// By role, then by ODS code.
    let keys: [String: [String: String]]

    private enum CodingKeys: String, CodingKey {
        case baseURL = "base_url"
        case keys
    }

    /// A line for each key: role, ODS code, key.
    var lines: [String] {
        keys.sorted { $0.key < $1.key }.flatMap { role, keys in
            keys.sorted { $0.key < $1.key }.map { "\(role) \($0.key) \($0.value)" }
        }
    }

    private static let name = "Demonstration key"

    private static let places: [(role: Role, code: String)] =
        DemoData.accounts.compactMap { account in Role(rawValue: account.role).map { ($0, account.organisation) } }
        + [(.administrator, "OUTREACH"), (.system, "RX101")]

    /// Draws new keys; those of an earlier time are nobody's any more.
    static func draw(_ services: Services, as member: Membership, baseURL: String) async throws -> DemoKeys {
        for client in try await services.runner.run(ListAPIClients(), as: member)
        where client.name == name && client.revokedAt == nil {
            _ = try await services.runner.run(RevokeAPIClient(keyPrefix: client.keyPrefix), as: member)
        }
        var keys: [String: [String: String]] = [:]
        var generator = SystemRandomNumberGenerator()
        for (role, code) in places {
            let key = APIKey(using: &generator)
            let addition = AddAPIClient(
                name: name, odsCode: try ODSCode(parsing: code), role: role,
                days: role == .administrator ? AddAPIClient.longestAdministratorLife : AddAPIClient.longestLife,
                apiKey: key)
            _ = try await services.runner.run(addition, as: member)
            keys[role.rawValue, default: [:]][code] = key.text
        }
        return DemoKeys(baseURL: baseURL, keys: keys)
    }
}
