package import Foundation

/// Runs programs as a person would, for tests.
package enum Command {
    package struct Output: Sendable {
        package let status: Int32
        package let standardOutput: String
        package let standardError: String
    }

    /// Runs a program found in PATH, or at an absolute path, to its end, or until it is told to be killed.
    ///
    /// With `killed`, it is killed at that signal as a power cut would do it: SIGKILL. The signal has to come.
    package static func run(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], input: String? = nil,
        killed signal: DispatchSemaphore? = nil
    ) async throws -> Output {
        try await withCheckedThrowingContinuation { continuation in
            // A queue of its own: a process is waited for by blocking, which no cooperative thread may do.
            DispatchQueue(label: "command").async {
                continuation.resume(
                    with: Result { try wait(for: program, arguments, environment, input: input, killed: signal) })
            }
        }
    }

    private static func wait(
        for program: String, _ arguments: [String], _ environment: [String: String], input: String?,
        killed signal: DispatchSemaphore?
    ) throws -> Output {
        let process = Process()
        let (input, errors) = (try TemporaryFile(input ?? ""), try TemporaryFile(""))
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = try FileHandle(forReadingFrom: input.url)
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: errors.url)
        try process.run()
        if let signal {
            signal.wait()
            kill(process.processIdentifier, SIGKILL)
        }
        let standardOutput = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Output(
            status: process.terminationStatus, standardOutput: String(decoding: standardOutput, as: UTF8.self),
            standardError: try String(contentsOf: errors.url, encoding: .utf8))
    }

    /// A file that is gone with its last use.
    private final class TemporaryFile {
        let url = FileManager.default.temporaryDirectory.appending(path: "outreach-test-\(UUID().uuidString)")

        init(_ text: String) throws {
            try Data(text.utf8).write(to: url)
        }

        deinit {
            try? FileManager.default.removeItem(at: url)
        }
    }
}

/// A program that a test needs did not do its work.
package struct CommandFailed: Error, CustomStringConvertible {
    package let output: Command.Output

    package init(output: Command.Output) {
        self.output = output
    }

    package var description: String { "exit status \(output.status): \(output.standardError)" }
}
