import Testing
import Web

@Suite struct `an address to listen on` {
    @Test(
        "is read as people write it",
        arguments: [
            ("127.0.0.1:8080", .host("127.0.0.1", port: 8080)), ("[::1]:80", .host("::1", port: 80)),
            ("localhost:0", .host("localhost", port: 0)), ("unix:/run/x", .unixSocket("/run/x")), ("", nil),
            ("8080", nil), (":8080", nil), ("unix:", nil), ("a:65536", nil), ("a:-1", nil), ("a:b", nil),
        ] as [(String, WebServer.Address?)])
    func reading(text: String, expected: WebServer.Address?) {
        #expect(WebServer.Address(text) == expected)
    }
}
