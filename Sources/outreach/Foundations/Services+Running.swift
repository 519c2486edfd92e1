import Operations

extension Services {
    /// Does an operation for the account of a command; a rehearsal answers `nil`, since the IDs it draws are no one's.
    func run<Task: RepeatableOperation>(
        _ operation: Task, _ global: GlobalOptions, key: String, dryRun: Bool
    ) async throws -> Task.Outcome? {
        let member = try await global.member(self, for: Task.roles)
        guard dryRun else { return try await runner.run(operation, as: member, key: key) }
        _ = try await runner.rehearse(operation, as: member)
        try Terminal(json: global.json).show(["result": "would_be_done"], "Nothing was written; it would be done.")
        return nil
    }
}
