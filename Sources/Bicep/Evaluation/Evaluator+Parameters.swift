import Diagnostics
public import Documents

extension Evaluator {
    /// The value of a parameter after all checks; null for one with a default means the default.
    mutating func computeParameter(_ index: Int) -> Value {
        let parameter = scope.module.parameters[index]
        let given = scope.given[index]
        if let given, !given.value.isNull || parameter.defaultValue == nil {
            let place = given.span ?? scope.span(parameter.nameRange)
            return checked(given.value, parameter, at: place).concealed(if: parameter.isSecure)
        }
        if let expression = parameter.defaultValue {
            let value = evaluateWhole(expression)
            return checked(value, parameter, at: scope.span(expression.range)).concealed(if: parameter.isSecure)
        }
        if parameter.type.allowsNull { return .null.concealed(if: parameter.isSecure) }
        run.report(.missingParameter(parameter.name, at: scope.span(parameter.nameRange)))
        return .invalid
    }

    private mutating func checked(_ value: Value, _ parameter: BoundModule.Parameter, at place: Span) -> Value {
        guard let fitting = parameter.type.accepting(value) ?? tolerated(value, parameter, at: place) else {
            return .invalid
        }
        let bare = fitting.revealed
        guard !bare.isUnknown, !bare.isNull else { return fitting }
        if let allowed = parameter.allowed {
            let choices = allowed.map { evaluate($0).revealed }
            if !choices.allows(bare), !tolerate(.valueNotAllowed(parameter, fitting, choices, at: place)) {
                return .invalid
            }
        }
        guard inRange(bare, parameter, at: place) else { return .invalid }
        return fitting
    }

    /// Reports a value that a parameter does not allow; `true` if it is to be passed on nevertheless.
    private func tolerate(_ diagnostic: Diagnostic) -> Bool {
        let isTolerated = scope.isInner && scope.context.moduleConstraints == .reported
        run.report(isTolerated ? diagnostic.asWarning : diagnostic)
        return isTolerated
    }

    /// A value of the wrong type, which is reported; `nil` unless only a literal differs and that is to be passed on.
    private func tolerated(_ value: Value, _ parameter: BoundModule.Parameter, at place: Span) -> Value? {
        let problem = Diagnostic.wrongParameterType(parameter, value, at: place)
        guard let fitting = parameter.type.withoutLiterals.accepting(value) else {
            run.report(problem)
            return nil
        }
        return tolerate(problem) ? fitting : nil
    }

    private func inRange(_ value: Value, _ parameter: BoundModule.Parameter, at place: Span) -> Bool {
        if let number = value.integerValue {
            let minimum = parameter.minimumValue ?? .min
            let maximum = parameter.maximumValue ?? .max
            guard minimum <= maximum, minimum...maximum ~= number else {
                return tolerate(.parameterOutOfRange(parameter, number, at: place))
            }
        }
        if let length = value.lengthForParameter {
            let minimum = parameter.minimumLength ?? 0
            let maximum = parameter.maximumLength ?? .max
            guard minimum <= maximum, minimum...maximum ~= Int64(length) else {
                return tolerate(.parameterLength(parameter, length, at: place))
            }
        }
        return true
    }
}

extension [Value] {
    /// Whether a value is among the allowed ones; an array is if each of its elements is.
    fileprivate func allows(_ value: Value) -> Bool {
        if contains(where: { $0.equals(value) }) { return true }
        guard case .array(let elements) = value else { return false }
        return elements.allSatisfy { element in contains { $0.equals(element.revealed) } }
    }
}

extension Value {
    /// What `@minLength` and `@maxLength` count: the UTF-16 units of a string, the elements of an array.
    fileprivate var lengthForParameter: Int? {
        switch self {
        case .string(let text): text.utf16.count
        case .array(let elements): elements.count
        case .null, .bool, .integer, .number, .object, .secret, .unknown: nil
        }
    }
}

extension Diagnostic {
    /// The same as a warning.
    fileprivate var asWarning: Diagnostic { Diagnostic(.warning, code, message, at: span, notes: notes, help: help) }
}

extension BoundModule.ValueType {
    /// The type with the kind of its literals in their place.
    fileprivate var withoutLiterals: BoundModule.ValueType {
        switch self {
        case .literals: .string
        case .array(let item): .array(item.withoutLiterals)
        case .nullable(let type): .nullable(type.withoutLiterals)
        case .any, .string, .int, .bool, .object: self
        }
    }

    /// Whether null is a value of the type.
    var allowsNull: Bool {
        switch self {
        case .any, .nullable: true
        case .string, .int, .bool, .object, .array, .literals: false
        }
    }

    /// The value as one of this type; `nil` if it is none.
    ///
    /// What is not known yet is taken on trust. A number without a fraction is an int.
    func accepting(_ value: Value) -> Value? {
        switch value {
        case .unknown: return value
        case .secret(let hidden): return accepting(hidden)?.concealed
        case .null: return value.only(if: allowsNull)
        case .bool, .integer, .number, .string, .array, .object: break
        }
        switch (self, value) {
        case (.any, _), (.string, .string), (.bool, .bool), (.object, .object), (.int, .integer): return value
        case (.int, .number(let number)): return Int64(exactly: number).map(Value.integer)
        case (.nullable(let type), _): return type.accepting(value)
        case (.literals(let choices), .string(let text)): return value.only(if: choices.contains(text))
        case (.literals(let choices), .integer(let number)): return value.only(if: choices.contains("\(number)"))
        case (.literals(let choices), .bool(let flag)): return value.only(if: choices.contains("\(flag)"))
        case (.array(.any), .array): return value
        case (.array(let type), .array(let elements)):
            var fitting: [Value] = []
            fitting.reserveCapacity(elements.count)
            for element in elements {
                guard let value = type.accepting(element) else { return nil }
                fitting.append(value)
            }
            return .array(fitting)
        case (.string, _), (.int, _), (.bool, _), (.object, _), (.array, _), (.literals, _): return nil
        }
    }

    /// The type in the words of the language, with its article.
    var inWords: String {
        switch self {
        case .any: "any value"
        case .string: "a string"
        case .int: "an int"
        case .bool: "a bool"
        case .object: "an object"
        case .array(.any): "an array"
        case .array(let element): "an array whose elements are each \(element.inWords)"
        case .literals(let choices): "one of " + choices.map { "'\($0)'" }.joined(separator: ", ")
        case .nullable(let type): type.inWords + " or null"
        }
    }

    /// The value of this type that a text on the command line stands for; a text that is none stays a string.
    ///
    /// Arrays and objects are written as JSON.
    ///
    /// - Parameter text: What was written after `name=`.
    /// - Returns: The value, which evaluation checks against the type.
    public func value(fromText text: String) -> Value {
        switch self {
        case .string, .literals: .string(text)
        case .int: Int64(text).map(Value.integer) ?? .string(text)
        case .bool: ["true": true, "false": false][text.lowercased()].map(Value.bool) ?? .string(text)
        case .object, .array: (try? LenientJSON.value(of: text)) ?? .string(text)
        case .nullable(let type): text == "null" ? .null : type.value(fromText: text)
        case .any:
            switch try? LenientJSON.value(of: text) {
            case .some(let value) where value.stringValue == nil: value
            case .some, .none: .string(text)
            }
        }
    }
}
