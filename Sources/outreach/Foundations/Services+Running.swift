import Operations

extension Services {
    /// Does an operation for the account of a command, once for its key where it has one.
    func run<Task: RepeatableOperation>(
        _ operation: Task, _ global: GlobalOptions, key: String?
    ) async throws -> Task.Outcome {
        let member = try await global.member(self, for: Task.roles)
        guard let key else { return try await runner.run(operation, as: member) }
        return try await runner.run(operation, as: member, key: key)
    }
}
