import Documents

/// The hash by which a resource of one graph is told apart from that of another, as Radius 0.60 writes it.
///
/// It is the SHA-256 of a JSON object of the resource's properties and of the ids that it depends on, in the form of Go's
/// encoder. Radius hashes expressions before they are evaluated; here values are hashed, so that parameters count and an
/// application can be compared with what was deployed. Secrets do not count: the hash would tell whether one was guessed.
enum DiffHash {
    /// - Parameters:
    ///   - properties: The properties, without what a deployment adds to them.
    ///   - dependencies: The ids of the resources that are needed beside those of connections.
    /// - Returns: `sha256:` and 64 digits.
    static func of(properties: ValueObject, dependencies: [String]) -> String {
        let needed = Value.array((dependencies.count > 1 ? Set(dependencies).sorted() : dependencies).map(Value.string))
        // The two are members of a structure there, which come in the order of its declaration.
        let canonical = Value.object(properties).canonicalJSON()
        var json = Array(#"{"properties":"#.utf8)
        json.reserveCapacity(canonical.count + 128 * (dependencies.count + 1))
        json += canonical
        json += #","dependsOn":"#.utf8
        json += needed.canonicalJSON()
        json += "}".utf8
        return "sha256:" + hexSHA256(withoutMarkup(json))
    }

    /// JSON with the escapes of Go's encoder for what HTML and JavaScript could take for their own.
    private static func withoutMarkup(_ json: [UInt8]) -> [UInt8] {
        guard json.contains(where: mayBeMarkup) else { return json }
        var result: [UInt8] = []
        result.reserveCapacity(json.count)
        var index = 0
        while index < json.count {
            let byte = json[index]
            if isMarkup(byte) {
                result += "\\u00\(String(byte, radix: 16))".utf8
            } else if byte == 0xE2, index + 2 < json.count, json[index + 1] == 0x80, json[index + 2] & 0xFE == 0xA8 {
                // U+2028 and U+2029.
                result += "\\u202\(json[index + 2] & 1 == 0 ? 8 : 9)".utf8
                index += 2
            } else {
                result.append(byte)
            }
            index += 1
        }
        return result
    }

    private static func isMarkup(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "&")
    }

    /// Whether a byte is markup, or begins U+2028 or U+2029 among others.
    private static func mayBeMarkup(_ byte: UInt8) -> Bool { isMarkup(byte) || byte == 0xE2 }
}
