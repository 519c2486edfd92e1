import Operations
import OutreachCore
import Store
import TestDatabase
import Testing

private func read(_ text: String) throws -> [OrganisationDescription] {
    var pieces = [Array(text.utf8)]
    return try OrganisationFile.read { pieces.popLast() }
}

@Suite struct `a file of organisations` {
    @Test func `is read with the usual spellings of its headers`() throws {
        let organisations = try read(
            """
            Organisation Code;Organisation name;Type;Care setting;ICB;Telephone
            vl0aa;Rose Hill;Employer;Care home;Leeds;x
            RX101;Town Hall hub;"site, practice";;;x
            """)
        #expect(
            organisations == [
                OrganisationDescription(
                    odsCode: try ODSCode(parsing: "VL0AA"), name: "Rose Hill", kinds: [.employer],
                    setting: .careHome, area: "LEEDS"),
                OrganisationDescription(
                    odsCode: try ODSCode(parsing: "RX101"), name: "Town Hall hub", kinds: [.site, .practice],
                    setting: nil, area: nil),
            ])
    }

    @Test func `is refused with every problem in its place and no text of a cell`() throws {
        let refusal = #expect(throws: Refusal.self) {
            try read(
                """
                ods_code,name,kinds,setting,area
                no-code-secret,,thing-secret,moon-secret,
                RX9,Hub,outreach_team,,
                RX9,Hub,operator,,
                """)
        }
        #expect(
            refusal?.problems.map(\.field) == [
                "row 2, column 1, ods_code", "row 2, column 2, name", "row 2, column 3, kinds",
                "row 2, column 4, setting", "row 3, column 5, area", "row 4, column 1, ods_code",
                "row 4, column 3, kinds",
            ])
        #expect(refusal?.problems.contains { $0.message.contains("secret") } == false)
    }

    @Test("is refused without its mandatory columns or any row", arguments: ["", "name,kinds\n", "ods_code\n"])
    func header(_ text: String) {
        #expect(throws: Refusal.self) { try read(text) }
    }

    @Test func `changes nothing when it is loaded again, and nothing when it is rehearsed`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let known = members.employer
            let file = try read(
                """
                ods_code,name,kinds,area
                \(known.odsCode),\(known.name),employer,leeds
                \(members.site.odsCode),Another name,site,
                NEW1,New,employer;site,
                """)
            var outcomes: [LoadOrganisations.Outcome] = []
            for isRehearsal in [true, false, false] {
                outcomes.append(
                    try await test.runner().run(
                        LoadOrganisations(file, isRehearsal: isRehearsal), as: members.administrator))
            }
            let first = LoadOrganisations.Outcome(added: 1, changed: 1, unchanged: 1)
            #expect(outcomes == [first, first, LoadOrganisations.Outcome(added: 0, changed: 0, unchanged: 3)])
        }
    }
}
