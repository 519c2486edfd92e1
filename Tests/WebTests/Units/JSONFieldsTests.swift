import Foundation
import OutreachCore
import Testing

@testable import Web

private func fields(_ json: String) throws -> JSONFields {
    try JSONFields(JSONValue(parsing: Array(json.utf8)))
}

/// The problems that reading ends with, as `field code`.
private func problems(_ json: String, _ read: (inout JSONFields) -> Void) throws -> [String] {
    var fields = try fields(json)
    read(&fields)
    do {
        try fields.finish()
        return []
    } catch let problem as Problem {
        return problem.errors.map { "\($0.field) \($0.code)" }
    }
}

@Suite struct `fields of a JSON object` {
    @Test func `are read as what they are`() throws {
        var fields = try fields(
            #"{"a":"é","b":true,"c":7,"d":["x","y"],"e":{"f":"g"},"h":null,"i":[{"j":"k"},{"j":"l"}]}"#)
        #expect(fields.text("a") == "é")
        #expect(fields.flag("b") == true)
        #expect(fields.integer("c", in: 1...9) == 7)
        #expect(fields.texts("d", atMost: 2) == ["x", "y"])
        #expect(fields.object("e") { $0.text("f") } == "g")
        #expect(fields.text("h") == nil)
        #expect(fields.objects("i", atMost: 2) { $0.text("j") } == ["k", "l"])
        #expect(fields.text("absent") == nil)
        try fields.finish()
    }

    @Test func `that are wrong are all told, each by its place`() throws {
        let found = try problems(
            #"{"a":1,"b":"true","c":1.5,"d":["x",1],"e":[],"i":[{"j":1},2],"m":"zyx","n":10}"#
        ) { fields in
            _ = fields.text("a")
            _ = fields.flag("b")
            _ = fields.integer("c", in: 1...9)
            _ = fields.texts("d", atMost: 2)
            _ = fields.object("e") { $0.text("f") }
            _ = fields.objects("i", atMost: 5) { $0.text("j") }
            _ = fields.word("m", DateOrder.self)
            _ = fields.integer("n", in: 1...9)
            _ = fields.requiredText("o")
        }
        #expect(
            found == [
                "a not_a_text", "b not_a_flag", "c not_in_range", "d not_a_text", "e not_an_object",
                "i[0].j not_a_text",
                "i[1] not_an_object", "m unknown_word", "n not_in_range", "o required",
            ])
    }

    @Test func `that nobody reads are counted, and their names not repeated`() throws {
        var read = try fields(#"{"zyx":1,"a":"x","zyx2":{}}"#)
        _ = read.text("a")
        let problem = #expect(throws: Problem.self) { try read.finish() }
        #expect(problem?.errors.map(\.code) == ["unknown_field"])
        #expect(problem?.errors.first?.message.contains("2 field") == true)
        #expect(problem?.errors.first?.message.contains("zyx") == false)
    }

    @Test func `are at most as many as allowed`() throws {
        let found = try problems(#"{"a":["x","y","z"]}"#) { _ = $0.texts("a", atMost: 2) }
        #expect(found == ["a too_many"])
    }

    @Test(
        "are refused where the body is no object",
        arguments: [
            "", " ", "[]", "1", "\"a\"", "null", "{", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{\"a\":1}{", "\u{0}", "NaN",
            "{\"a\":1,\"a\":2}", "{\"a\":01}", "{\"a\":.5}", "{\"a\":1.}", "{\"a\":+1}", "{\"a\":\"\\ud800\"}",
            "{\"a\":\"\\udc00\\ud800\"}", "{\"a\":\"\\x\"}", "{\"a\":\"line\nfeed\"}", "{\"a\":\"\\u12g4\"}",
            "{\"a\":tru}",
        ])
    func malformed(json: String) {
        let problem = #expect(throws: Problem.self) { try fields(json) }
        #expect(problem?.code == "malformed_json")
    }

    @Test(
        "are read with every escape that JSON has",
        arguments: [
            (#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{c}\n\r\t"), (#"\u00e9"#, "é"), (#"\ud83d\ude00"#, "😀"),
            ("żółć 😀", "żółć 😀"),
        ])
    func escapes(written: String, text: String) throws {
        var read = try fields(#"{ "a" : "\#(written)" , "b" : [ -0.5e+1 , true , { } , [ ] ] }"#)
        #expect(read.text("a") == text)
    }

    @Test func `nested a thousand deep end in an answer`() {
        let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        #expect(throws: Problem.self) { try fields("{\"a\":\(deep)}") }
    }

    @Test func `with numbers beyond all bounds are no number`() throws {
        for number in ["1e999", "-1e999", "1e308", "9223372036854775808", "0.1"] {
            // Some readers refuse the document itself, which is as good.
            let found = try? problems(#"{"a":\#(number)}"#) { _ = $0.integer("a", in: 1...9) }
            #expect(found == nil || found == ["a not_in_range"], "\(number)")
        }
    }
}

@Suite struct `a form` {
    @Test(
        "is read as browsers write it",
        arguments: [
            ("", []), ("a=b", ["a:b"]), ("a=b&c=d", ["a:b", "c:d"]), ("a=b&a=c", ["a:b", "a:c"]), ("a", ["a:"]),
            ("a=", ["a:"]), ("=b", [":b"]), ("a=b=c", ["a:b=c"]), ("&&a=b&", ["a:b"]), ("a+b=c%20d%2B", ["a b:c d+"]),
            ("%C3%A9=%c3%a9", ["é:é"]), ("a=%zz", ["a:%zz"]), ("a=%", ["a:%"]), ("a=%C3", ["a:%C3"]),
        ] as [(String, [String])])
    func fields(text: String, expected: [String]) {
        #expect(Form.fields(Array(text.utf8)).map { "\($0.name):\($0.value)" } == expected)
    }

    @Test func `of bytes that are no text ends in fields all the same`() {
        #expect(Form.fields([0x61, 0x3d, 0xff, 0xfe]).count == 1)
    }
}
