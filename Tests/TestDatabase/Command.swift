package import Foundation

/// Runs programs as a person would, for tests.
package enum Command {
    package struct Output: Sendable {
        package let status: Int32
        package let standardOutput: String
        package let standardError: String
    }

    /// Runs a program found in PATH, or at an absolute path, and waits for it without blocking a cooperative thread.
    package static func run(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], input: String? = nil
    ) async throws -> Output {
        let process = try start(program, arguments, environment: environment)
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                if let input { process.input.fileHandleForWriting.write(Data(input.utf8)) }
                try? process.input.fileHandleForWriting.close()
                // Both pipes are read at once: a program that fills one while we wait on the other would hang.
                let errors = DispatchQueue(label: "errors")
                let standardError = Box()
                let group = DispatchGroup()
                errors.async(group: group) {
                    standardError.data = process.error.fileHandleForReading.readDataToEndOfFile()
                }
                let standardOutput = process.output.fileHandleForReading.readDataToEndOfFile()
                group.wait()
                process.process.waitUntilExit()
                continuation.resume(
                    returning: Output(
                        status: process.process.terminationStatus,
                        standardOutput: String(decoding: standardOutput, as: UTF8.self),
                        standardError: String(decoding: standardError.data, as: UTF8.self)))
            }
        }
    }

    /// A program under way.
    ///
    /// `@unchecked Sendable`: handed from the test that starts it to the one queue that waits for it.
    package final class Running: @unchecked Sendable {
        package let process = Process()
        let input = Pipe()
        let output = Pipe()
        let error = Pipe()
    }

    /// Starts a program and does not wait for it.
    package static func start(
        _ program: String, _ arguments: [String], environment: [String: String] = [:]
    ) throws -> Running {
        let running = Running()
        running.process.executableURL = URL(filePath: "/usr/bin/env")
        running.process.arguments = [program] + arguments
        running.process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        running.process.standardInput = running.input
        running.process.standardOutput = running.output
        running.process.standardError = running.error
        try running.process.run()
        return running
    }

    /// Written by one queue and read after it has ended.
    private final class Box: @unchecked Sendable {
        var data = Data()
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
