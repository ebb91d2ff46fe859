/// Something that takes a tree of values apart from the outside in: a JSON or YAML writer, a hash.
///
/// Callers describe a tree as events, so that large outputs need no second copy in memory.
public protocol TreeWriter {
    mutating func writeNull()
    mutating func write(_ flag: Bool)
    mutating func write(_ integer: Int64)
    mutating func write(_ number: Double)
    mutating func write(_ text: String)
    mutating func beginArray(count: Int)
    mutating func endArray()
    mutating func beginObject(count: Int)
    /// The name of the member whose value comes next.
    mutating func writeName(_ name: String)
    mutating func endObject()
}

/// What a writer makes of the values that cannot be shown as they are.
public enum Disclosure: Sendable {
    /// Secrets become `<redacted>`, unknowns `(known after apply)`: for everything that a person reads.
    case redacted
    /// Secrets are written in clear: only for objects that are made to hold them.
    case revealed
}

extension Value {
    /// The text that stands for a secret wherever it must not be shown.
    public static let redactedText = "<redacted>"
    /// The text that stands for a value that is not known yet.
    public static let unknownText = "(known after apply)"

    /// Writes the value, member by member in the order of the object.
    @inlinable
    public func write(to writer: inout some TreeWriter, disclosing disclosure: Disclosure = .redacted) {
        switch self {
        case .null: writer.writeNull()
        case .bool(let flag): writer.write(flag)
        case .integer(let number): writer.write(number)
        case .number(let number): writer.write(number)
        case .string(let text): writer.write(text)
        case .array(let elements):
            writer.beginArray(count: elements.count)
            for element in elements { element.write(to: &writer, disclosing: disclosure) }
            writer.endArray()
        case .object(let members):
            writer.beginObject(count: members.count)
            for (name, value) in members {
                writer.writeName(name)
                value.write(to: &writer, disclosing: disclosure)
            }
            writer.endObject()
        case .secret(let value):
            switch disclosure {
            case .redacted: writer.write(Value.redactedText)
            case .revealed: value.write(to: &writer, disclosing: disclosure)
            }
        case .unknown: writer.write(Value.unknownText)
        }
    }
}
