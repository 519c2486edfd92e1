/// What one caller may ask of the service; safety.md, "Limits".
package struct Limits: Sendable {
    /// Look-ups of people by one account, a minute.
    package var lookupsPerAccount = 30
    /// Look-ups of people by one site, a minute.
    package var lookupsPerSite = 300
    /// Look-ups that find nobody, by one account within ten minutes, before it has to prove more.
    package var misses = 10
    /// Requests of one API client, a minute.
    package var requestsPerClient = 600
    /// Files of one employer, an hour.
    package var importsPerEmployer = 10
    /// Failed sign-ins from one address, a minute.
    package var failedSignIns = 20
    /// Bytes of a body; of a file of workers; of a reference.
    package var bodyBytes = 1 << 20
    package var importBytes = 10 << 20
    package var referenceBytes = 1 << 30
    /// Bytes of all header fields.
    package var headerBytes = 16 << 10
    /// Seconds for the header, for the body, and between two requests of one connection.
    package var headerSeconds = 10
    package var bodySeconds = 30
    package var idleSeconds = 60
    package var connections = 1_000

    package init() {}
}
