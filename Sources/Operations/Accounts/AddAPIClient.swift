package import Foundation
package import OutreachCore
package import Postgres
package import Store

/// Lets a program of an organisation call the service by a key, with a technical account of its own or of another
/// client of the organisation.
package struct AddAPIClient: RepeatableOperation {
    package static let name = "add_api_client"
    package static let roles: Set<Role> = [.administrator]
    /// Source: safety.md; the schema has the same limit.
    package static let longestLife = 90
    /// An administrator's key can make any other: it has to be drawn anew each week.
    package static let longestAdministratorLife = 7
    private static let mostNetworks = 50

    package let clientName: String
    package let odsCode: ODSCode
    package let role: Role
    /// How long the key is good.
    package let days: Int
    /// What it may do; `nil` for all that its role allows.
    package let scopes: [Scope]?
    /// Where it may call from, in CIDR notation; `nil` for anywhere.
    package let networks: [String]?
    /// The technical account of another client, to act as it too; `nil` for a new one.
    package let account: SignIn?
    /// The public keys by which it signs assertions instead of sending a key.
    package let keySet: ClientKeySet?
    /// No part of the request's digest, so that a repetition is known by its request and gets no second key.
    private let apiKey: APIKey

    private enum CodingKeys: String, CodingKey {
        case clientName
        case odsCode
        case role
        case days
        case scopes
        case networks
        case account
        case keySet
    }

    package init(
        name: String, odsCode: ODSCode, role: Role, days: Int, apiKey: APIKey, scopes: [Scope]? = nil,
        networks: [String]? = nil, account: SignIn? = nil, keySet: ClientKeySet? = nil
    ) {
        clientName = name
        self.odsCode = odsCode
        self.role = role
        self.days = days
        self.apiKey = apiKey
        self.scopes = scopes
        self.networks = networks
        self.account = account
        self.keySet = keySet
    }

    /// What was made; the key itself stays with the caller, since answers are stored.
    package struct Outcome: Hashable, Codable, Sendable {
        package let client: ClientID
        /// Another one than the caller's key has: the client was made by an earlier request under the same key.
        package let keyPrefix: String
        package let expiresAt: Date
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        try validate()
        let organisation = try session.existingOrganisation(odsCode)
        try role.requireFit(organisation.kinds)
        let account = try technicalAccount(at: organisation.id, in: session)
        let client = NewAPIClient(
            name: clientName, role: role, keyPrefix: apiKey.prefix,
            credential: keySet.map { .keySet($0.json) } ?? .key(apiKey.sha256), scopes: granted,
            networks: networks ?? [], days: days)
        guard let expiresAt = try session.add(client, actingAs: account, at: organisation.id) else {
            throw Self.prefixTaken
        }
        let outcome = Outcome(client: client.id, keyPrefix: apiKey.prefix, expiresAt: expiresAt)
        return Effect(outcome, audit: entry(client, account))
    }

    private var granted: Set<Scope> { scopes.map(Set.init) ?? role.scopes }

    private static let prefixTaken = Refusal(
        .conflict, "The key that was drawn has the prefix of another one. Try again.")

    private func technicalAccount(
        at organisation: OrganisationID, in session: borrowing Session
    ) throws -> AccountID {
        if let account {
            guard let known = try session.technicalAccount(account, at: organisation) else {
                throw Refusal.notFound("technical account")
            }
            _ = try session.openMembership(of: known, at: organisation, as: role)
            return known
        }
        let new = Account(signIn: try SignIn(parsing: "client-\(apiKey.prefix)"), name: clientName)
        guard try session.add(new), try session.openMembership(of: new.id, at: organisation, as: role) else {
            throw Self.prefixTaken
        }
        return new.id
    }

    private func entry(_ client: NewAPIClient, _ account: AccountID) -> AuditEntry {
        AuditEntry(
            Self.name,
            details: [
                "client": client.id.description, "account": account.description, "role": role.rawValue,
                "ods_code": odsCode.canonical, "key_prefix": apiKey.prefix, "days": String(days),
                "scopes": granted.map(\.rawValue).sorted().joined(separator: " "),
                "networks": client.networks.joined(separator: " "),
                "credential": keySet == nil ? "key" : "key_set",
            ])
    }

    private func validate() throws(Refusal) {
        try Self.requireLife(days, isAdministrator: role == .administrator)
        guard !clientName.isEmpty else { throw Refusal(.invalid, "Give the client a name.") }
        guard !granted.isEmpty || role == .worker, granted.isSubset(of: role.scopes) else {
            let allowed = role.scopes.map(\.rawValue).sorted().joined(separator: ", ")
            throw Refusal(.invalid, "A \(role.rawValue) can have these scopes: \(allowed). Choose from them.")
        }
        guard (networks ?? []).allSatisfy({ NetworkRange($0) != nil }), (networks ?? []).count <= Self.mostNetworks
        else {
            throw Refusal(
                .invalid,
                "Name at most \(Self.mostNetworks) networks as 192.0.2.0/24 or 2001:db8::/32, "
                    + "with no bit set beyond the length.")
        }
    }

    static func requireLife(_ days: Int, isAdministrator: Bool) throws(Refusal) {
        let longest = isAdministrator ? longestAdministratorLife : longestLife
        guard (1...longest).contains(days) else {
            throw Refusal(
                .invalid,
                "\(isAdministrator ? "An administrator's" : "A") key is good for 1 to \(longest) days. "
                    + "Choose a number between.")
        }
    }
}
