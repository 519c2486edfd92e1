package import OutreachCore
package import Postgres

extension Session {
    /// Escalates cases that should have moved before a day, each step once, and answers whose they are.
    package func escalateCases(
        in states: [RegistrationCase.State], dueBefore day: CalendarDate, maximum: Int
    ) throws -> [PersonID] {
        try all(.query("case/escalate_overdue"), PostgresArray(states), day, maximum) { try $0.value("person_id") }
    }
}
