import ArgumentParser
import Foundation
import Operations
import OutreachCore
import Store
import Tabular

extension EnrolWorkersCommand {
    func enrolWorker(_ services: Services, as member: Membership) async throws {
        let operation = EnrolWorker(worker.form, employer: worker.employer ?? "", dateOrder: dateOrder)
        var outcome =
            dryRun
            ? try await services.runner.rehearse(operation, as: member)
            : try await services.runner.run(operation, as: member, key: worker.key ?? UUID().uuidString)
        // An ID that was drawn in a rehearsal is nobody's.
        if dryRun && outcome.result == .enrolled { outcome.temporaryID = nil }
        let sentence = Self.sentence(for: outcome)
        try Terminal(json: global.json).show(
            outcome, lines: [dryRun ? "Nothing was written. \(sentence)" : sentence] + outcome.problems.map(\.line))
    }

    func enrolFile(at path: String, _ services: Services, as member: Membership) async throws {
        Terminal.progress("reading \(path)")
        let file = try EnrolmentFile(csv: try Self.bytes(of: path))
        var options = EnrolFile.Options()
        options.dateOrder = dateOrder
        options.allOrNothing = upload.allOrNothing
        options.createsEmployers = upload.createEmployers
        options.isPreview = dryRun
        Terminal.progress("enrolling \(file.rows.count) rows")
        let outcome = try await services.runner.run(EnrolFile(file, options: options), as: member)
        if let out = upload.out { try Self.write(file, outcome, to: out) }
        let report = FileReport(file, outcome, isPreview: dryRun)
        try Terminal(json: global.json).show(report, lines: report.lines)
        if outcome.upload == nil && !dryRun { throw ExitCode(ExitStatus.notDone.rawValue) }
    }

    private static func sentence(for outcome: EnrolmentOutcome) -> String {
        let id = outcome.temporaryID.map { " Temporary ID: \($0.formatted)" } ?? ""
        return switch outcome.result {
        case .enrolled: "Enrolled.\(id)"
        case .alreadyEnrolled: "Enrolled before.\(id)"
        case .knownPerson: "Known already; one employment more.\(id)"
        case .alreadyRegistered: "Already registered: no temporary ID is needed.\(id)"
        case .refused: "Not enrolled."
        }
    }

    /// - Throws: ``Refusal`` where the file cannot be read or is larger than an upload may be.
    private static func bytes(of path: String) throws -> [UInt8] {
        guard let handle = FileHandle(forReadingAtPath: path),
            let data = try? handle.read(upToCount: (CSVLimits.upload.bytes ?? 0) + 1)
        else { throw Refusal(.notFound, "The file cannot be read. Check its path and your right to read it.") }
        return Array(data)
    }

    /// The file as it came, with three columns more.
    private static func write(_ file: EnrolmentFile, _ outcome: EnrolFile.Outcome, to path: String) throws {
        var writer = CSVWriter()
        writer.write(file.header.map(FormulaGuard.unguarded) + ["Temporary ID", "Result", "Problems"])
        for (row, result) in zip(file.rows, outcome.rows) {
            // A file that comes back is sent again: a cell that is guarded already must not be guarded once more.
            let cells =
                row.cells.map(FormulaGuard.unguarded)
                + Array(repeating: "", count: max(0, file.header.count - row.cells.count))
            writer.write(
                cells.prefix(file.header.count) + [
                    result.temporaryID?.formatted ?? "", result.result.rawValue,
                    result.problems.map(\.line).joined(separator: " | "),
                ])
        }
        do {
            try ByteFile.replace(path, with: writer.bytes)
        } catch {
            throw Refusal(
                .invalid,
                "The workers are enrolled, but the answer could not be written. Send the file again with another --out."
            )
        }
    }
}

/// What became of a file, for people and for programs.
private struct FileReport: Encodable {
    struct Row: Encodable {
        let row: Int
        let temporaryID: String?
        let result: String
        let problems: [FieldProblem]
    }

    let upload: String?
    let isRepeat: Bool
    let isPreview: Bool
    let counts: [String: Int]
    let temporaryIDs: Int
    let rows: [Row]

    init(_ file: EnrolmentFile, _ outcome: EnrolFile.Outcome, isPreview: Bool) {
        upload = outcome.upload?.description
        isRepeat = outcome.isRepeat
        self.isPreview = isPreview
        counts = outcome.rows.reduce(into: [:]) { $0[$1.result.rawValue, default: 0] += 1 }
        temporaryIDs = Set(outcome.rows.compactMap(\.temporaryID)).count
        rows = zip(file.rows, outcome.rows).map { row, result in
            Row(
                row: row.number, temporaryID: result.temporaryID?.formatted, result: result.result.rawValue,
                problems: result.problems)
        }
    }

    /// A screen full of problems helps; a thousand lines do not.
    ///
    /// The file that comes back has them all.
    private static let shownProblems = 40

    var lines: [String] {
        let problems = rows.flatMap { row in row.problems.map { "  row \(row.row), \($0.line)" } }
        let more = problems.count - Self.shownProblems
        return [headline] + counts.sorted { $0.key < $1.key }.map { "  \($0.key): \($0.value)" }
            + problems.prefix(Self.shownProblems)
            + (more > 0 ? ["  and \(more) more: see the file written by --out, or --json"] : [])
    }

    private var headline: String {
        if isPreview { return "Nothing was written. \(rows.count) rows would become:" }
        guard let upload else { return "Nothing was written: correct the file and send it again." }
        let again = isRepeat ? "This file was taken before; these are its IDs." : "Taken."
        return "\(again) \(rows.count) rows, \(temporaryIDs) temporary IDs, upload \(upload)"
    }
}

extension FieldProblem {
    /// The field and what to do, on one line.
    var line: String { "\(field): \(message)" }
}
