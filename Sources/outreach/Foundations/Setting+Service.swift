import Web

extension Setting {
    static let listen = Setting(
        key: "outreach.listen", form: .address, defaultText: "127.0.0.1:8080",
        help: "Where the service takes requests: host:port or unix:/path.", isSecret: false)
    static let baseURL = Setting(
        key: "outreach.base.url", form: .word, defaultText: "http://127.0.0.1:8080",
        help: "The address of the service as its callers know it, without a slash at the end.", isSecret: false)
    static let proxies = Setting(
        key: "outreach.trusted.proxies", form: .proxies, defaultText: nil,
        help: "Proxies that are believed in X-Forwarded-For: addresses, networks, local for a Unix socket.",
        isSecret: false)
    static let connections = Setting(
        key: "outreach.database.connections", form: .number(1...2_000_000_000), defaultText: "8",
        help: "Connections to the database for ordinary requests; more than 8 make two cores slower.",
        isSecret: false)
    static let logLevel = Setting(
        key: "outreach.log.level", form: .level, defaultText: "info",
        help: "The least important thing that is logged: debug, info, notice, warning or error.", isSecret: false)
    static let drainSeconds = Setting(
        key: "outreach.drain.seconds", form: .number(1...2_000_000_000), defaultText: "20",
        help: "How long requests and jobs under way may take after SIGTERM.", isSecret: false)

    /// The limits of the service, each with its place; safety.md, "Limits".
    static let limits: [(setting: Setting, place: any WritableKeyPath<Limits, Int> & Sendable)] = [
        limit("lookups.per.account", \.lookupsPerAccount, "Look-ups of people by one account, a minute."),
        limit("lookups.per.site", \.lookupsPerSite, "Look-ups of people by one site, a minute."),
        limit("misses", \.misses, "Look-ups that find nobody in ten minutes, before the date of birth is asked too."),
        limit("requests.per.client", \.requestsPerClient, "Requests of one API client, a minute."),
        limit("imports", \.importsPerEmployer, "Files of one employer, an hour."),
        limit("failed.sign.ins", \.failedSignIns, "Failed sign-ins from one address, a minute."),
        limit("body.bytes", \.bodyBytes, "The largest body."),
        limit("import.bytes", \.importBytes, "The largest file of workers."),
        limit("reference.bytes", \.referenceBytes, "The largest reference."),
        limit("header.bytes", \.headerBytes, "The largest header."),
        limit("header.seconds", \.headerSeconds, "How long the header of a request may take."),
        limit("body.seconds", \.bodySeconds, "How long the body may take."),
        limit("idle.seconds", \.idleSeconds, "How long a connection may stand idle."),
        limit("connections", \.connections, "Connections of callers at once."),
    ]

    private static func limit(
        _ name: String, _ place: any WritableKeyPath<Limits, Int> & Sendable, _ help: String
    ) -> (setting: Setting, place: any WritableKeyPath<Limits, Int> & Sendable) {
        let setting = Setting(
            key: "outreach.limit." + name, form: .number(1...2_000_000_000),
            defaultText: String(Limits()[keyPath: place]), help: help,
            isSecret: false)
        return (setting, place)
    }
}
