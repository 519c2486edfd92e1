package import Foundation
package import Operations
package import OutreachCore
internal import Postgres
package import Store

/// Organisations of every kind, two of each where it matters, and a member of every role at them.
///
/// Both employers lie in areas of their own, each worked by one of the two teams.
package struct Members: Sendable {
    package let employer: Organisation
    package let otherEmployer: Organisation
    package let site: Organisation
    package let otherSite: Organisation
    package let team: Organisation
    package let otherTeam: Organisation
    package let practice: Organisation

    package let manager: Membership
    package let otherManager: Membership
    package let vaccinator: Membership
    package let otherVaccinator: Membership
    package let registrar: Membership
    package let otherRegistrar: Membership
    package let steward: Membership
    package let administrator: Membership
    package let auditor: Membership
    /// A point-of-care system of ``site``.
    package let system: Membership

    /// A member in this role; for a worker one whom no account holds, since workers have none.
    package subscript(role: Role) -> Membership {
        switch role {
        case .manager: manager
        case .vaccinator: vaccinator
        case .registrar: registrar
        case .steward: steward
        case .administrator: administrator
        case .auditor: auditor
        case .system: system
        case .worker:
            Membership(
                account: system.account, accountName: "Worker", organisation: employer.id, odsCode: employer.odsCode,
                role: .worker)
        }
    }

    /// The built-in administrator, by whom the first organisations and accounts are made.
    package static func operatorAccount(in test: TestDatabase, as role: Role) async throws -> Membership {
        let memberships = try await test.database.read(.signingIn) { try $0.memberships(of: "operator") }
        guard let member = memberships.first(where: { $0.role == role }) else { throw NoSuchMember(role: role) }
        return member
    }

    /// Makes them all in a fresh database.
    package static func make(in test: TestDatabase) async throws -> Members {
        let administrator = try await operatorAccount(in: test, as: .administrator)
        let organisations = try Organisations()
        return try await test.database.write(.acting(as: administrator)) { session in
            for organisation in organisations.all {
                guard try session.add(organisation) else { throw NoSuchMember(role: .administrator) }
            }
            return try Members(organisations, administrator: administrator, in: session)
        }
    }

    /// A member in whom a test believed is not there.
    struct NoSuchMember: Error {
        let role: Role
    }
}

extension TestDatabase {
    /// Runs operations on this database, at an instant that stands still where one is given.
    package func runner(now: Date? = nil) -> OperationRunner {
        OperationRunner(database: database, now: { now ?? Date() })
    }
}

private struct Organisations: Sendable {
    let employer: Organisation
    let otherEmployer: Organisation
    let site: Organisation
    let otherSite: Organisation
    let team: Organisation
    let otherTeam: Organisation
    let practice: Organisation

    var all: [Organisation] { [employer, otherEmployer, site, otherSite, team, otherTeam, practice] }

    init() throws {
        func organisation(
            _ code: String, _ name: String, _ kind: OrganisationKind, _ setting: EmployerSetting? = nil,
            area: String? = nil
        ) throws -> Organisation {
            Organisation(
                odsCode: try ODSCode(parsing: code), name: name, kinds: [kind], setting: setting, area: area)
        }
        employer = try organisation("VL0AA", "Rose Hill", .employer, .careHome, area: "LEEDS")
        otherEmployer = try organisation("VM0BB", "Elm Lodge", .employer, .homeCare, area: "YORK")
        site = try organisation("RX101", "Town Hall hub", .site)
        otherSite = try organisation("RX202", "Station pharmacy", .site)
        team = try organisation("QWO", "Leeds outreach", .outreachTeam, area: "LEEDS")
        otherTeam = try organisation("QOQ", "York outreach", .outreachTeam, area: "YORK")
        practice = try organisation("B86001", "Park practice", .practice)
    }
}

extension Members {
    fileprivate init(
        _ organisations: Organisations, administrator: Membership, in session: borrowing Session
    ) throws {
        employer = organisations.employer
        otherEmployer = organisations.otherEmployer
        site = organisations.site
        otherSite = organisations.otherSite
        team = organisations.team
        otherTeam = organisations.otherTeam
        practice = organisations.practice
        self.administrator = administrator
        manager = try session.member("manager", .manager, at: employer)
        otherManager = try session.member("other-manager", .manager, at: otherEmployer)
        vaccinator = try session.member("vaccinator", .vaccinator, at: site)
        otherVaccinator = try session.member("other-vaccinator", .vaccinator, at: otherSite)
        registrar = try session.member("registrar", .registrar, at: team)
        otherRegistrar = try session.member("other-registrar", .registrar, at: otherTeam)
        system = try session.member("system", .system, at: site)
        steward = try session.member("steward", .steward, at: administrator.organisation, administrator.odsCode)
        auditor = try session.member("auditor", .auditor, at: administrator.organisation, administrator.odsCode)
    }
}

extension Session {
    fileprivate func member(_ word: String, _ role: Role, at organisation: Organisation) throws -> Membership {
        try member(word, role, at: organisation.id, organisation.odsCode)
    }

    /// Signs in by `<word>@example.org`.
    fileprivate func member(
        _ word: String, _ role: Role, at organisation: OrganisationID, _ odsCode: ODSCode
    ) throws -> Membership {
        let account = Account(signIn: try SignIn(parsing: "\(word)@example.org"), name: word)
        guard try add(account), try openMembership(of: account.id, at: organisation, as: role) else {
            throw Members.NoSuchMember(role: role)
        }
        return Membership(
            account: account.id, accountName: word, organisation: organisation, odsCode: odsCode, role: role)
    }
}
