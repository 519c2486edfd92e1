import Foundation
import Hummingbird
import Operations
import OutreachCore
import Store

extension Endpoint {
    /// What the operator does: organisations, accounts, API clients.
    static let administrators: [Endpoint] = [
        Endpoint(.get, "/organisations", ListOrganisations.self) { exchange in
            try exchange.wholeList(try await exchange.run(ListOrganisations()).map(ShownOrganisation.init))
        },
        Endpoint(.post, "/organisations", AddOrganisation.self) { exchange in
            let request = try await exchange.read { (fields: inout JSONFields) -> AddOrganisation? in
                fields.require("ods_code")
                fields.require("kinds")
                let code = fields.value("ods_code", ODSCode.self)
                let kinds = fields.words("kinds", OrganisationKind.self)
                let name = fields.requiredText("name")
                let setting = fields.word("setting", EmployerSetting.self)
                let area = fields.text("area")
                guard let code, let kinds else { return nil }
                return AddOrganisation(odsCode: code, name: name, kinds: Set(kinds), setting: setting, area: area)
            }
            let outcome = try await exchange.once(request)
            return try Answer.json(outcome == .added ? .created : .ok, Result(outcome))
        },
        Endpoint(.get, "/accounts", ListAccounts.self) { exchange in
            try exchange.wholeList(try await exchange.run(ListAccounts()).map(ShownAccount.init))
        },
        Endpoint(.post, "/accounts", AddAccount.self) { exchange in
            let request = try await exchange.read { fields in
                let name = fields.text("name")
                return fields.holding { AddAccount(signIn: $0, name: name, role: $1, odsCode: $2) }
            }
            let outcome = try await exchange.once(request)
            return try Answer.json(outcome == .unchanged ? .ok : .created, Result(outcome))
        },
        Endpoint(.post, "/accounts/disable", DisableAccount.self) { exchange in
            let request = try await exchange.read { fields in
                fields.require("sign_in")
                return fields.value("sign_in", SignIn.self).map { DisableAccount(signIn: $0) }
            }
            return try Answer.json(.ok, Result(try await exchange.once(request)))
        },
        Endpoint(.post, "/accounts/revoke-role", RevokeRole.self) { exchange in
            let request = try await exchange.read { fields in
                fields.holding { RevokeRole(signIn: $0, role: $1, odsCode: $2) }
            }
            return try Answer.json(.ok, Result(try await exchange.once(request)))
        },
    ]
}

extension JSONFields {
    /// A role that an account holds at an organisation.
    fileprivate mutating func holding<Request>(_ make: (SignIn, Role, ODSCode) -> Request) -> Request? {
        for name in ["sign_in", "role", "ods_code"] { require(name) }
        let signIn = value("sign_in", SignIn.self)
        let role = word("role", Role.self)
        let code = value("ods_code", ODSCode.self)
        guard let signIn, let role, let code else { return nil }
        return make(signIn, role, code)
    }
}

private struct ShownOrganisation: Encodable {
    let odsCode: ODSCode
    let name: String
    let kinds: [OrganisationKind]
    let setting: EmployerSetting?
    let area: String?
    let isPlaceholder: Bool

    init(_ organisation: Organisation) {
        odsCode = organisation.odsCode
        name = organisation.name
        kinds = organisation.kinds.sorted { $0.rawValue < $1.rawValue }
        setting = organisation.setting
        area = organisation.area
        isPlaceholder = organisation.isPlaceholder
    }
}

private struct ShownAccount: Encodable {
    let signIn: String
    let name: String
    let isDisabled: Bool
    let role: Role?
    let odsCode: ODSCode?

    init(_ listing: AccountListing) {
        signIn = listing.signIn
        name = listing.name
        isDisabled = listing.isDisabled
        role = listing.role
        odsCode = listing.odsCode
    }
}
