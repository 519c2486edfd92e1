extension Endpoint {
    /// Every address of the service.
    package static let all: [Endpoint] =
        service + employers + sites + registrars + stewards + models + traces + reviews + jobs + administrators
        + clients
        + auditors + rights + tokens
}
