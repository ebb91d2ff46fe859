extension Value {
    /// The value as JSON text, without a newline at its end.
    public func json(_ style: JSONWriter.Style = .pretty, disclosing disclosure: Disclosure = .redacted) -> String {
        var writer = JSONWriter(style: style)
        write(to: &writer, disclosing: disclosure)
        return writer.text
    }

    /// The bytes by which two values are compared or hashed: compact JSON, names sorted by their UTF-8 bytes.
    ///
    /// Values that differ only in the order of their members have the same bytes. With `.redacted`, so have
    /// values that differ only in secrets or unknowns.
    public func canonicalJSON(disclosing disclosure: Disclosure = .redacted) -> [UInt8] {
        var writer = JSONWriter(style: .compact, capacity: 512)
        writeCanonically(to: &writer, disclosing: disclosure)
        return writer.bytes
    }

    private func writeCanonically(to writer: inout JSONWriter, disclosing disclosure: Disclosure) {
        switch self {
        case .null, .bool, .integer, .number, .string, .unknown:
            write(to: &writer, disclosing: disclosure)
        case .array(let elements):
            writer.beginArray(count: elements.count)
            for element in elements { element.writeCanonically(to: &writer, disclosing: disclosure) }
            writer.endArray()
        case .object(let members):
            writer.beginObject(count: members.count)
            for (name, value) in members.sortedByName {
                writer.writeName(name)
                value.writeCanonically(to: &writer, disclosing: disclosure)
            }
            writer.endObject()
        case .secret(let value):
            switch disclosure {
            case .redacted: writer.write(Value.redactedText)
            case .revealed: value.writeCanonically(to: &writer, disclosing: disclosure)
            }
        }
    }
}

extension ValueObject {
    /// The members by the UTF-8 bytes of their names.
    fileprivate var sortedByName: [Element] {
        let members = Array(self)
        guard members.count > 1 else { return members }
        return members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }
}
