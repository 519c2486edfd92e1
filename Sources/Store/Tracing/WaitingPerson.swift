package import Postgres

/// An enrolled person without a number.
package struct WaitingPerson: Hashable, Sendable {
    package let id: PersonID
    /// Nobody of the group was traced since the last step of the schedule.
    package let isDue: Bool
    package let waitsLong: Bool
}

extension Session {
    /// People without a number who are due to be traced again, or have waited for more than so many days.
    package func waitingPeople(steps: [Int], period: Int, longWait: Int) throws -> [WaitingPerson] {
        try all(.query("trace/list_waiting"), PostgresArray(steps), period, longWait) { row in
            WaitingPerson(
                id: try row.value("person_id"), isDue: try row.value("is_due"),
                waitsLong: try row.value("waits_long"))
        }
    }
}
