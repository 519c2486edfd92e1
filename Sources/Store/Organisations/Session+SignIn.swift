internal import OutreachCore
package import Postgres

extension Session {
    /// The memberships that an account may act in; none for an account that is unknown or disabled.
    package func memberships(of signIn: String) throws -> [Membership] {
        try all(.query("account/list_memberships"), signIn) { row in
            Membership(
                account: try row.value("account_id"), accountName: try row.value("account_name"),
                organisation: try row.value("organisation_id"), odsCode: try row.value("ods_code"),
                role: try row.value("role"))
        }
    }
}
