package import Postgres

extension Session {
    /// Tells PostgreSQL's planner what a file of enrolments has brought.
    package func refreshRegisterStatistics() throws {
        try execute(.query("statistics/refresh_register"))
    }

    /// Tells PostgreSQL's planner what a new reference has brought.
    package func refreshReferenceStatistics() throws {
        try execute(.query("statistics/refresh_reference"))
    }

    /// Tells the planner what a large run has brought.
    package func refreshTracingStatistics() throws {
        try execute(.query("statistics/refresh_tracing"))
    }
}
