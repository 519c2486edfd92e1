import Foundation

/// An answer of the service, as it came over the wire.
struct Reply: Sendable {
    let status: Int
    /// By their names in lower case.
    let headers: [String: String]
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }

    subscript(header name: String) -> String? { headers[name.lowercased()] }

    /// The body's JSON object; empty where it is none.
    var object: [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]) ?? [:]
    }

    /// A text of the body's JSON object.
    subscript(_ name: String) -> String? { object[name] as? String }

    /// The code of a problem.
    var code: String { self["code"] ?? "" }

    /// The codes of the problems of single fields.
    var fieldCodes: [String] { objects("errors").compactMap { $0["code"] as? String } }

    /// A list of objects in the body's JSON object.
    func objects(_ name: String) -> [[String: Any]] { object[name] as? [[String: Any]] ?? [] }

    /// The objects of the lines of an NDJSON body.
    var lines: [[String: Any]] {
        text.split(separator: "\n").compactMap {
            try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
    }

    /// The body without what is different in each answer.
    var bodyWithoutRequestID: String { text.replacing(/"request_id":"[^"]*"/, with: "") }
}

extension Reply {
    /// Reads the first answer of what came; `nil` where it is not whole.
    ///
    /// - Parameters:
    ///   - bytes: what came so far.
    ///   - closed: whether no more will come.
    ///   - toHead: whether it answers HEAD, and so has no body.
    /// - Returns: the answer and how many bytes it takes.
    static func parse(_ bytes: [UInt8], closed: Bool, toHead: Bool = false) -> (Reply, length: Int)? {
        guard let end = firstRange(of: Array("\r\n\r\n".utf8), in: bytes[...]) else { return nil }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        let words = (lines.first ?? "").split(separator: " ")
        guard words.count >= 2, let status = Int(words[1]) else { return nil }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        let rest = bytes[end.upperBound...]
        guard let (body, length) = body(rest, headers, hasNone: toHead || status == 204 || status == 304, closed) else {
            return nil
        }
        return (Reply(status: status, headers: headers, body: body), end.upperBound + length)
    }

    private static func body(
        _ rest: ArraySlice<UInt8>, _ headers: [String: String], hasNone: Bool, _ closed: Bool
    ) -> ([UInt8], Int)? {
        if hasNone { return ([], 0) }
        if headers["transfer-encoding"]?.lowercased() == "chunked" { return chunked(rest) }
        guard let length = headers["content-length"].flatMap({ Int($0) }) else {
            return closed ? (Array(rest), rest.count) : nil
        }
        return rest.count < length ? nil : (Array(rest.prefix(length)), length)
    }

    private static func chunked(_ bytes: ArraySlice<UInt8>) -> ([UInt8], Int)? {
        var (body, rest) = ([UInt8](), bytes)
        while let line = firstRange(of: [13, 10], in: rest) {
            let size = Int(String(decoding: rest[rest.startIndex..<line.lowerBound], as: UTF8.self), radix: 16) ?? 0
            rest = rest[line.upperBound...]
            guard rest.count >= size + 2 else { return nil }
            body += rest.prefix(size)
            rest = rest.dropFirst(size + 2)
            if size == 0 { return (body, bytes.count - rest.count) }
        }
        return nil
    }

    private static func firstRange(of pattern: [UInt8], in bytes: ArraySlice<UInt8>) -> Range<Int>? {
        guard bytes.count >= pattern.count else { return nil }
        return (bytes.startIndex...(bytes.endIndex - pattern.count))
            .first { bytes[$0] == pattern[0] && bytes[$0..<($0 + pattern.count)].elementsEqual(pattern) }
            .map { $0..<($0 + pattern.count) }
    }
}
