import Foundation
import Tabular
import TestDatabase
import Testing

/// The documented normalisation of a name: normal form C, no white space around it, single spaces within.
func normalised(_ text: String) -> String {
    text.unicodeScalars.split(whereSeparator: \.properties.isWhitespace).map(String.init).joined(separator: " ")
        .precomposedStringWithCanonicalMapping
}

extension String {
    /// Byte by byte: Swift takes texts for equal that only look so.
    func isSame(as other: String) -> Bool { Array(utf8) == Array(other.utf8) }
}

/// A file with a hostile given name in each row, as a spreadsheet would save it.
struct HostileFile {
    static let texts = HostileNames.texts

    static func csv() -> [UInt8] {
        var writer = CSVWriter(.machine)
        writer.write(["reference", "first name", "surname", "dob"])
        for (index, text) in texts.enumerated() {
            // As exported by a program that guards formulas: an apostrophe that is part of the name is doubled.
            let cell = text.hasPrefix("'") ? FormulaGuard.guarded(text) : text
            writer.write(["R\(index)", cell, surname(index), birthDate(index)])
        }
        return writer.takeBytes()
    }

    static func surname(_ index: Int) -> String { "Worker" + letters(index) }

    static func birthDate(_ index: Int) -> String {
        let (month, day) = (1 + index / 28 % 12, 1 + index % 28)
        return "\(1950 + index / 336)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }

    static func letters(_ index: Int) -> String {
        String(index, radix: 26).map { String(UnicodeScalar(UInt8(97 + (Int(String($0), radix: 26) ?? 0)))) }.joined()
    }
}

/// The rows of a file as Python reads them, by the header's names; refuses cells that a spreadsheet would run.
private func spreadsheetRows(_ path: String) async throws -> [[String]] {
    let program = """
        import csv, json, sys
        csv.field_size_limit(10**9)
        rows = list(csv.reader(open(sys.argv[1], encoding='utf-8-sig', newline='')))
        bad = [cell for row in rows for cell in row if cell[:1] in tuple('=+-@\\t\\r\\n\\uff1d\\uff0b\\uff0d\\uff20') and cell]
        try:
            import openpyxl
            sheet = openpyxl.Workbook().active
            sheet.append([])
            for row in rows:
                for place, cell in enumerate(row):
                    try:
                        if sheet.cell(1, place + 1, cell).data_type == 'f': bad.append(cell)
                    except openpyxl.utils.exceptions.IllegalCharacterError: pass
        except ImportError: pass
        assert not bad, len(bad)
        print(json.dumps(rows))
        """
    let output = try await Command.run("python3", ["-c", program, path])
    guard output.status == 0 else { throw CommandFailed(output: output) }
    return try JSONDecoder().decode([[String]].self, from: Data(output.standardOutput.utf8))
}

@Suite struct `hostile names in a file` {
    @Test func `come back as they went in, or are refused`() async throws {
        #expect(HostileFile.texts.count + HostileNames.bytes.count >= 300)
        try await TestDatabase.with { test in
            try await Journey.prepare(on: test.url)
            let folder = try Folder()
            let path = try folder.file("staff.csv", HostileFile.csv())
            let first = try await Self.enrol(path, folder.path("1.csv"), on: test.url)
            #expect(first.status == 0, "\(first.standardError)")
            let rows = try await spreadsheetRows(folder.path("1.csv"))
            let stored = try await Self.stored(test)
            var (accepted, refused) = (0, 0)
            for (index, text) in HostileFile.texts.enumerated() {
                let row = rows[index + 1]
                let (result, problems) = (row[row.count - 2], row[row.count - 1])
                if result == "enrolled" {
                    accepted += 1
                    #expect(
                        stored["R\(index)"]?.isSame(as: normalised(text)) == true, "\(index) \(text.debugDescription)")
                } else {
                    refused += 1
                    #expect(result == "refused" && !problems.isEmpty, "\(index) \(text.debugDescription): \(result)")
                    #expect(stored["R\(index)"] == nil)
                }
                let isTelling = normalised(text).unicodeScalars.count > 2
                #expect(!isTelling || !problems.contains(normalised(text)), "\(index) repeats \(text.debugDescription)")
            }
            #expect([accepted, refused] == Verdicts.ofFile)
            #expect(accepted + refused == HostileFile.texts.count)
            try await Self.sendBack(folder, rows, on: test)
        }
    }

    /// The file that came back is sent again, twice: the same IDs, and not a cell changes.
    private static func sendBack(_ folder: Folder, _ rows: [[String]], on test: TestDatabase) async throws {
        let before = try await stored(test)
        for turn in 2...3 {
            let again = try await enrol(folder.path("\(turn - 1).csv"), folder.path("\(turn).csv"), on: test.url)
            #expect(again.status == 0, "\(again.standardError)")
            let answer = try await spreadsheetRows(folder.path("\(turn).csv"))
            #expect(answer.count == rows.count)
            for (old, new) in zip(rows, answer).dropFirst() {
                #expect(zip(old.prefix(4), new).allSatisfy { $0.isSame(as: $1) }, "turn \(turn): \(old[0])")
                #expect(new[new.count - 3] == old[4], "turn \(turn): \(old[0])")
                #expect(new[new.count - 2] == (old[5] == "enrolled" ? "already_enrolled" : "refused"))
            }
        }
        let after = try await stored(test)
        #expect(after == before)
    }

    @Test func `that are no text are refused, and spoil no other name`() async throws {
        try await TestDatabase.with { test in
            try await Journey.prepare(on: test.url)
            let folder = try Folder()
            for (index, bytes) in HostileNames.bytes.enumerated() {
                // Beside them stands a name in UTF-8, which must not be read as something else.
                let good = "A\(index),Zoë Łucja,\(HostileFile.surname(index)),\(HostileFile.birthDate(index))\n"
                let lines: [[UInt8]] = [
                    Array("reference,first name,surname,dob\n\(good)B\(index),".utf8), bytes,
                    Array(",Bad,1990-01-02\n".utf8),
                ]
                let output = try await Self.enrol(
                    try folder.file("\(index).csv", lines.joined()), folder.path("out.csv"), on: test.url)
                let isTaken = output.status == 0 && output.standardOutput.contains("refused: 1")
                #expect(isTaken || output.status == 1, "\(bytes): \(output.standardOutput)")
                let stored = try await Self.stored(test)
                #expect(stored["B\(index)"] == nil, "\(bytes)")
                #expect((stored["A\(index)"] != nil) == isTaken, "\(bytes)")
                #expect(stored["A\(index)"]?.isSame(as: "Zoë Łucja") != false, "\(bytes)")
            }
        }
    }

    @Test func `in Windows-1252 are read as such`() async throws {
        try await TestDatabase.with { test in
            try await Journey.prepare(on: test.url)
            let folder = try Folder()
            var bytes = Array("reference,first name,surname,dob\n".utf8)
            for (index, name) in [[0x4d, 0xfc, 0x6c], [0x8e, 0x61], [0x4f, 0x92, 0x4e], [0xd8]].enumerated() {
                bytes += Array("R\(index),".utf8) + name.map { UInt8($0) }
                bytes += Array(",\(HostileFile.surname(index)),\(HostileFile.birthDate(index))\n".utf8)
            }
            let output = try await Self.enrol(
                try folder.file("staff.csv", bytes), folder.path("out.csv"), on: test.url)
            #expect(output.status == 0)
            let stored = try await Self.stored(test)
            #expect(stored == ["R0": "Mül", "R1": "Ža", "R2": "O’N", "R3": "Ø"])
        }
    }

    private static func enrol(_ path: String, _ out: String, on url: String) async throws -> Command.Output {
        try await Outreach.run(["enrol", "--file", path, "--out", out, "--as", "boss@example.org"], on: url)
    }

    private static func stored(_ test: TestDatabase) async throws -> [String: String] {
        let rows = try await test.texts(
            """
            SELECT employer_reference || ' ' || given_names AS text
            FROM person_details JOIN employment USING (person_id)
            """)
        let pairs = rows.map { row in
            // By scalars: a name may begin with a mark, which makes one character with the space before it.
            let parts = row.unicodeScalars.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(parts[0]), String(parts[1]))
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }
}

/// How many of the texts are taken and how many refused: a change of either is a decision, not an accident.
enum Verdicts {
    static let ofFile = [259, 150]
    static let ofOptions = [261, 148]
}
