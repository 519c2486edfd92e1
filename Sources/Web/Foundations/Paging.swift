import HTTPTypes
import Hummingbird
import NIOCore
import OutreachCore
import Store

/// A part of a list, and where the next part begins.
private struct Page<Item: Encodable>: Encodable {
    let items: [Item]
    /// To be sent as `after`; absent at the end of the list.
    let next: String?
}

extension Exchange {
    private static let sizes = 1...500
    private static let standardSize = 50

    /// Answers a list as the caller wants it: a page of JSON, or all of it as lines (`Accept: application/x-ndjson`).
    ///
    /// `key` tells one item from all others, and where the next page begins; `fetch` gets the items after a key, at
    /// most so many.
    func list<Item: Encodable & Sendable, Subject>(
        by key: @escaping @Sendable (Item) -> Key<Subject>,
        fetch: @escaping @Sendable (Key<Subject>?, Int) async throws -> [Item]
    ) async throws -> Response {
        let after: Key<Subject>? = try query("after").map { text in
            guard let key = Key<Subject>(postgresText: text) else {
                throw Problem(.badRequest, "invalid_cursor", "Send as after what the last answer gave as next.")
            }
            return key
        }
        guard wantsLines else {
            let size = try pageSize()
            let items = try await fetch(after, size)
            let next = items.count < size ? nil : items.last.map { key($0).description }
            return try Answer.json(.ok, Page(items: items, next: next))
        }
        // The first page decides whether there is an answer at all: after it the status is sent.
        let first = try await fetch(after, Self.sizes.upperBound)
        return Response(
            status: .ok, headers: [.contentType: "application/x-ndjson"],
            body: ResponseBody { writer in
                var items = first
                while true {
                    try await writer.write(Self.lines(items))
                    guard items.count == Self.sizes.upperBound, let last = items.last else { break }
                    items = try await fetch(key(last), Self.sizes.upperBound)
                }
                try await writer.finish(nil)
            })
    }

    /// Answers a list that is short enough to be read whole.
    func wholeList<Item: Encodable & Sendable>(_ items: [Item]) throws -> Response {
        guard wantsLines else { return try Answer.json(.ok, Page(items: items, next: nil)) }
        return Response(
            status: .ok, headers: [.contentType: "application/x-ndjson"],
            body: ResponseBody(byteBuffer: try Self.lines(items)))
    }

    private static func lines(_ items: [some Encodable]) throws -> ByteBuffer {
        var buffer = ByteBuffer()
        for item in items {
            var line = try Answer.bytes(item)
            buffer.writeBuffer(&line)
            buffer.writeInteger(UInt8(ascii: "\n"))
        }
        return buffer
    }

    private var wantsLines: Bool {
        request.headers[.accept]?.contains("application/x-ndjson") ?? false
    }

    private func pageSize() throws -> Int {
        guard let text = query("limit") else { return Self.standardSize }
        guard let size = Int(text), Self.sizes.contains(size) else {
            throw Problem(
                .badRequest, "invalid_limit",
                "Send as limit a whole number from \(Self.sizes.lowerBound) to \(Self.sizes.upperBound).")
        }
        return size
    }
}
