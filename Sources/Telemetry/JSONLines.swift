import Foundation
package import Logging
import Synchronization

/// A log handler that writes one line of JSON for each event.
///
/// Every line has `time` (UTC, milliseconds), `level`, `label` and `message`, then the metadata by name, in order. A
/// message is a constant of this program and metadata are ids, codes and counts: nothing personal is ever given to it.
package struct JSONLines: LogHandler {
    package var metadata: Logger.Metadata = [:]
    package var logLevel: Logger.Level
    private let label: String
    private let sink: @Sendable ([UInt8]) -> Void

    /// - Parameters:
    ///   - label: the part of the program that speaks.
    ///   - level: what is less important than this is not written.
    ///   - sink: takes a whole line with its line feed.
    package init(label: String, level: Logger.Level, sink: @escaping @Sendable ([UInt8]) -> Void) {
        self.label = label
        logLevel = level
        self.sink = sink
    }

    /// Writes lines to a file descriptor, each with one call, so that lines of several threads never mix.
    package static func writing(to descriptor: Int32) -> @Sendable ([UInt8]) -> Void {
        { line in
            // A log that cannot be written, for want of room, must not stop the service.
            _ = line.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        }
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var line = JSONText()
        line.open()
        line.add("time", Self.timestamp(Date()))
        line.add("level", event.level.rawValue)
        line.add("label", label)
        line.add("message", "\(event.message)")
        let all = event.metadata.map { metadata.isEmpty ? $0 : metadata.merging($0) { $1 } } ?? metadata
        for (name, value) in all.sorted(by: { $0.key < $1.key }) {
            if case .string(let text) = value { line.add(name, text) } else { line.add(name, "\(value)") }
        }
        line.close()
        sink(line.bytes)
    }

    /// RFC 3339 in UTC with milliseconds.
    static func timestamp(_ date: Date) -> String {
        let milliseconds = Int((date.timeIntervalSince1970 * 1_000).rounded(.down))
        var seconds = time_t(milliseconds / 1_000)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let day =
            "\(padded(Int(parts.tm_year) + 1900, 4))-\(padded(Int(parts.tm_mon) + 1, 2))-\(padded(Int(parts.tm_mday), 2))"
        let clock = "\(padded(Int(parts.tm_hour), 2)):\(padded(Int(parts.tm_min), 2)):\(padded(Int(parts.tm_sec), 2))"
        return "\(day)T\(clock).\(padded(milliseconds % 1_000, 3))Z"
    }
}
