import Testing

@testable import Web

@Suite struct `the address of a caller` {
    @Test(
        "is the last one that no trusted proxy has",
        arguments: [
            ("", "10.0.0.1", "192.0.2.7", "10.0.0.1"),
            ("10.0.0.1", "10.0.0.1", "192.0.2.7", "192.0.2.7"),
            ("10.0.0.0/24", "10.0.0.1", "198.51.100.1, 192.0.2.7, 10.0.0.2", "192.0.2.7"),
            // What a caller writes before the proxy's own entry is not believed.
            ("10.0.0.1", "10.0.0.1", "127.0.0.1, 192.0.2.7", "192.0.2.7"),
            ("10.0.0.1", "192.0.2.9", "127.0.0.1", "192.0.2.9"),
            ("10.0.0.1", "10.0.0.1", "192.0.2.7, nonsense", "10.0.0.1"),
            ("10.0.0.1", "10.0.0.1", nil, "10.0.0.1"),
            ("10.0.0.1", "local", "192.0.2.7", "local"),
            ("local, 10.0.0.1", "local", "2001:db8::1", "2001:db8::1"),
        ] as [(String, String, String?, String)])
    func reading(trusted: String, peer: String, header: String?, expected: String) throws {
        let proxies = try #require(TrustedProxies(trusted))
        #expect(proxies.caller(from: peer, forwardedFor: header) == expected)
    }

    @Test(
        "is not taken from a list that says nothing clear",
        arguments: ["10.0.0.1/8", "proxy.example", "10.0.0.1;10.0.0.2", "all"])
    func refusal(text: String) {
        #expect(TrustedProxies(text) == nil)
    }
}
