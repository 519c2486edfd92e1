import Operations

extension Services {
    /// Does an operation for the account of a command, or only says what it would answer.
    func run<Task: RepeatableOperation>(
        _ operation: Task, _ global: GlobalOptions, key: String, dryRun: Bool
    ) async throws -> Task.Outcome {
        let member = try await global.member(self, for: Task.roles)
        guard !dryRun else {
            Terminal.warn("Nothing is written. The answer would be like this:")
            return try await runner.rehearse(operation, as: member)
        }
        return try await runner.run(operation, as: member, key: key)
    }
}
