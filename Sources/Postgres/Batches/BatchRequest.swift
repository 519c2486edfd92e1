/// One caller's part of a batch, from the moment it is queued until it is answered.
///
/// `@unchecked Sendable`: what varies is touched only within the lock of the ``BatchQueue`` that it stands in.
final class BatchRequest: @unchecked Sendable {
    typealias Continuation = CheckedContinuation<BatchAnswer, any Error>

    let query: Query
    /// The parameters, each as an element of the text form of an array.
    let elements: [String]
    let deadline: Deadline

    /// Who waits; `nil` before the request is queued and after its answer.
    var continuation: Continuation?
    var isCancelled = false
    /// It is on its way to the server, or was: a failure of the link leaves its outcome unknown.
    var isSent = false
    /// A batch that it was part of failed, so it goes by itself now: its failure is its own.
    var isAlone = false
    var conflicts = 0

    /// - Throws: ``PostgresError`` of kind `nulInText`.
    init(_ query: Query, _ parameters: [any PostgresValue], deadline: Deadline) throws {
        self.query = query
        self.deadline = deadline
        elements = try parameters.map { try Self.element($0.postgresText) }
    }

    /// A text as it stands in the text form of an array (PostgreSQL documentation, section 8.15.6).
    private static func element(_ text: String?) throws -> String {
        guard let text else { return "NULL" }
        // libpq takes C strings: a NUL would silently cut the whole batch short.
        guard !text.utf8.contains(0) else { throw PostgresError(.nulInText) }
        let (quote, backslash) = (UInt8(ascii: "\""), UInt8(ascii: "\\"))
        guard text.utf8.contains(where: { $0 == quote || $0 == backslash }) else { return "\"" + text + "\"" }
        var bytes: [UInt8] = [quote]
        bytes.reserveCapacity(text.utf8.count * 5 / 4 + 2)
        for byte in text.utf8 {
            if byte == quote || byte == backslash { bytes.append(backslash) }
            bytes.append(byte)
        }
        bytes.append(quote)
        return String(decoding: bytes, as: UTF8.self)
    }

    func takeContinuation() -> Continuation? {
        defer { continuation = nil }
        return continuation
    }
}

extension [BatchRequest] {
    /// The array of the parameter at this place of every request, as a C string.
    func arrayLiteral(ofParameter place: Int) -> [CChar] {
        var text: [UInt8] = [UInt8(ascii: "{")]
        text.reserveCapacity(count * 42)
        for (index, request) in enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            text.append(contentsOf: request.elements[place].utf8)
        }
        text.append(UInt8(ascii: "}"))
        text.append(0)
        return text.map { CChar(bitPattern: $0) }
    }
}
