internal import OutreachCore
package import Postgres

extension Session {
    /// The memberships that an account may act in; none for an account that is unknown or disabled.
    package func memberships(of signIn: String) throws -> [Membership] {
        try all(.query("account/list_memberships"), signIn, decode: Membership.init(row:))
    }
}
