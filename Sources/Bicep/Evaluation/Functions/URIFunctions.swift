import Documents

extension FunctionTable {
    /// Functions of URIs.
    static let uris: [String: FunctionImplementation] = [
        "buildUri": .deep { call throws(EvaluationFault) in try build(call) },
        "parseUri": .deep { call throws(EvaluationFault) in try parse(call) },
        "uri": .deep { call throws(EvaluationFault) in
            guard let base = URIParts(try call.string(0)) else { throw notAbsolute(call) }
            return .string(base.resolving(try call.string(1)).text)
        },
        "uriComponent": .deep { call throws(EvaluationFault) in .string(PercentCoding.encode(try call.string(0))) },
        "uriComponentToString": .deep { call throws(EvaluationFault) in
            .string(PercentCoding.decode(try call.string(0)))
        },
    ]

    private static func notAbsolute(_ call: FunctionCall) -> EvaluationFault {
        let text = call.arguments[0].stringValue ?? ""
        return call.bad("'\(text)' is no absolute URI", help: "begin it with a scheme: https://…")
    }

    private static func parse(_ call: FunctionCall) throws(EvaluationFault) -> Value {
        guard let parts = URIParts(try call.string(0)) else { throw notAbsolute(call) }
        return .object([
            "scheme": .string(parts.scheme), "host": .string(parts.host),
            "port": parts.portOrDefault.map { .integer(Int64($0)) } ?? .null,
            "path": .string(parts.path), "query": .string(parts.query.map { "?\($0)" } ?? ""),
        ])
    }

    private static func build(_ call: FunctionCall) throws(EvaluationFault) -> Value {
        let parts = try call.object(0)
        guard let scheme = parts["scheme"]?.stringValue, let host = parts["host"]?.stringValue else {
            throw call.bad("the object lacks 'scheme' or 'host'", help: "give both as strings")
        }
        var text = "\(scheme)://\(host)"
        if let port = parts["port"]?.integerValue, port >= 0 { text += ":\(port)" }
        let path = parts["path"]?.stringValue ?? ""
        text += path.isEmpty || path.hasPrefix("/") ? path : "/\(path)"
        if let query = parts["query"]?.stringValue, !query.isEmpty {
            text += query.hasPrefix("?") ? query : "?\(query)"
        }
        guard let uri = URIParts(text) else {
            throw call.bad("'\(text)' is no absolute URI", help: "check 'scheme' and 'host'")
        }
        return .string(uri.text)
    }
}

/// The parts of an absolute URI with an authority (RFC 3986, section 3).
struct URIParts {
    var scheme: String
    var userInfo: String?
    var host: String
    var port: Int?
    var path: String
    var query: String?
    var fragment: String?

    private static let defaultPorts = ["http": 80, "https": 443, "ftp": 21, "ws": 80, "wss": 443]

    /// Reads a URI; `nil` if it is not absolute.
    init?(_ text: String) {
        guard let mark = text.firstRange(of: "://") else { return nil }
        scheme = text[..<mark.lowerBound].lowercased()
        guard let first = scheme.utf8.first, 97...122 ~= first,
            scheme.utf8.allSatisfy({ 97...122 ~= $0 || 48...57 ~= $0 || "+-.".utf8.contains($0) })
        else { return nil }
        var rest = text[mark.upperBound...]
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        var authority = rest[..<end]
        rest = rest[end...]
        if let sign = authority.lastIndex(of: "@") {
            userInfo = String(authority[..<sign])
            authority = authority[authority.index(after: sign)...]
        }
        if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
            let digits = authority[authority.index(after: colon)...]
            guard digits.isEmpty || digits.utf8.allSatisfy({ 48...57 ~= $0 }),
                let port = UInt16(digits.isEmpty ? "0" : digits)
            else { return nil }
            self.port = digits.isEmpty ? nil : Int(port)
            authority = authority[..<colon]
        }
        guard !authority.isEmpty else { return nil }
        host = authority.lowercased()
        (path, query, fragment) = Self.split(rest)
        path = Self.withoutDots(path.isEmpty ? "/" : path)
    }

    private static func split(_ text: Substring) -> (String, String?, String?) {
        var rest = text
        var (query, fragment): (String?, String?) = (nil, nil)
        if let mark = rest.firstIndex(of: "#") {
            fragment = String(rest[rest.index(after: mark)...])
            rest = rest[..<mark]
        }
        if let mark = rest.firstIndex(of: "?") {
            query = String(rest[rest.index(after: mark)...])
            rest = rest[..<mark]
        }
        return (String(rest), query, fragment)
    }

    /// The port, or the one that the scheme implies.
    var portOrDefault: Int? { port ?? Self.defaultPorts[scheme] }

    /// The URI, without a port that the scheme implies.
    var text: String {
        var text = "\(scheme)://"
        if let userInfo { text += "\(userInfo)@" }
        text += host
        if let port, port != Self.defaultPorts[scheme] { text += ":\(port)" }
        text += path
        if let query { text += "?\(query)" }
        if let fragment { text += "#\(fragment)" }
        return text
    }

    /// The URI that a reference means where this one is the base (RFC 3986, section 5.2).
    func resolving(_ reference: String) -> URIParts {
        if let absolute = URIParts(reference) { return absolute }
        if reference.hasPrefix("//"), let other = URIParts("\(scheme):\(reference)") { return other }
        var result = self
        let (path, query, fragment) = Self.split(Substring(reference))
        result.fragment = fragment
        if path.isEmpty {
            result.query = query ?? self.query
            return result
        }
        result.query = query
        let folder = self.path.lastIndex(of: "/").map { self.path[...$0] } ?? "/"
        result.path = Self.withoutDots(path.hasPrefix("/") ? path : folder + path)
        return result
    }

    private static func withoutDots(_ path: String) -> String {
        var parts: [Substring] = []
        let all = path.split(separator: "/", omittingEmptySubsequences: false)
        for (index, part) in all.enumerated() {
            let isLast = index == all.count - 1
            switch part {
            case ".": if isLast { parts.append("") }
            case "..":
                if parts.count > 1 { parts.removeLast() }
                if isLast { parts.append("") }
            case _: parts.append(part)
            }
        }
        return parts.joined(separator: "/")
    }
}
