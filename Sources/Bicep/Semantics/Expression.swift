/// An expression whose names have been bound to what they mean.
///
/// The binder makes it from syntax; the evaluator reads nothing else. Ranges count in the
/// UTF-8 offsets of the module's file.
public struct Expression: Sendable {
    /// What the expression is.
    public let kind: Kind
    /// Where it stands in the module's file.
    public let range: Range<UInt32>
    /// Whether it is made of nothing but literals, so that nobody need look in it for mentions, calls or mistakes.
    public let isLiteral: Bool

    /// Creates an expression.
    public init(_ kind: Kind, _ range: Range<UInt32>) {
        self.kind = kind
        self.range = range
        isLiteral = kind.isLiteral
    }

    /// The forms of an expression.
    ///
    /// Indices count in the arrays of `BoundModule`. What most expressions are is held in place; the others are boxed.
    public enum Kind: Sendable {
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
        indirect case call(BuiltinFunction, [Expression])
        indirect case userCall(Int, [Expression])
        /// A method of a resource or module: `storage.listKeys()`.
        indirect case methodCall(base: Expression, name: String, arguments: [Expression])
        indirect case property(base: Expression, name: String, access: Access)
        indirect case index(base: Expression, index: Expression, access: Access, fromEnd: Bool)
        /// `parent::child`, already bound to the child.
        indirect case unary(UnaryOperator, Expression)
        indirect case binary(BinaryOperator, Expression, Expression)
        indirect case conditional(condition: Expression, then: Expression, otherwise: Expression)
        /// `value!`
        indirect case nonNull(Expression)
        /// A lambda with the slots of its variables and their names.
        indirect case lambda(slots: [Int], names: [String], body: Expression)
        indirect case loop(Loop)
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

extension Expression.Kind {
    fileprivate var isLiteral: Bool {
        switch self {
        case .null, .bool, .integer, .string: true
        case .array(let elements):
            elements.allSatisfy { element in
                switch element {
                case .item(let item), .spread(let item): item.isLiteral
                }
            }
        case .object(let members):
            members.allSatisfy { member in
                switch member {
                case .property(let name, let value): name.isLiteral && value.isLiteral
                case .spread(let value): value.isLiteral
                }
            }
        case .interpolation, .parameter, .variable, .resource, .module, .local, .call, .userCall, .methodCall,
            .property, .index, .unary, .binary, .conditional, .nonNull, .lambda, .loop, .invalid:
            false
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
