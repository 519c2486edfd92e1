import Foundation
import Operations

/// This program, run again as a person would run it: the demonstration shows nothing that a newcomer cannot do.
struct OwnProgram {
    /// A command and its answer.
    struct Answer {
        let status: Int32
        let output: String

        /// A property of the answer's JSON object, as text.
        func text(_ name: String) -> String? {
            let object = try? JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
            return object?[name] as? String
        }
    }

    private let environment: [String: String]

    init(databaseURL: String) {
        environment = ProcessInfo.processInfo.environment.merging(["DATABASE_URL": databaseURL]) { $1 }
    }

    /// Runs a command and waits for it.
    ///
    /// - Throws: ``Refusal`` where the program cannot be started.
    func run(_ arguments: [String]) throws -> Answer {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = arguments
        process.environment = environment
        process.standardOutput = output
        process.standardError = output
        do {
            try process.run()
        } catch {
            throw Refusal(.notFound, "The program could not be started again. Is its file still in place?")
        }
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Answer(status: process.terminationStatus, output: String(decoding: bytes, as: UTF8.self))
    }
}
