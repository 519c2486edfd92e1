internal import OutreachCore
internal import Postgres
internal import Store

extension Session {
    /// The organisation with this code.
    ///
    /// - Throws: ``Refusal`` where there is none.
    func existingOrganisation(_ code: ODSCode) throws -> Organisation {
        guard let organisation = try organisations([code])[code] else { throw Refusal.notFound("organisation") }
        return organisation
    }

    /// The account with this sign-in.
    ///
    /// - Throws: ``Refusal`` where there is none.
    func existingAccount(_ signIn: SignIn) throws -> Account {
        guard let account = try account(signIn) else { throw Refusal.notFound("account") }
        return account
    }

    /// Makes sure that somebody can still administer after a removal, also when two removals happen at once.
    ///
    /// - Throws: ``Refusal`` where nobody could.
    func keepAnAdministrator(
        without isRemoved: (_ account: AccountID, _ organisation: OrganisationID) -> Bool
    ) throws {
        guard try lockAdministrators().contains(where: { !isRemoved($0.account, $0.organisation) }) else {
            throw Refusal(.conflict, "This is the last administrator. Add another one first.")
        }
    }
}
