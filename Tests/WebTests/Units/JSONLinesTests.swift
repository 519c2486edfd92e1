import Foundation
import Logging
import Synchronization
import Telemetry
import TestDatabase
import Testing

@Suite struct `a line of the log` {
    @Test func `is a JSON object on one line, whatever it says`() throws {
        for text in HostileNames.texts {
            let log = LogLines()
            var logger = Logger(label: "test") { JSONLines(label: $0, level: .info) { log.append($0) } }
            logger[metadataKey: "everywhere"] = "yes"
            logger.warning("said", metadata: ["text": .string(text), "count": "1"])
            let line = try #require(log.lines.first)
            #expect(line.hasSuffix("}\n"))
            #expect(line.utf8.count { $0 == UInt8(ascii: "\n") } == 1)
            let object = try #require(LogLines.object(line))
            #expect(object["text"].map { Array($0.unicodeScalars) } == Array(text.unicodeScalars))
            #expect(object["message"] == "said")
            #expect(object["level"] == "warning")
            #expect(object["label"] == "test")
            #expect(object["everywhere"] == "yes")
            #expect(object["time"]?.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
        }
    }

    @Test func `is not written where it is less important than asked for`() {
        let log = LogLines()
        let logger = Logger(label: "test") { JSONLines(label: $0, level: .notice) { log.append($0) } }
        logger.info("quiet")
        logger.notice("loud")
        #expect(log.lines.count == 1)
    }
}
