import Foundation

/// A request, written out only when it is sent.
struct Request: Sendable {
    var method: String
    var path: String
    var body: [UInt8]?
    var headers: [String: String]

    /// - Parameters:
    ///   - method: for example `GET`.
    ///   - path: with its query string.
    ///   - json: the fields of a JSON body; `nil` for none.
    ///   - headers: what differs from the usual; an empty text leaves a header out.
    init(_ method: String, _ path: String, _ json: [String: Any]? = nil, headers: [String: String] = [:]) {
        let body = json.flatMap { try? JSONSerialization.data(withJSONObject: $0, options: .sortedKeys) }
        self.init(method, path, bytes: body.map { Array($0) }, type: "application/json", headers: headers)
    }

    init(_ method: String, _ path: String, bytes: [UInt8]?, type: String, headers: [String: String] = [:]) {
        self.method = method
        self.path = path
        self.body = bytes
        var all = ["Host": "127.0.0.1"]
        if bytes != nil { all["Content-Type"] = type }
        if method == "POST" { all["Idempotency-Key"] = UUID().uuidString }
        self.headers = all.merging(headers) { $1 }
    }

    /// The same request of somebody who signs in.
    func bearing(_ credential: String) -> Request {
        var request = self
        request.headers["Authorization"] = "Bearer \(credential)"
        return request
    }

    /// As it goes over the wire.
    var bytes: [UInt8] {
        var lines = ["\(method) \(path) HTTP/1.1"]
        lines += headers.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        if let body { lines.append("Content-Length: \(body.count)") }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + (body ?? [])
    }

    /// Sends it on a connection of its own.
    func send(to port: Int, within time: Duration = .seconds(60)) async throws -> Reply {
        let wire = try await Wire.open(port)
        var request = self
        request.headers["Connection"] = "close"
        try await wire.send(request.bytes)
        guard let reply = try await wire.reply(within: time) else { throw Cut() }
        return reply
    }

    /// The connection was closed before there was an answer.
    struct Cut: Error {}
}
