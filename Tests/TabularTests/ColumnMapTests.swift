import Tabular
import Testing

@Suite struct ColumnMapTests {
    private enum Field: Hashable, Sendable {
        case surname
        case birthDate
        case phone
    }

    private static let specifications: [ColumnSpecification<Field>] = [
        ColumnSpecification(
            .surname, name: "Family name", otherSpellings: ["Surname", "Last name"], isMandatory: true),
        ColumnSpecification(.birthDate, name: "Date of birth", otherSpellings: ["DOB"], isMandatory: true),
        ColumnSpecification(.phone, name: "Phone"),
    ]

    @Test(
        "Headers are recognised whatever their case, spacing and punctuation",
        arguments: [
            "Surname,DOB", "LAST NAME,D.O.B.", "family_name,Date of birth (dd/mm/yyyy)", " Last-Name ,date_of_birth",
            "Family name *,Date of birth:", "x,Surname,y,dob",
        ])
    func spelling(_ header: String) throws {
        let table = try rows(header + "\n1,2,3,4\n")
        let map = try ColumnMap(header: table[0], Self.specifications)
        #expect(map.contains(.surname))
        #expect(map.contains(.birthDate))
        #expect(!map.contains(.phone))
        #expect(map.text(.phone, in: table[1]).isEmpty)
    }

    @Test func `cells are found by column, trimmed and unguarded`() throws {
        let table = try rows("DOB,notes,Surname,phone\n1985-07-14,x,  Smith ,'+447123456789\n")
        let map = try ColumnMap(header: table[0], Self.specifications)
        #expect(map.unknownColumns == [2])
        #expect(map.number(of: .surname) == 3)
        #expect(map.text(.surname, in: table[1]) == "Smith")
        #expect(map.text(.phone, in: table[1]) == "+447123456789")
    }

    @Test func `everything that is wrong with a header is said at once`() throws {
        let header = try rows("phone,Telephone,PHONE,Surname\n")[0]
        let error = #expect(throws: HeaderErrors.self) { try ColumnMap(header: header, Self.specifications) }
        #expect(error?.errors.map(\.kind) == [.missingColumn, .duplicateColumn])
        #expect(error?.errors.map(\.columnName) == ["Date of birth", "Phone"])
        #expect(error?.errors.last?.column == 3)
        #expect(error?.errors.first?.message.contains("“DOB”") == true)
    }

    @Test func `an error of a row gets the caller's name of its column`() throws {
        let table = try rows("Surname,DOB\n\u{1},2\n")
        let map = try ColumnMap(header: table[0], Self.specifications)
        let problem = try #require(table[1].problems.first)
        #expect(problem.columnName == nil)
        #expect(map.named(problem).columnName == "Family name")
        let invalid = map.invalidValue(.birthDate, in: table[1], message: "Write the date as 1985-07-14.")
        #expect(invalid.row == 2)
        #expect(invalid.column == 2)
        #expect(invalid.columnName == "Date of birth")
    }

    @Test func `no message repeats what a cell holds`() throws {
        let canary = "Featherstonehaugh"
        let broken = [
            "a,b\n\(canary)\n", "a,b\n\"\(canary)\"\(canary),2\n", "a,b\n\"\(canary),2\n", "a,b\n\(canary)\u{1},2\n",
            "\(canary),\(canary)\n1,2,3\n",
        ]
        for text in broken {
            let problems = try rows(text).flatMap(\.problems)
            #expect(!problems.isEmpty)
            #expect(!String(describing: problems).contains(canary))
        }
        let header = try rows("\(canary),Surname,Surname\n")[0]
        let error = #expect(throws: HeaderErrors.self) { try ColumnMap(header: header, Self.specifications) }
        #expect(!String(describing: error).contains(canary))
    }
}
