import ArgumentParser
import Operations
import Store

/// What every command understands that writes something by one operation.
struct WriteOptions: ParsableArguments {
    @Option(help: "The idempotency key: the same key gives the same answer.") var key: String?
    @Flag(help: "Work everything out and write nothing but who looked.") var dryRun = false

    /// Runs the operation, once where a key is given; for a dry run, runs it and takes it back.
    func perform<Task: RepeatableOperation>(
        _ operation: Task, by services: Services, as member: Membership
    ) async throws -> Task.Outcome {
        if dryRun { return try await services.runner.rehearse(operation, as: member) }
        guard let key else { return try await services.runner.run(operation, as: member) }
        return try await services.runner.run(operation, as: member, key: key)
    }

    /// Put before a sentence that says what was done.
    var prefix: String { dryRun ? "would be: " : "" }
}
