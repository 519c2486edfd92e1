import HTTPTypes
import Hummingbird
import NIOCore
import Store

/// How bodies are written: snake case, dates as RFC 3339, keys in one order.
enum Answer {
    static func json(
        _ status: HTTPResponse.Status, _ value: some Encodable, headers: HTTPFields = [:]
    ) throws -> Response {
        json(status, body: try bytes(value), headers: headers)
    }

    static func json(_ status: HTTPResponse.Status, body: ByteBuffer, headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.contentType] = "application/json"
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
    }

    static func problem(_ problem: Problem, of requestID: String) -> Response {
        var headers = problem.headers
        headers[.contentType] = "application/problem+json"
        // A problem is texts and numbers of our own: it always encodes.
        let body = (try? bytes(problem.body(of: requestID))) ?? ByteBuffer()
        return Response(status: problem.status, headers: headers, body: ResponseBody(byteBuffer: body))
    }

    static func text(_ text: String, type: String) -> Response {
        Response(status: .ok, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    static func bytes(_ value: some Encodable) throws -> ByteBuffer {
        ByteBuffer(bytes: try SnakeCaseEncoder.bytes(value))
    }
}
