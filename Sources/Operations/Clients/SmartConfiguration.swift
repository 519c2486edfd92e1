internal import OutreachCore

/// The document that a client reads at `/.well-known/smart-configuration`; encodes as its JSON.
///
/// Source: SMART App Launch 2.2, section 2.3.
package struct SmartConfiguration: Hashable, Encodable, Sendable {
    package let tokenEndpoint: String
    package let tokenEndpointAuthMethodsSupported = ["private_key_jwt"]
    package let tokenEndpointAuthSigningAlgValuesSupported = ["RS384", "ES384"]
    package let grantTypesSupported = ["client_credentials"]
    package let scopesSupported: [String]
    /// The member is required, also of a server where nobody signs in by a browser.
    package let codeChallengeMethodsSupported = ["S256"]
    package let capabilities = ["client-confidential-asymmetric", "permission-v1", "permission-v2"]

    package init(tokenURL: String) {
        tokenEndpoint = tokenURL
        scopesSupported = Scope.allCases.map(\.rawValue) + SmartScope.examples
    }

    private enum CodingKeys: String, CodingKey {
        case tokenEndpoint = "token_endpoint"
        case tokenEndpointAuthMethodsSupported = "token_endpoint_auth_methods_supported"
        case tokenEndpointAuthSigningAlgValuesSupported = "token_endpoint_auth_signing_alg_values_supported"
        case grantTypesSupported = "grant_types_supported"
        case scopesSupported = "scopes_supported"
        case codeChallengeMethodsSupported = "code_challenge_methods_supported"
        case capabilities
    }
}
