import Crypto

/// How a connection over HTTP/1.1 becomes a WebSocket (RFC 6455, section 4).
struct WebSocketHandshake {
    /// What the server says to it.
    enum Answer {
        /// It agrees; `rest` are the first bytes of the WebSocket.
        case agreed(subprotocol: String?, rest: [UInt8])
        case refused(HTTPResponse)
    }

    /// What an answer may be long, in bytes.
    private static let answerLimit = 1 << 20

    private let request: HTTPRequest
    private let userAgent: String
    private let protocols: [String]
    private let key: String

    /// Prepares a handshake.
    ///
    /// - Parameters:
    ///   - request: The URL and the headers; it is sent as GET, without a body.
    ///   - protocols: The subprotocols that the client speaks, the best one first.
    ///   - userAgent: `rad/<version>`.
    ///   - nonce: Sixteen random bytes, by which the client knows that it is answered, and not somebody else.
    init(_ request: HTTPRequest, protocols: [String], userAgent: String, nonce: [UInt8]) {
        self.request = request
        self.protocols = protocols
        self.userAgent = userAgent
        key = nonce.base64
    }

    /// The request as it is sent.
    var bytes: [UInt8] {
        let place = request.url.dropFirst(request.url.prefix { $0 != ":" }.count + "://".count)
        let authority = place.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let target = place.dropFirst(authority.count).prefix { $0 != "#" }
        var lines = [
            "GET \(target.first == "/" ? "" : "/")\(target) HTTP/1.1", "Host: \(authority)", "User-Agent: \(userAgent)",
            "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: \(key)",
        ]
        if !protocols.isEmpty { lines.append("Sec-WebSocket-Protocol: \(protocols.joined(separator: ", "))") }
        lines += request.headers.map { "\($0.name): \($0.value)" }
        return Array((lines + ["", ""]).joined(separator: "\r\n").utf8)
    }

    /// Reads the answer.
    ///
    /// - Parameters:
    ///   - bytes: What has come so far.
    ///   - isOver: Whether nothing more comes.
    /// - Returns: The answer; `nil` if it has not come as a whole yet.
    /// - Throws: `WebSocketReader.Violation` if it can be no answer.
    func answer(_ bytes: [UInt8], isOver: Bool) throws(WebSocketReader.Violation) -> Answer? {
        guard bytes.count <= Self.answerLimit else { throw .init(message: "answers with more than a page") }
        guard let end = Self.endOfHead(bytes) else {
            guard !isOver else { throw .init(message: "closes the connection in place of an answer") }
            return nil
        }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
        let words = lines.first?.split(separator: " ", maxSplits: 2) ?? []
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
            throw .init(message: "does not answer in HTTP")
        }
        let headers = lines.dropFirst().compactMap(Self.field)
        let rest = Array(bytes[end...])
        guard status == 101 else {
            let response = HTTPResponse(status: status, headers: headers, body: rest)
            // A body whose length nobody tells ends with the connection.
            let length = response.header("Content-Length").flatMap(Int.init)
            return isOver || rest.count >= length ?? .max ? .refused(response) : nil
        }
        return .agreed(subprotocol: try agreement(HTTPResponse(status: status, headers: headers)), rest: rest)
    }

    /// The subprotocol that the server has chosen, if it has agreed in the right way.
    private func agreement(_ response: HTTPResponse) throws(WebSocketReader.Violation) -> String? {
        let accept = Array(Insecure.SHA1.hash(data: Array("\(key)258EAFA5-E914-47DA-95CA-C5AB0DC85B11".utf8))).base64
        guard response.header("Upgrade")?.equalsIgnoringASCIICase("websocket") == true,
            response.header("Sec-WebSocket-Accept") == accept
        else { throw .init(message: "agrees to something that is no WebSocket") }
        let chosen = response.header("Sec-WebSocket-Protocol").flatMap { $0.isEmpty ? nil : $0 }
        guard chosen.map(protocols.contains) ?? true else {
            throw .init(message: "chooses a subprotocol that it was not offered")
        }
        return chosen
    }

    private static func endOfHead(_ bytes: [UInt8]) -> Int? {
        let end = Array("\r\n\r\n".utf8)
        guard bytes.count >= end.count else { return nil }
        return (0...(bytes.count - end.count)).first { bytes[$0...].starts(with: end) }.map { $0 + end.count }
    }

    private static func field(_ line: Substring) -> (name: String, value: String)? {
        guard let colon = line.firstIndex(of: ":") else { return nil }
        let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
        return (String(line[..<colon]), String(value.reversed().drop { $0 == " " || $0 == "\t" }.reversed()))
    }
}

extension [UInt8] {
    /// The bytes in base64 (RFC 4648, section 4), as header fields have them.
    fileprivate var base64: String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        for begin in stride(from: 0, to: count, by: 3) {
            let group = self[begin..<Swift.min(begin + 3, count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                text.append(place > group.count ? UInt8(ascii: "=") : alphabet[bits >> (18 - 6 * place) & 63])
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
