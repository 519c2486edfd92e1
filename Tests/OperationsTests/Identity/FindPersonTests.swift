import Operations
import OutreachCore
import Store
import TestDatabase
import Testing

@Suite struct `Finding a person` {
    private func find(
        _ clinic: Clinic, _ family: String, _ given: String, _ birthDate: String, employer: String? = nil,
        by member: Membership? = nil
    ) async throws -> [FindPerson.Candidate] {
        try await clinic.runner().run(
            FindPerson(familyName: family, givenNames: given, birthDate: birthDate, employer: employer),
            as: member ?? clinic.members.vaccinator
        ).candidates
    }

    @Test func `by names and date of birth, whatever their case, accents and order`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol(family: "García", given: "María Luisa", born: "1985-07-14")
            try await clinic.enrol(family: "García", given: "Carmen", born: "1985-07-14")
            try await clinic.enrol(family: "García", given: "María Luisa", born: "1985-07-15")
            for (family, given) in [("GARCIA", "maria"), ("Garcia", "Luisa"), ("Maria", "Garcia")] {
                let found = try await find(clinic, family, given, "14 July 1985")
                #expect(found.map(\.temporaryID) == [worker.id])
                #expect(found.first?.person.name == "GARCÍA, María Luisa")
                #expect(found.first?.employers.map(\.name) == ["Rose Hill"])
            }
            let family = try await find(clinic, "García", "", "1985-07-14")
            #expect(family.count == 2)
            let nobody = try await find(clinic, "Garcia", "Rosa", "1985-07-14")
            #expect(nobody.isEmpty)
        }
    }

    @Test func `also where the record knows only the year of birth`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol(born: "1985")
            let found = try await find(clinic, "Okafor", "Ada", "1985-07-14")
            #expect(found.map(\.temporaryID) == [worker.id])
        }
    }

    @Test(
        "needs a name and a date of birth",
        arguments: [
            ("Okafor", "Ada", "", "birth_date_empty"), ("", "", "1985-07-14", "name_empty"),
            ("Okafor", "Ada", "01/02/1985", "birth_date_ambiguous"),
        ])
    func incomplete(_ family: String, _ given: String, _ born: String, _ code: String) async throws {
        try await Clinic.with { clinic in
            let answer = await refusal { try await find(clinic, family, given, born) }
            #expect(answer?.problems.map(\.code) == [code])
        }
    }

    @Test func `a manager finds own staff only, and the employer narrows the search`() async throws {
        try await Clinic.with { clinic in
            let own = try await clinic.enrol()
            let foreign = try await clinic.enrol(by: clinic.members.otherManager)
            let byManager = try await find(clinic, "Okafor", "Ada", "1985-07-14", by: clinic.members.manager)
            #expect(byManager.map(\.temporaryID) == [own.id])
            let byRegistrar = try await find(clinic, "Okafor", "Ada", "1985-07-14", by: clinic.members.otherRegistrar)
            #expect(byRegistrar.map(\.temporaryID) == [foreign.id])
            let narrowed = try await find(clinic, "Okafor", "Ada", "1985-07-14", employer: "vm0bb")
            #expect(narrowed.map(\.temporaryID) == [foreign.id])
        }
    }

    @Test func `one human with two records is one candidate, and the hits are audited`() async throws {
        try await Clinic.with { clinic in
            let one = try await clinic.enrol()
            let other = try await clinic.enrol(by: clinic.members.otherManager)
            try await clinic.merge(one, other)
            let found = try await find(clinic, "Okafor", "Ada", "1985-07-14")
            #expect(found.map(\.person.personID) == [one.person])
            let entries = try await clinic.texts(
                "SELECT action || ' ' || person_id || ' ' || (details ->> 'hits') AS text FROM audit_entry")
            #expect(entries == ["find_person \(one.person) 1"])
        }
    }

    @Test func `shows ten people at most, and says that there are more`() async throws {
        try await Clinic.with { clinic in
            for _ in 0..<11 { _ = try await clinic.enrol() }
            let found = try await clinic.runner().run(
                FindPerson(familyName: "Okafor", givenNames: "Ada", birthDate: "1985-07-14"),
                as: clinic.members.vaccinator)
            #expect(found.candidates.count == 10)
            #expect(found.isTruncated)
        }
    }
}
