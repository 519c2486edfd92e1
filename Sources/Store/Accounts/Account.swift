package import OutreachCore
package import Postgres

/// Somebody or something that can sign in.
package struct Account: Hashable, Sendable {
    package let id: AccountID
    package let signIn: SignIn
    package let name: String
    package let isDisabled: Bool

    package init(id: AccountID = AccountID(), signIn: SignIn, name: String, isDisabled: Bool = false) {
        self.id = id
        self.signIn = signIn
        self.name = name
        self.isDisabled = isDisabled
    }

    fileprivate init(row: borrowing Row) throws {
        id = try row.value("account_id")
        signIn = try row.value("sign_in")
        name = try row.value("name")
        isDisabled = try row.value("is_disabled")
    }
}

/// An account as a list shows it, with one of its roles.
package struct AccountListing: Hashable, Sendable {
    package let signIn: String
    package let name: String
    package let isDisabled: Bool
    /// Nothing for an account that holds no role.
    package let role: Role?
    package let odsCode: ODSCode?

    fileprivate init(row: borrowing Row) throws {
        signIn = try row.value("sign_in")
        name = try row.value("name")
        isDisabled = try row.value("is_disabled")
        role = try row.optional("role")
        odsCode = try row.optional("ods_code")
    }
}

extension Session {
    /// Adds an account, or answers false where its sign-in is already known.
    package func add(_ account: Account) throws -> Bool {
        try first(
            .query("account/add"), account.id, account.signIn, account.name,
            decode: { try $0.value("account_id", as: AccountID.self) }) != nil
    }

    /// The account with this sign-in, disabled or not.
    package func account(_ signIn: SignIn) throws -> Account? {
        try first(.query("account/find_by_sign_in"), signIn, decode: Account.init(row:))
    }

    /// Ends the use of an account; false where it had ended.
    package func disable(_ account: AccountID) throws -> Bool {
        try execute(.query("account/disable"), account) > 0
    }

    /// Every account with its roles, in the order of sign-ins.
    package func accounts() throws -> [AccountListing] {
        try all(.query("account/list"), decode: AccountListing.init(row:))
    }
}
