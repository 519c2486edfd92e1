import Foundation
import Synchronization

/// What a service within this process has logged.
final class LogLines: Sendable {
    private let all = Mutex<[String]>([])

    var lines: [String] { all.withLock { $0 } }

    func append(_ line: [UInt8]) {
        all.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
    }

    /// The lines of requests, each as the object that it is.
    var requests: [[String: String]] {
        lines.compactMap(Self.object).filter { $0["message"] == "request" }
    }

    static func object(_ line: String) -> [String: String]? {
        try? JSONDecoder().decode([String: String].self, from: Data(line.utf8))
    }
}
