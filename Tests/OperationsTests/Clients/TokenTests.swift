import Foundation
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

private let tokenURL = "https://outreach.example.org/oauth2/token"

/// A client that is registered, and the service that it asks for tokens.
private struct Partner: Sendable {
    let keys: Keys
    let peer: SigningPeer
    let client: ClientID
    let prefix: String

    static func with(
        _ algorithm: SigningPeer.Algorithm = .es384, networks: [String]? = nil, _ body: (Partner) async throws -> Void
    ) async throws {
        let peer = try await SigningPeer(algorithm)
        defer { peer.remove() }
        try await Keys.with { keys in
            let key = try await keys.add(
                scopes: [.checks, .vaccinationsRead], networks: networks, keySet: try peer.keySet())
            let clients = try await keys.run(ListAPIClients())
            let client = try #require(clients.first?.id)
            try await body(Partner(keys: keys, peer: peer, client: client, prefix: key.prefix))
        }
    }

    func claims(_ more: [String: Any] = [:]) -> [String: Any] {
        let claims: [String: Any] = [
            "iss": client.description, "sub": client.description, "aud": tokenURL, "jti": UUID().uuidString,
            "exp": Date().timeIntervalSince1970.rounded() + 240,
        ]
        return claims.merging(more) { $1 }
    }

    func answer(
        _ assertion: String, _ more: [String: String] = [:], from address: String? = nil, at instant: Date? = nil
    ) async throws -> TokenAnswer {
        let form = [
            "grant_type": "client_credentials", "client_assertion": assertion,
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        ]
        return try await issuer(at: instant).answer(
            TokenRequest(form: form.merging(more) { $1 }.map { (name: $0.key, value: $0.value) }), from: address)
    }

    func issuer(at instant: Date? = nil) -> TokenIssuer {
        TokenIssuer(
            database: keys.test.database, tokenURL: tokenURL, failures: FailedSignIns(database: keys.test.database),
            now: { instant ?? Date() })
    }

    /// What the worker does hourly; how many tokens and assertions are gone.
    func purge() async throws -> Int {
        try await keys.test.database.write(.signingIn) { try $0.purgeCredentials() }
    }

    func token(_ more: [String: String] = [:]) async throws -> IssuedToken {
        let answer = try await answer(try await peer.assertion(claims()), more)
        guard case .issued(let token) = answer else { throw NoToken(answer: answer) }
        return token
    }

    struct NoToken: Error {
        let answer: TokenAnswer
    }
}

extension TokenAnswer {
    fileprivate var refusal: TokenRefusal? { if case .refused(let refusal) = self { refusal } else { nil } }
}

@Suite struct `a signed assertion` {
    @Test("gets a token for what the client may do", arguments: SigningPeer.Algorithm.allCases)
    func token(algorithm: SigningPeer.Algorithm) async throws {
        try await Partner.with(algorithm) { partner in
            let token = try await partner.token(["client_id": partner.client.description])
            #expect(token.expiresIn == 300)
            #expect(token.scope == "checks vaccinations.read")
            let found = try await partner.keys.authenticator().caller(bearing: token.accessToken)
            let caller = try #require(found)
            #expect(caller.scopes == [.checks, .vaccinationsRead])
            #expect(caller.membership.role == .system)
            let later = Date().addingTimeInterval(301)
            let ended = try await partner.keys.authenticator(at: later).caller(bearing: token.accessToken)
            #expect(ended == nil)
            let actions = try await partner.keys.test.auditedActions()
            #expect(actions.contains("issue_token"))
            let dump = try await Command.run("pg_dump", ["--data-only", partner.keys.test.url])
            #expect(!dump.standardOutput.contains(token.accessToken.dropFirst(15)))
        }
    }

    @Test(
        "gets the scopes that were asked for and allowed",
        arguments: [
            ("checks", "checks"), ("system/Immunization.rs audit", "system/Immunization.rs"),
            ("system/*.rs", "system/*.rs"), ("vaccinations.write checks checks", "checks"),
            ("", "checks vaccinations.read"),
        ])
    func scopes(asked: String, granted: String) async throws {
        try await Partner.with { partner in
            let token = try await partner.token(["scope": asked])
            #expect(token.scope == granted)
            let caller = try await partner.keys.authenticator().caller(bearing: token.accessToken)
            #expect(caller?.scopes.isSubset(of: [.checks, .vaccinationsRead]) == true)
        }
    }

    @Test func `gets nothing for scopes that the client lacks`() async throws {
        try await Partner.with { partner in
            for scope in ["vaccinations.write", "system/Immunization.c", "openid"] {
                let answer = try await partner.answer(
                    try await partner.peer.assertion(partner.claims()), ["scope": scope])
                #expect(answer.refusal?.error == .invalidScope)
            }
        }
    }

    @Test func `is good for one token`() async throws {
        try await Partner.with { partner in
            let assertion = try await partner.peer.assertion(partner.claims())
            async let one = partner.answer(assertion)
            async let other = partner.answer(assertion)
            let answers = try await [one, other]
            #expect(answers.count { $0.refusal == nil } == 1)
            #expect(answers.compactMap(\.refusal).first?.error == .invalidClient)
        }
    }

    @Test func `is refused where a claim is wrong, with a sentence that says which`() async throws {
        try await Partner.with { partner in
            let now = Date().timeIntervalSince1970
            let wrong: [(claims: [String: Any], word: String)] = [
                (["iss": "other"], "iss"), (["aud": "https://other.example.org"], "aud"), (["aud": [String]()], "aud"),
                (["exp": now - 121], "clock"), (["exp": now + 430], "clock"), (["exp": NSNull()], "exp"),
                (["nbf": now + 130], "clock"), (["iat": now + 130], "clock"), (["jti": ""], "jti"),
                (["jti": NSNull()], "jti"),
            ]
            for (claims, word) in wrong {
                let answer = try await partner.answer(try await partner.peer.assertion(partner.claims(claims)))
                let refusal = try #require(answer.refusal)
                #expect(refusal.error == .invalidClient)
                #expect(refusal.status == 401)
                #expect(refusal.errorDescription.contains(word), "\(word)")
            }
            for claims in [["exp": now - 60], ["exp": now + 410], ["nbf": now + 60]] {
                let answer = try await partner.answer(try await partner.peer.assertion(partner.claims(claims)))
                #expect(answer.refusal == nil, "a clock a minute off is forgiven")
            }
        }
    }

    @Test func `is refused where its signature is not the client's`() async throws {
        let stranger = try await SigningPeer(.es384)
        defer { stranger.remove() }
        try await Partner.with { partner in
            let right = try await partner.peer.assertion(partner.claims())
            let parts = right.split(separator: ".").map(String.init)
            let none = SigningPeer.encode(Data(#"{"alg":"none","kid":"\#(partner.peer.kid)"}"#.utf8))
            let others = try await partner.peer.assertion(partner.claims(["sub": ClientID().description]))
            let wrong = [
                try await stranger.assertion(partner.claims(), header: ["kid": partner.peer.kid]),
                try await stranger.assertion(partner.claims()),
                try await partner.peer.assertion(partner.claims(), header: ["alg": "RS384"]),
                try await partner.peer.assertion(partner.claims(), header: ["alg": "HS384"]),
                "\(none).\(parts[1]).", "\(none).\(parts[1]).\(parts[2])",
                "\(parts[0]).\(others.split(separator: ".")[1]).\(parts[2])", others,
            ]
            var sentences: Set<String> = []
            for assertion in wrong {
                let answer = try await partner.answer(assertion)
                let refusal = try #require(answer.refusal)
                #expect(refusal.error == .invalidClient)
                sentences.insert(refusal.errorDescription)
            }
            // A stranger does not learn which clients there are.
            #expect(sentences.count == 1)
        }
    }

    @Test func `is refused from a foreign network, and once its client has ended`() async throws {
        try await Partner.with(networks: ["192.0.2.0/24"]) { partner in
            for (address, isRight) in [("192.0.2.1", true), ("198.51.100.1", false), (nil, false)] {
                let answer = try await partner.answer(
                    try await partner.peer.assertion(partner.claims()), from: address)
                #expect((answer.refusal == nil) == isRight)
            }
            let assertion = try await partner.peer.assertion(partner.claims())
            try await partner.keys.run(RevokeAPIClient(keyPrefix: partner.prefix))
            let answer = try await partner.answer(assertion, from: "192.0.2.1")
            #expect(answer.refusal?.error == .invalidClient)
        }
    }

    @Test func `is asked for in the form of the standard`() async throws {
        try await Partner.with { partner in
            let assertion = try await partner.peer.assertion(partner.claims())
            let wrong: [([String: String], TokenRefusal.Code)] = [
                (["grant_type": "password"], .unsupportedGrantType), (["client_assertion_type": "x"], .invalidRequest),
                (["client_assertion": "x"], .invalidRequest), (["client_assertion": "a.b.c"], .invalidRequest),
                (["client_assertion": String(repeating: "a", count: 10_000)], .invalidRequest),
                (["client_id": "other"], .invalidClient),
            ]
            for (fields, code) in wrong {
                let answer = try await partner.answer(assertion, fields)
                #expect(answer.refusal?.error == code)
            }
            let twice = TokenRequest(form: [("grant_type", "client_credentials"), ("grant_type", "client_credentials")])
            let answer = try await partner.issuer().answer(twice, from: nil)
            #expect(answer.refusal?.error == .invalidRequest)
        }
    }
}

@Suite struct `an access token` {
    @Test func `ends within five seconds of its client`() async throws {
        try await Partner.with { partner in
            let token = try await partner.token()
            let authenticator = partner.keys.authenticator()
            let before = try await authenticator.caller(bearing: token.accessToken)
            #expect(before != nil)
            try await partner.keys.run(RevokeAPIClient(keyPrefix: partner.prefix))
            let ended = ContinuousClock.now
            while try await authenticator.caller(bearing: token.accessToken) != nil, .now - ended < .seconds(20) {
                try await Task.sleep(for: .milliseconds(100))
            }
            #expect(.now - ended < .seconds(5))
        }
    }

    @Test func `is forgotten when it has ended, and its assertion too`() async throws {
        try await Partner.with { partner in
            _ = try await partner.token()
            let early = try await partner.purge()
            #expect(early == 0)
            for table in ["access_token", "client_assertion"] {
                try await partner.keys.test.script("UPDATE \(table) SET expires_at = now() - interval '2 hours'")
            }
            let late = try await partner.purge()
            #expect(late == 2)
        }
    }
}

@Suite struct `the public keys of a client` {
    @Test func `are taken of both kinds and never with a private part`() async throws {
        for algorithm in SigningPeer.Algorithm.allCases {
            let peer = try await SigningPeer(algorithm)
            defer { peer.remove() }
            #expect(throws: Never.self) { try peer.keySet() }
            for more in [["d": "AQAB"], ["kid": ""], ["use": "enc"], ["alg": "RS256"], ["x": "AQAB", "n": "AQAB"]] {
                #expect(throws: Refusal.self) { try peer.keySet(more) }
            }
        }
        for text in ["", "[]", "{}", #"{"keys":[]}"#, #"{"keys":[{"kty":"oct","kid":"a","k":"AQAB"}]}"#] {
            #expect(throws: Refusal.self) { try ClientKeySet(parsing: Array(text.utf8)) }
        }
    }

    @Test func `are refused where they are weak`() async throws {
        let peer = try await SigningPeer(.rs384, bits: 1_024)
        defer { peer.remove() }
        #expect(throws: Refusal.self) { try peer.keySet() }
    }
}

@Suite struct `a failed sign-in` {
    @Test func `is audited without the credential, and many of them as one`() async throws {
        try await Partner.with { partner in
            let authenticator = partner.keys.authenticator()
            for number in 1...50 {
                _ = try await authenticator.caller(bearing: "outreach_0badc0de_\(number)")
                _ = try await authenticator.caller(bearing: "secret \(number)")
            }
            await authenticator.settle()
            let details = try await partner.keys.test.texts(
                "SELECT details::text AS text FROM audit_entry WHERE action = 'failed_sign_in'")
            #expect(details == [#"{"count": "1", "reason": "unknown_credential"}"#])
        }
    }
}
