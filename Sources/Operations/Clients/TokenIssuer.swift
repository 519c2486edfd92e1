internal import Crypto
package import Foundation
internal import OutreachCore
package import Postgres
internal import Store

/// Gives short-lived access tokens to clients that sign assertions: OAuth2 client credentials with `private_key_jwt`.
///
/// Sources: RFC 6749 section 4.4, RFC 7523, SMART Backend Services (SMART App Launch 2.2). The token says nothing by
/// itself; only its hash is kept, and revoking the client ends it within five seconds (``Authenticator``).
package struct TokenIssuer: Sendable {
    private let database: Database
    private let tokenURL: String
    private let tokenLife: TimeInterval
    private let failures: FailedSignIns
    private let now: @Sendable () -> Date

    /// - Parameters:
    ///   - database: Where clients and tokens are kept.
    ///   - tokenURL: The address of the token endpoint as clients know it: what `aud` must say.
    ///   - tokenLife: For how many seconds a token is good.
    ///   - failures: Where failed sign-ins are counted.
    ///   - now: The clock.
    package init(
        database: Database, tokenURL: String, tokenLife: TimeInterval = 300, failures: FailedSignIns,
        now: @escaping @Sendable () -> Date
    ) {
        self.database = database
        self.tokenURL = tokenURL
        self.tokenLife = tokenLife
        self.failures = failures
        self.now = now
    }

    /// Answers a request of the token endpoint.
    ///
    /// A client with networks is refused where nobody knows from which address it calls.
    ///
    /// - Throws: ``PostgresError`` where the database could not be asked; the client may try again with another `jti`.
    package func answer(_ request: TokenRequest, from address: String?) async throws -> TokenAnswer {
        do {
            let assertion = try Self.assertion(of: request)
            let client = try await client(of: assertion, request)
            return .issued(try await issue(to: client, assertion, request, from: address))
        } catch let refusal as TokenRefusal {
            return .refused(refusal)
        }
    }

    private static func assertion(of request: TokenRequest) throws(TokenRefusal) -> ClientAssertion {
        guard !request.repeatsItself, let grantType = request.grantType else {
            throw TokenRefusal(.invalidRequest, "Send grant_type, and every parameter once.")
        }
        guard grantType == "client_credentials" else {
            throw TokenRefusal(.unsupportedGrantType, "The only grant type is client_credentials.")
        }
        guard request.assertionType == TokenRequest.jwtBearer, let text = request.assertion,
            let assertion = ClientAssertion(text)
        else {
            throw TokenRefusal(
                .invalidRequest,
                "Send client_assertion_type \(TokenRequest.jwtBearer) and a signed JWT as client_assertion.")
        }
        return assertion
    }

    /// The client whose key has signed the assertion.
    ///
    /// Whoever has no such key learns nothing of who has.
    private func client(of assertion: ClientAssertion, _ request: TokenRequest) async throws -> AssertingClient {
        let named = assertion.claims.sub.flatMap { ClientID(postgresText: $0) }
        guard let named, request.clientID ?? assertion.claims.sub == assertion.claims.sub,
            let known = try await database.read(.signingIn, { try $0.assertingClient(named) })
        else { throw unknown(.unknownClient, nil) }
        guard let kid = assertion.header.kid, let keySet = known.keySet,
            let key = ClientKeySet(stored: keySet).key(kid), assertion.isSigned(by: key)
        else { throw unknown(.wrongSignature, known) }
        return known
    }

    private func issue(
        to client: AssertingClient, _ assertion: ClientAssertion, _ request: TokenRequest, from address: String?
    ) async throws -> IssuedToken {
        let moment = now()
        if let problem = assertion.problem(tokenURL: tokenURL, now: moment) {
            throw refused(.wrongClaims, client, problem)
        }
        guard client.expiresAt > moment else {
            throw refused(
                .expired, client, "The registration of the client has expired. Have its keys registered again.")
        }
        let caller = Caller(client)
        guard caller.networks.isEmpty || address.map(caller.mayCall(from:)) == true else {
            throw refused(.wrongNetwork, client, "The client may not call from this address.")
        }
        let asked = ScopeRequest(request.scope, allowed: caller.scopes)
        guard !asked.granted.isEmpty else {
            throw TokenRefusal(.invalidScope, "The client may do none of what scope asks for.")
        }
        return try await keep(AccessToken(), for: client, assertion, asked, at: moment)
    }

    private func keep(
        _ token: AccessToken, for client: AssertingClient, _ assertion: ClientAssertion, _ asked: ScopeRequest,
        at moment: Date
    ) async throws -> IssuedToken {
        let new = NewAccessToken(
            sha256: token.sha256, scopes: asked.granted, expiresAt: moment.addingTimeInterval(tokenLife),
            assertionSHA256: Array(SHA256.hash(data: Array((assertion.claims.jti ?? "").utf8))),
            assertionEndsAt: Date(timeIntervalSince1970: assertion.claims.exp ?? 0))
        let isNew = try await database.write(.acting(as: client.membership)) { session in
            guard try session.issue(new, to: client.id) else { return false }
            let scopes = new.scopes.map(\.rawValue).sorted().joined(separator: " ")
            try session.audit(
                AuditEntry("issue_token", details: ["client": client.id.description, "scopes": scopes]))
            return true
        }
        guard isNew else {
            throw refused(.replay, client, "The assertion was used before: give each one a jti of its own.")
        }
        return IssuedToken(
            accessToken: token.text, expiresIn: Int(tokenLife), scope: asked.words.joined(separator: " "))
    }

    private func unknown(_ reason: FailedSignIns.Reason, _ client: AssertingClient?) -> TokenRefusal {
        refused(
            reason, client,
            "The client is not known, or the assertion is not signed by one of its keys: sub must be the client id, kid "
                + "the id of a registered key, and alg RS384 or ES384 as that key is.")
    }

    private func refused(
        _ reason: FailedSignIns.Reason, _ client: AssertingClient?, _ description: String
    ) -> TokenRefusal {
        failures.note(reason, client: client?.id, as: client?.membership)
        return TokenRefusal(.invalidClient, description)
    }
}

extension Caller {
    init(_ client: AssertingClient) {
        self.init(
            membership: client.membership, client: client.id,
            scopes: client.scopes ?? client.membership.role.scopes,
            networks: client.networks.compactMap(NetworkRange.init), expiresAt: client.expiresAt)
    }
}

/// A token: 256 random bits that say nothing.
struct AccessToken {
    let text: String

    init() {
        var generator = SystemRandomNumberGenerator()
        text = "outreach_token_" + Base64URL.encode((0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }

    var sha256: [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }
}
