import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import Web

/// A connection whose clock the test moves.
private struct Connection {
    let channel = EmbeddedChannel()

    init() throws {
        try channel.pipeline.syncOperations.addHandler(ConnectionDeadlines(header: .seconds(10), body: .seconds(30)))
        try channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 80)).wait()
    }

    var isOpen: Bool { channel.isActive }

    func receive(_ part: HTTPRequestPart) throws {
        try channel.writeInbound(part)
    }

    func receiveHead() throws {
        try receive(.head(HTTPRequest(method: .post, scheme: "http", authority: "a", path: "/")))
    }

    /// Sends bytes once a second.
    func drip(_ bytes: Int, seconds: Int) throws {
        for _ in 0..<seconds where isOpen {
            try receive(.body(ByteBuffer(repeating: 0, count: bytes)))
            channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        }
    }

    func wait(seconds: Int64) {
        channel.embeddedEventLoop.advanceTime(by: .seconds(seconds))
    }
}

@Suite struct `a connection` {
    @Test func `is closed when its header has not come in time`() throws {
        let connection = try Connection()
        connection.wait(seconds: 9)
        #expect(connection.isOpen)
        connection.wait(seconds: 1)
        #expect(!connection.isOpen)
    }

    @Test func `is closed when its body drips in`() throws {
        let connection = try Connection()
        try connection.receiveHead()
        try connection.drip(1, seconds: 29)
        #expect(connection.isOpen)
        try connection.drip(1, seconds: 1)
        #expect(!connection.isOpen)
    }

    @Test func `may take as long as a large body needs, and no longer`() throws {
        let connection = try Connection()
        try connection.receiveHead()
        // 512 KiB a second earn two seconds each: after 100 seconds there are 130 to go.
        try connection.drip(512 << 10, seconds: 100)
        #expect(connection.isOpen)
        connection.wait(seconds: 129)
        #expect(connection.isOpen)
        connection.wait(seconds: 1)
        #expect(!connection.isOpen)
    }

    @Test func `is not hurried while its answer is being made`() throws {
        let connection = try Connection()
        try connection.receiveHead()
        try connection.receive(.end(nil))
        connection.wait(seconds: 3_600)
        #expect(connection.isOpen)
    }
}
