package import Postgres

/// Where a request stands in a trace that began with its caller.
///
/// Hexadecimal digits in lower case, by the caller's own choice: they say nothing about a person. Source: W3C Trace
/// Context, level 1, section 3.2.
package struct TraceContext: Hashable, Sendable {
    /// 32 digits: the same in everything that belongs to one trace.
    package let traceID: String
    /// 16 digits: the part of the trace that this belongs to.
    package let spanID: String
    /// 2 digits: whether the caller keeps the trace.
    private let flags: String

    /// Reads a `traceparent` header; `nil` where it is none, which is then as if there were no header.
    package init?(traceparent: String) {
        let parts = traceparent.lowercased().split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 4, parts[0] != "ff", parts[0] != "00" || parts.count == 4,
            zip(parts, [2, 32, 16, 2]).allSatisfy({ Self.isHexadecimal($0, digits: $1) }),
            !parts[1].allSatisfy({ $0 == "0" }), !parts[2].allSatisfy({ $0 == "0" })
        else { return nil }
        (traceID, spanID, flags) = (parts[1], parts[2], parts[3])
    }

    private init(traceID: String, spanID: String, flags: String) {
        (self.traceID, self.spanID, self.flags) = (traceID, spanID, flags)
    }

    /// As a header or a row carries it.
    package var traceparent: String { "00-\(traceID)-\(spanID)-\(flags)" }

    /// A new part of the same trace.
    package func child() -> TraceContext {
        let span = String(UInt64.random(in: 1...UInt64.max), radix: 16)
        let zeros = String(repeating: "0", count: 16 - span.count)
        return TraceContext(traceID: traceID, spanID: zeros + span, flags: flags)
    }

    private static func isHexadecimal(_ text: String, digits: Int) -> Bool {
        text.utf8.count == digits && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}

extension TransactionContext {
    /// The same, as part of a trace: what it asks for later carries the trace on.
    package func traced(by trace: TraceContext?) -> TransactionContext {
        guard let trace else { return self }
        var context = self
        context.settings.append(("outreach.traceparent", trace.traceparent))
        return context
    }
}
