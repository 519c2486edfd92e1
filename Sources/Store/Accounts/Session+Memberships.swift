package import OutreachCore
package import Postgres

extension Session {
    /// Gives an account a role at an organisation; false where it has it.
    package func openMembership(
        of account: AccountID, at organisation: OrganisationID, as role: Role
    ) throws -> Bool {
        try first(
            .query("account/open_membership"), account, organisation, role,
            decode: { try $0.value("role", as: Role.self) }) != nil
    }

    /// Takes a role at an organisation from an account; false where it does not have it.
    package func closeMembership(
        of account: AccountID, at organisation: OrganisationID, as role: Role
    ) throws -> Bool {
        try execute(.query("account/close_membership"), account, organisation, role) > 0
    }

    /// Whoever can administer: one account for each membership, which stay as they are until the transaction ends.
    package func lockAdministrators() throws -> [(account: AccountID, organisation: OrganisationID)] {
        try all(.query("account/lock_administrators")) { row in
            (try row.value("account_id"), try row.value("organisation_id"))
        }
    }
}
