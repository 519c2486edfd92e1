internal import Foundation

/// What a client sends to the token endpoint (RFC 6749, section 4.4.2; RFC 7523, section 2.2).
package struct TokenRequest: Sendable {
    package let grantType: String?
    package let scope: String?
    package let assertionType: String?
    package let assertion: String?
    /// Optional beside an assertion, and then the same as its subject (RFC 7521, section 4.2).
    package let clientID: String?
    /// Whether a parameter came twice, which is forbidden (RFC 6749, section 3.2).
    let repeatsItself: Bool

    static let jwtBearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

    /// Reads the fields of a form; those that are not known are left out.
    package init(form: [(name: String, value: String)]) {
        let known = ["grant_type", "scope", "client_assertion_type", "client_assertion", "client_id"]
        let fields = form.filter { known.contains($0.name) }
        let values = Dictionary(fields.map { ($0.name, $0.value) }) { first, _ in first }
        grantType = values["grant_type"]
        scope = values["scope"]
        assertionType = values["client_assertion_type"]
        assertion = values["client_assertion"]
        clientID = values["client_id"]
        repeatsItself = values.count < fields.count
    }
}

/// What the token endpoint answers.
package enum TokenAnswer: Sendable {
    case issued(IssuedToken)
    case refused(TokenRefusal)
}

/// A token for a client, as the answer's JSON (RFC 6749, section 5.1); never to be logged or cached.
package struct IssuedToken: Encodable, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    package let accessToken: String
    package let tokenType = "bearer"
    /// In seconds.
    package let expiresIn: Int
    package let scope: String

    package var description: String { "IssuedToken" }
    package var debugDescription: String { "IssuedToken" }

    private enum CodingKeys: String, CodingKey {
        case accessToken = "access_token"
        case tokenType = "token_type"
        case expiresIn = "expires_in"
        case scope
    }
}

/// Why a client gets no token, as the answer's JSON (RFC 6749, section 5.2).
package struct TokenRefusal: Error, Hashable, Encodable, Sendable {
    package enum Code: String, Hashable, Encodable, Sendable {
        case invalidRequest = "invalid_request"
        case invalidClient = "invalid_client"
        case unsupportedGrantType = "unsupported_grant_type"
        case invalidScope = "invalid_scope"
    }

    package let error: Code
    /// A sentence for the developer of the client; never a part of what was sent.
    package let errorDescription: String

    package init(_ error: Code, _ errorDescription: String) {
        self.error = error
        self.errorDescription = errorDescription
    }

    /// The status that goes with it: a client that is not authenticated gets 401.
    package var status: Int { error == .invalidClient ? 401 : 400 }

    private enum CodingKeys: String, CodingKey {
        case error
        case errorDescription = "error_description"
    }
}
