import Logging
import Web

/// What the service and the worker need to know beside the database.
struct ServiceSettings: Sendable {
    let listen: String
    let baseURL: String
    let connections: Int
    let logLevel: Logger.Level
    let drain: Duration
    let limits: Limits
    /// Who is believed when it says for whom it asks.
    let proxies: TrustedProxies

    /// - Parameter texts: the settings by their keys; one that cannot be read falls back to its default, and
    ///   `Settings.problems` says so before the service starts.
    init(_ texts: [String: String]) {
        func count(_ setting: Setting) -> Int {
            texts[setting.key].flatMap { Int($0) } ?? setting.defaultText.flatMap { Int($0) } ?? 1
        }
        listen = texts[Setting.listen.key] ?? ""
        baseURL = texts[Setting.baseURL.key] ?? ""
        connections = count(.connections)
        logLevel = texts[Setting.logLevel.key].flatMap { Logger.Level(rawValue: $0.lowercased()) } ?? .info
        drain = .seconds(count(.drainSeconds))
        var limits = Limits()
        for (setting, place) in Setting.limits { limits[keyPath: place] = count(setting) }
        self.limits = limits
        proxies = texts[Setting.proxies.key].flatMap { TrustedProxies($0) } ?? .none
    }
}
