import Foundation
import Operations
import OutreachCore
import Postgres
import Store

/// Drives the doors to PostgreSQL from within one process, and prints what came of it: ops/bench/doors.
///
///     DoorBench URL fill PEOPLE
///     DoorBench URL check|enrol|record|session-check|session-enrol|session-record CALLERS SECONDS PEOPLE
@main enum DoorBench {
    static func main() async throws {
        let database = Database(Database.Configuration(url: Arguments.url))
        guard Arguments.task != "fill" else {
            return try await Register(database: database).fill(Arguments.number(3))
        }
        let runner = OperationRunner(database: database, now: { Date() })
        let hot = HotOperations(BatchLoop.Configuration(url: Arguments.url), runner: runner, now: { Date() })
        let load = Load(hot: hot, runner: runner, people: Arguments.number(5))
        let crowd = Crowd(callers: Arguments.number(3), seconds: Double(Arguments.number(4)))
        print(try await crowd.run { try await load.once(Arguments.task, caller: $0, number: $1) })
        let statistics = hot.statistics
        print("batches: checks \(statistics.checks), writes \(statistics.writes)")
        hot.close()
    }
}

enum Arguments {
    static let url = CommandLine.arguments[1]
    static let task = CommandLine.arguments[2]

    static func number(_ place: Int) -> Int {
        CommandLine.arguments.count > place ? Int(CommandLine.arguments[place]) ?? 0 : 0
    }
}
