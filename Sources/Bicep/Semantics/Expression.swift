/// An expression whose names have been bound to what they mean.
///
/// The binder makes it from syntax; the evaluator reads nothing else. Ranges count in the
/// UTF-8 offsets of the module's file.
public struct Expression: Sendable {
    /// What the expression is.
    public let kind: Kind
    /// Where it stands in the module's file.
    public let range: Range<UInt32>

    /// Creates an expression.
    public init(_ kind: Kind, _ range: Range<UInt32>) {
        self.kind = kind
        self.range = range
    }

    /// The forms of an expression.
    ///
    /// Indices count in the arrays of `BoundModule`.
    public indirect enum Kind: Sendable {
        case null
        case bool(Bool)
        case integer(Int64)
        case string(String)
        case interpolation([Segment])
        case array([Element])
        case object([Member])
        case parameter(Int)
        case variable(Int)
        case resource(Int)
        case module(Int)
        /// A loop's or lambda's variable, by its slot in the frame of the enclosing declaration.
        case local(Int)
        case call(BuiltinFunction, [Expression])
        case userCall(Int, [Expression])
        /// A method of a resource or module: `storage.listKeys()`.
        case methodCall(base: Expression, name: String, arguments: [Expression])
        case property(base: Expression, name: String, access: Access)
        case index(base: Expression, index: Expression, access: Access, fromEnd: Bool)
        /// `parent::child`, already bound to the child.
        case unary(UnaryOperator, Expression)
        case binary(BinaryOperator, Expression, Expression)
        case conditional(condition: Expression, then: Expression, otherwise: Expression)
        /// `value!`
        case nonNull(Expression)
        /// A lambda with the slots of its variables and their names.
        case lambda(slots: [Int], names: [String], body: Expression)
        case loop(Loop)
        /// Something that was diagnosed; evaluating it gives null and says nothing.
        case invalid
    }

    /// A part of an interpolated string.
    public enum Segment: Sendable {
        case text(String)
        case hole(Expression)
    }

    /// A part of an array.
    public enum Element: Sendable {
        case item(Expression)
        case spread(Expression)
    }

    /// A part of an object.
    public enum Member: Sendable {
        /// The name is a string or an interpolation.
        case property(name: Expression, value: Expression)
        case spread(Expression)
    }

    /// Whether a missing member is an error or null.
    public enum Access: Sendable {
        case strict
        /// `.?` and `[?]`: null ends the whole chain.
        case safe
    }

    /// A loop over an array: `[for (item, index) in items: if (condition) body]`.
    public struct Loop: Sendable {
        public let items: Expression
        public let itemSlot: Int
        public let indexSlot: Int?
        public let condition: Expression?
        public let body: Expression

        /// Creates a loop.
        public init(items: Expression, itemSlot: Int, indexSlot: Int?, condition: Expression?, body: Expression) {
            self.items = items
            self.itemSlot = itemSlot
            self.indexSlot = indexSlot
            self.condition = condition
            self.body = body
        }
    }
}

/// Operators with one operand.
public enum UnaryOperator: String, Sendable {
    case not = "!"
    case minus = "-"
}

/// Operators with two operands.
public enum BinaryOperator: String, Sendable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case modulo = "%"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "=="
    case notEqual = "!="
    case equalIgnoringCase = "=~"
    case notEqualIgnoringCase = "!~"
    case and = "&&"
    case or = "||"
    case coalesce = "??"
}

/// A function of the `sys` or `az` namespace, found by the binder in `BuiltinFunctions`.
public struct BuiltinFunction: Sendable, Hashable {
    /// The name as Bicep spells it.
    public let name: String

    /// The place in `BuiltinFunctions.all`, so that a call needs no look-up by name.
    let position: Int?

    /// Names a function that exists; the binder diagnoses those that do not.
    public init(name: String) {
        self.name = name
        position = BuiltinFunctions.position(of: name)
    }
}
