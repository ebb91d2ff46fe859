/// A value on its way from a definition to a target.
///
/// A value is known, secret, or unknown until something has been applied. Arrays and
/// objects may hold any mixture. Secrets and unknowns are cases of their own, so that
/// no code can print or compare one by accident.
public enum Value: Sendable, Equatable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([Value])
    case object(ValueObject)
    /// A value that must not be shown.
    indirect case secret(Value)
    /// A value that depends on something not yet created.
    case unknown(Unknown)
}

extension Value {
    /// The text of a known string; `nil` for anything else, secrets included.
    public var stringValue: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The number of a known integer.
    public var integerValue: Int64? {
        if case .integer(let number) = self { number } else { nil }
    }

    /// The truth value of a known boolean.
    public var boolValue: Bool? {
        if case .bool(let flag) = self { flag } else { nil }
    }

    /// The elements of an array.
    public var arrayValue: [Value]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The members of an object.
    public var objectValue: ValueObject? {
        if case .object(let members) = self { members } else { nil }
    }

    /// Whether this is `null`.
    public var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// The member of an object by name; `nil` if this is no object or has no such member.
    public subscript(name: String) -> Value? { objectValue?[name] }

    /// The value without its secrecy.
    ///
    /// Only what writes to a place that is made for secrets may ask.
    public var revealed: Value {
        if case .secret(let value) = self { value.revealed } else { self }
    }

    /// The value marked as secret; marking twice is marking once.
    public var concealed: Value {
        if case .secret = self { self } else { .secret(self) }
    }
}

extension Value: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByStringInterpolation,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(nilLiteral: ()) { self = .null }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(stringLiteral value: String) { self = .string(value) }
    public init(arrayLiteral elements: Value...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, Value)...) { self = .object(ValueObject(elements)) }
}
