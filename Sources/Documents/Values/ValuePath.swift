/// The way from a value to one of its parts.
public struct ValuePath: Sendable, Hashable, ExpressibleByArrayLiteral, CustomStringConvertible {
    /// One step down.
    public enum Step: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
        case member(String)
        case element(Int)

        public init(stringLiteral name: String) { self = .member(name) }
        public init(integerLiteral index: Int) { self = .element(index) }
    }

    /// The steps from the outside in.
    public let steps: [Step]

    /// Creates a path.
    public init(_ steps: [Step] = []) {
        self.steps = steps
    }

    public init(arrayLiteral steps: Step...) { self.init(steps) }

    /// The path one step further down.
    public func appending(_ step: Step) -> ValuePath {
        var steps = steps
        steps.append(step)
        return ValuePath(steps)
    }

    /// The path one member further down.
    public func appending(_ name: String) -> ValuePath { appending(.member(name)) }

    /// The path as it is written in an expression: `container.ports[0]`.
    public var description: String {
        steps.reduce(into: "") { text, step in
            switch step {
            case .member(let name): text += text.isEmpty ? name : ".\(name)"
            case .element(let index): text += "[\(index)]"
            }
        }
    }
}
