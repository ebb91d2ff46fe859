public import Diagnostics

/// A value read from a data file, each part with the place that it came from.
public struct Document: Sendable {
    /// What kind of value it is.
    public enum Content: Sendable {
        case null
        case bool(Bool)
        case integer(Int64)
        case number(Double)
        case string(String)
        case array([Document])
        case object([Member])
    }

    /// One member of an object.
    ///
    /// Readers refuse duplicate names, so each name stands once.
    public struct Member: Sendable {
        public let name: String
        public let nameSpan: Span
        public let value: Document

        /// Creates a member.
        public init(name: String, nameSpan: Span, value: Document) {
            self.name = name
            self.nameSpan = nameSpan
            self.value = value
        }
    }

    public let content: Content
    public let span: Span

    /// Creates a positioned value.
    public init(_ content: Content, at span: Span) {
        self.content = content
        self.span = span
    }

    /// The value without its places.
    public var value: Value {
        switch content {
        case .null: .null
        case .bool(let flag): .bool(flag)
        case .integer(let number): .integer(number)
        case .number(let number): .number(number)
        case .string(let text): .string(text)
        case .array(let elements): .array(elements.map(\.value))
        case .object(let members): .object(ValueObject(members.map { ($0.name, $0.value.value) }))
        }
    }

    /// The member of an object by its exact name.
    public subscript(name: String) -> Document? {
        guard case .object(let members) = content else { return nil }
        return members.first { $0.name == name }?.value
    }
}
