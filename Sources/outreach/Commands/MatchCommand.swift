import ArgumentParser
import Foundation
import Linkage
import Operations

struct MatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "match",
        abstract: "Match two files of people, or find the duplicates of one, without a database.",
        discussion: """
            Writes left_id,right_id,score,band: the id of the query on the left, the score as log-odds in bits, and the \
            band auto, review or possible. Columns are found by name: temp_id, ref_id or id, given_name, middle_names, \
            family_name, previous_family_name, date_of_birth, sex, address_line1, town, postcode, previous_postcode, \
            phone, email, nhs_number or claimed_nhs_number, country_of_birth, deceased, superseded_by, confidential. \
            What is missing is unknown. Files may be packed by gzip (.gz).

            EXAMPLES
              outreach match --reference patients.csv --query staff.csv --out pairs.csv
              outreach match --query staff.csv --dedupe --out pairs.csv --map family_name=surname
            """)

    @OptionGroup var options: MatchOptions
    @Option(help: "Where the pairs are written; a file that is there is replaced.") var out: String
    @Option(help: "A file of a model; default: the one that is shipped.") var model: String?
    @Flag(help: "Answer with JSON on standard output.") var json = false

    func run() async throws {
        try await reportingFailures {
            let started = ContinuousClock.now
            let linker = Linker(model: try ModelFile.read(model), workers: ThreadWorkers(options.threads))
            let report = try options.files(linker).run { try ByteFile.replace(out, with: $0) }
            let answer = Answer(
                report: report, seconds: (ContinuousClock.now - started) / .seconds(1), peakBytes: Process.peakBytes)
            try Terminal(json: json).show(answer, lines: answer.lines)
        }
    }

    private struct Answer: Encodable {
        let report: MatchFiles.Report
        let seconds: Double
        let peakBytes: Int

        var lines: [String] {
            let perHundred = 100 * Double(report.reviews) / Double(max(report.queries, 1))
            return [
                "queries \(report.queries), references \(report.references), pairs \(report.pairs)",
                "auto \(report.automatic), review \(report.reviews) (\(String(format: "%.1f", perHundred)) per 100)",
                "estimated false among auto \(String(format: "%.3f", report.estimatedFalse))",
                String(format: "%.2f s, %d MB at most", seconds, peakBytes >> 20),
                "model \(report.model)",
            ]
        }
    }
}

/// The files that are matched.
struct MatchOptions: ParsableArguments {
    @Option(help: "The file of the people that are looked for among.", completion: .file(extensions: ["csv", "gz"]))
    var reference: String?
    @Option(help: "The file of the people that are looked for.", completion: .file(extensions: ["csv", "gz"]))
    var query: String
    @Flag(help: "Find duplicates within the query file.") var dedupe = false
    @Option(help: "How many threads work.") var threads = ProcessInfo.processInfo.activeProcessorCount
    @Option(help: "How the files call a column: ours=theirs. May be given again.") var map: [String] = []

    func validate() throws {
        guard dedupe != (reference != nil) else {
            throw ValidationError("Give either --reference FILE or --dedupe.")
        }
        guard (1...64).contains(threads) else { throw ValidationError("--threads is a number from 1 to 64.") }
        let known = Set(MatchColumns.Column.allCases.map(\.rawValue))
        for pair in map.map({ $0.split(separator: "=", maxSplits: 1) }) {
            guard pair.count == 2, known.contains(String(pair[0])) else {
                throw ValidationError(
                    "--map takes ours=theirs, ours one of: \(known.sorted().joined(separator: ", ")).")
            }
        }
    }

    func files(_ linker: Linker) -> MatchFiles {
        MatchFiles(
            query: MatchFile(query, others: others), reference: reference.map { MatchFile($0, others: others) },
            linker: linker)
    }

    private var others: [String: String] {
        Dictionary(
            map.map { pair in
                let parts = pair.split(separator: "=", maxSplits: 1).map { String($0) }
                return (parts[0], parts[1])
            }, uniquingKeysWith: { $1 })
    }
}

extension Process {
    /// The most memory that this process has held, in bytes.
    static var peakBytes: Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss * 1024
    }
}
