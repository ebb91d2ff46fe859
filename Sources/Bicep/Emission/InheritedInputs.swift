import Documents
import OrderedCollections

/// What a parameter file takes over from the one that it extends, as far as that is given by the deploying tool.
///
/// The file reads it as `base`, which is its one parameter.
struct InheritedInputs: Sendable {
    /// What the extended file assigns; what the deploying tool gives is unknown.
    var values: ValueObject = [:]
    /// The unknown ones, as expressions.
    var expressions: [String: ARMExpression] = [:]
    /// The inputs by what identifies them, as they are asked for by then.
    var definitions: OrderedDictionary<String, (key: String, value: Value)> = [:]

    /// What an expression reads of the extended file.
    enum Reading {
        /// Nothing, or nothing that can be told without looking at its parts.
        case none
        /// What the extended file says.
        case known
        /// What the deploying tool gives.
        case input(ARMExpression)
    }

    /// What an expression reads of the extended file by itself: `base`, or a member of it or of what is in it.
    func reading(of expression: Expression) -> Reading {
        guard !expressions.isEmpty, let steps = steps(of: expression) else { return .none }
        var value = Value.object(values)
        for step in steps {
            guard let member = value[step] else { return .none }
            value = member
        }
        if value.isKnown { return .known }
        switch steps.count {
        case 0: return whole.map { .input($0) } ?? .none
        case 1: return expressions[steps[0]].map { .input($0) } ?? .none
        default: return .none
        }
    }

    /// All that the extended file assigns; `nil` if it holds what no expression can say, such as a secret of a key vault.
    private var whole: ARMExpression? {
        guard values.allSatisfy({ $0.value.isKnown || expressions[$0.key] != nil }) else { return nil }
        let arguments = values.flatMap { [.text($0.key), expressions[$0.key] ?? ARMExpression($0.value)] }
        return .call("createObject", arguments, access: [])
    }

    /// The names by which a member of `base` is found, outermost first; `nil` for anything else.
    private func steps(of expression: Expression) -> [String]? {
        switch expression.kind {
        case .parameter: return []
        case .property(let base, let name, _): return steps(of: base).map { $0 + [name] }
        case .index(let base, let index, _, _):
            guard case .string(let name) = index.kind else { return nil }
            return steps(of: base).map { $0 + [name] }
        default: return nil
        }
    }
}

extension ARMExpression {
    /// The keys of the inputs that are read.
    var inputKeys: Set<String> {
        guard case .call(let name, let arguments, let access) = self else { return [] }
        if name == "externalInputs", case .text(let key)? = arguments.first { return [key] }
        return (arguments + access).reduce(into: []) { $0.formUnion($1.inputKeys) }
    }
}
