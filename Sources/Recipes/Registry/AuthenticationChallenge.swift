internal import HTTP

/// What a server asks for with `WWW-Authenticate` (RFC 9110, section 11.6.1).
struct AuthenticationChallenge: Equatable {
    /// The scheme, in lower case: `basic` or `bearer`.
    let scheme: String
    /// The parameters; names in lower case.
    let parameters: [String: String]

    /// All challenges of a response, in their order; what is malformed ends a field.
    static func all(in response: HTTPResponse) -> [AuthenticationChallenge] {
        response.headers.filter { $0.name.lowercased() == "www-authenticate" }.flatMap { all(in: $0.value) }
    }

    /// The challenges of one field.
    static func all(in field: String) -> [AuthenticationChallenge] {
        var reader = ChallengeReader(bytes: Array(field.utf8))
        return reader.challenges()
    }
}

/// Walks over the bytes of one field.
private struct ChallengeReader {
    let bytes: [UInt8]
    var index = 0

    mutating func challenges() -> [AuthenticationChallenge] {
        var result: [AuthenticationChallenge] = []
        skipSeparators()
        while let scheme = token() {
            var parameters: [String: String] = [:]
            skipBlanks()
            while let (name, value) = parameter() {
                parameters[name] = value
                skipSeparators()
            }
            result.append(AuthenticationChallenge(scheme: scheme.lowercased(), parameters: parameters))
            skipSeparators()
        }
        return result
    }

    /// A name, `=` and a value; `nil`, with nothing consumed, if the next word is the scheme of another challenge.
    private mutating func parameter() -> (String, String)? {
        let start = index
        guard let name = token() else { return nil }
        skipBlanks()
        guard skip(UInt8(ascii: "=")) else {
            index = start
            return nil
        }
        skipBlanks()
        guard let value = skip(UInt8(ascii: "\"")) ? quotedText() : token() else {
            index = bytes.count
            return nil
        }
        return (name.lowercased(), value)
    }

    private mutating func token() -> String? {
        let word = bytes[index...].prefix { byte in
            byte > 0x20 && byte < 0x7F && !"\"=,".utf8.contains(byte)
        }
        guard !word.isEmpty else { return nil }
        index = word.endIndex
        return String(decoding: word, as: UTF8.self)
    }

    private mutating func quotedText() -> String? {
        var text: [UInt8] = []
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
            if byte == UInt8(ascii: "\\"), index < bytes.count {
                text.append(bytes[index])
                index += 1
            } else {
                text.append(byte)
            }
        }
        return nil
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func skipBlanks() {
        while skip(UInt8(ascii: " ")) || skip(UInt8(ascii: "\t")) {}
    }

    private mutating func skipSeparators() {
        while skip(UInt8(ascii: " ")) || skip(UInt8(ascii: "\t")) || skip(UInt8(ascii: ",")) {}
    }
}
