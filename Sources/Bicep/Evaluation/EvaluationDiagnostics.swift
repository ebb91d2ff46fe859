import Diagnostics
import Documents

// MARK: - Parameters

extension Diagnostic {
    static func missingParameter(_ name: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2800",
            "the parameter '\(name)' has no value and no default",
            at: span,
            help: "give it one: -p \(name)=value"
        )
    }

    static func undeclaredParameter(_ name: String, _ declared: [String], at span: Span) -> Diagnostic {
        let help =
            if let near = suggestion(for: name, among: declared) {
                "did you mean '\(near)'?"
            } else if declared.isEmpty {
                "the file declares no parameters"
            } else {
                "declare it with 'param \(name) string', or leave it out"
            }
        return Diagnostic(
            .error,
            "RAD2801",
            "the parameter '\(name)' was given a value, but the file does not declare it",
            at: Span(span.file, 0..<0),
            help: help
        )
    }

    static func wrongParameterType(
        _ parameter: BoundModule.Parameter,
        _ value: Value,
        at span: Span
    ) -> Diagnostic {
        let found = value.isNull ? "it is null" : "it is \(value.inMessage(isSecret: parameter.isSecure))"
        return Diagnostic(
            .error,
            "RAD2802",
            "the parameter '\(parameter.name)' must be \(parameter.type.inWords), but \(found)",
            at: span,
            help: "give it \(parameter.type.inWords)"
        )
    }

    static func valueNotAllowed(
        _ parameter: BoundModule.Parameter,
        _ value: Value,
        _ allowed: [Value],
        at span: Span
    ) -> Diagnostic {
        let choices = allowed.map { $0.inMessage(isSecret: false) }.joined(separator: ", ")
        return Diagnostic(
            .error,
            "RAD2803",
            "the parameter '\(parameter.name)' does not allow \(value.inMessage(isSecret: parameter.isSecure))",
            at: span,
            help: "use one of \(choices)"
        )
    }

    static func parameterOutOfRange(
        _ parameter: BoundModule.Parameter,
        _ number: Int64,
        at span: Span
    ) -> Diagnostic {
        let found = parameter.isSecure ? "its value is outside" : "\(number) is outside"
        return Diagnostic(
            .error,
            "RAD2804",
            "the parameter '\(parameter.name)' has a range of allowed values, and \(found)",
            at: span,
            help: "use a number \(bounds(parameter.minimumValue, parameter.maximumValue))"
        )
    }

    static func parameterLength(_ parameter: BoundModule.Parameter, _ length: Int, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2805",
            "the parameter '\(parameter.name)' has a range of allowed lengths, and \(length) is outside",
            at: span,
            help: "use a length \(bounds(parameter.minimumLength, parameter.maximumLength))"
        )
    }

    private static func bounds(_ minimum: Int64?, _ maximum: Int64?) -> String {
        switch (minimum, maximum) {
        case (let minimum?, let maximum?): "from \(minimum) to \(maximum)"
        case (let minimum?, nil): "of at least \(minimum)"
        case (nil, let maximum?): "of at most \(maximum)"
        case (nil, nil): "of any size"
        }
    }
}

// MARK: - Declarations

extension Diagnostic {
    static func evaluationInCircle(_ name: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2806",
            "the value of '\(name)' depends on itself",
            at: span,
            help: "break the circle: let one of the values not refer to the others"
        )
    }

    static func unknownCondition(_ unknown: Unknown, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2807",
            "a condition must be known before anything is deployed, but this one waits for \(unknown.waitsFor)",
            at: span,
            help: "decide by a parameter, or by what the file itself says"
        )
    }

    static func unknownLoop(_ symbol: String, _ unknown: Unknown, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2808",
            "the loop of '\(symbol)' must be known before anything is deployed, but it waits for \(unknown.waitsFor)",
            at: span,
            help: "loop over a parameter, or over what the file itself says"
        )
    }

    static func readsWhatIsNotDeployed(_ address: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2809",
            "'\(address)' is read here, but it is not deployed because its condition is false",
            at: span,
            help: "read it with '.?' and say with '??' what to use instead"
        )
    }
}

// MARK: - Limits

extension Diagnostic {
    /// Whether it says that a limit of evaluation was met.
    var isAboutLimit: Bool { code.hasPrefix("RAD284") || endsEvaluation }

    /// Whether it says that evaluation has used up what it may use.
    var endsEvaluation: Bool { code.hasPrefix("RAD115") }

    static func tooManyIterations(limit: Int, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2840",
            "all loops together have more than \(limit) iterations",
            at: span,
            help: "loop over fewer items"
        )
    }

    static func evaluationTooDeep(limit: Int, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2841",
            "expressions, functions and modules are nested more than \(limit) deep here",
            at: span,
            help: "split the expression with variables, or the chain of variables with parameters"
        )
    }

    static func tooManyResources(limit: Int, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2843",
            "the file and its modules declare more than \(limit) resources",
            at: span,
            help: "split it into several deployments"
        )
    }

    static func valueTooLarge(limit: Int, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2844",
            "this value has more than \(limit) parts",
            at: span,
            help: "build a smaller array or object"
        )
    }

    static func tooManySteps(limit: Int, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1150",
            "the evaluation of the file takes more than \(limit) steps",
            at: span,
            help: "loop over fewer or smaller items, or keep in a variable what does not change"
        )
    }

    static func tooMuchMemory(limit: Int, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1151",
            "the values of the file and its modules take more than \(limit >> 20) MiB",
            at: span,
            help: "build shorter strings and smaller arrays"
        )
    }

    static func resultTooLarge(limit: Int, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1152",
            "the resources and outputs of the file and its modules take more than \(limit >> 20) MiB",
            at: span,
            help: "split it into several deployments"
        )
    }
}

// MARK: - Expressions

extension EvaluationFault {
    static func stringTooLong(limit: Int) -> EvaluationFault {
        EvaluationFault("RAD2842", "this string is longer than \(limit) bytes", help: "build a shorter string")
    }

    static func wrongCondition(_ value: Value) -> EvaluationFault {
        EvaluationFault(
            "RAD2810",
            "a condition must be a bool, but this is \(value.kindInWords)",
            help: "compare it with something, or use 'empty(…)'"
        )
    }

    static func wrongOperand(_ unary: UnaryOperator, _ value: Value) -> EvaluationFault {
        let expected = unary == .not ? "a bool" : "an int"
        return EvaluationFault(
            "RAD2811",
            "'\(unary.rawValue)' needs \(expected), but this is \(value.kindInWords)",
            help: "use \(expected)"
        )
    }

    static func wrongOperands(_ binary: BinaryOperator, _ left: Value, _ right: Value) -> EvaluationFault {
        let isText = left.stringValue != nil || right.stringValue != nil
        return EvaluationFault(
            "RAD2811",
            "'\(binary.rawValue)' cannot be applied to \(left.kindInWords) and \(right.kindInWords)",
            help: binary == .add && isText ? "join strings by interpolation: '${a}${b}'" : binary.operandHelp
        )
    }

    static var integerOverflow: EvaluationFault {
        EvaluationFault(
            "RAD2812",
            "the result does not fit into 64 bits",
            help: "use numbers between \(Int64.min) and \(Int64.max)"
        )
    }

    static var divisionByZero: EvaluationFault {
        EvaluationFault("RAD2813", "this divides by zero", help: "check the divisor first: b == 0 ? 0 : a / b")
    }

    static func indexOutOfRange(_ index: Int64, count: Int) -> EvaluationFault {
        EvaluationFault(
            "RAD2814",
            "the index \(index) is outside of an array of \(count)",
            help: "read it with '[?\(index)]', which gives null"
        )
    }

    static func unknownProperty(_ name: String, of value: Value) -> EvaluationFault {
        let names = value.objectValue.map { Array($0.names.prefix(200)) } ?? []
        let help =
            if let near = suggestion(for: name, among: names) {
                "did you mean '\(near)'?"
            } else {
                "read it with '.?\(name)', which gives null"
            }
        return EvaluationFault("RAD2815", "the object has no property '\(name)'", help: help)
    }

    static func unknownPart(_ key: ValuePath.Step, of value: Value) -> EvaluationFault {
        switch key {
        case .member(let name): unknownProperty(name, of: value)
        case .element(let index): indexOutOfRange(Int64(index), count: value.arrayValue?.count ?? 0)
        }
    }

    static func memberOfNull(_ name: String?) -> EvaluationFault {
        EvaluationFault(
            "RAD2816",
            name.map { "'\($0)' is read of a value that is null" } ?? "an index is applied to a value that is null",
            help: name.map { "read it with '.?\($0)', which gives null" } ?? "read it with '[?…]', which gives null"
        )
    }

    static func wrongBase(_ value: Value, member name: String) -> EvaluationFault {
        EvaluationFault(
            "RAD2817",
            "'\(name)' is read of \(value.kindInWords), which has no properties",
            help: "read it of an object"
        )
    }

    static func wrongIndex(_ index: Value, of base: Value) -> EvaluationFault {
        EvaluationFault(
            "RAD2817",
            "\(base.kindInWords) cannot be indexed by \(index.kindInWords)",
            help: "index an array by an int, an object by a string"
        )
    }

    static var memberOfCollection: EvaluationFault {
        EvaluationFault(
            "RAD2817",
            "this is a collection, which has no properties of its own",
            help: "choose one of its items: [0]"
        )
    }

    static func wrongLoop(_ value: Value) -> EvaluationFault {
        EvaluationFault(
            "RAD2818",
            "a loop runs over an array, but this is \(value.kindInWords)",
            help: value.objectValue == nil ? "use an array" : "loop over 'items(…)' of the object"
        )
    }

    static func wrongSpread(_ value: Value, into container: String) -> EvaluationFault {
        EvaluationFault(
            "RAD2819",
            "\(value.kindInWords) cannot be spread into \(container)",
            help: "spread \(container)"
        )
    }

    static func wrongPropertyName(_ value: Value) -> EvaluationFault {
        EvaluationFault(
            "RAD2820",
            "the name of a property must be a string, but this is \(value.kindInWords)",
            help: "interpolate it: '${name}'"
        )
    }
}

// MARK: - Functions

extension EvaluationFault {
    static func wrongArgument(
        _ position: Int,
        of function: String,
        _ value: Value,
        expected: String
    ) -> EvaluationFault {
        let places = ["first", "second", "third", "fourth", "fifth"]
        let place = places.indices.contains(position) ? places[position] : "\(position + 1)th"
        return EvaluationFault(
            "RAD2821",
            "'\(function)' needs \(expected) as its \(place) argument, but this is \(value.kindInWords)",
            help: "give it \(expected)"
        )
    }

    static func badArgument(_ function: String, _ reason: String, help: String) -> EvaluationFault {
        EvaluationFault("RAD2822", "'\(function)' failed: \(reason)", help: help)
    }

    static func failed(_ message: String) -> EvaluationFault {
        EvaluationFault("RAD2823", "the file says: \(message)", help: "change the parameters that lead here")
    }

    static func unreadableFile(_ path: String, _ problem: FileLoadError) -> EvaluationFault {
        EvaluationFault(
            problem.code,
            "the file '\(path)' could not be read: \(problem.reason)",
            help: problem.help ?? "give its path relative to this file"
        )
    }

    static func noEnvironmentVariable(_ name: String) -> EvaluationFault {
        EvaluationFault(
            "BCP427",
            "the environment variable '\(name)' is not set",
            help: "set it, or give a default: readEnvironmentVariable('\(name)', '…')"
        )
    }
}

// MARK: - Words

extension Unknown {
    /// What it waits for, for a message.
    fileprivate var waitsFor: String {
        sources.isEmpty ? "'\(expression)'" : sources.map { "'\($0)'" }.joined(separator: ", ")
    }
}

extension BinaryOperator {
    fileprivate var operandHelp: String {
        switch self {
        case .add, .subtract, .multiply, .divide, .modulo: "use two ints"
        case .less, .lessOrEqual, .greater, .greaterOrEqual: "compare two ints or two strings"
        case .and, .or: "use two bools"
        case .equalIgnoringCase, .notEqualIgnoringCase: "compare two strings"
        case .equal, .notEqual, .coalesce: "use other values"
        }
    }
}

extension Value {
    /// The value, for a message, if it is short and no secret.
    fileprivate func inMessage(isSecret: Bool) -> String {
        guard !isSecret, !self.isSecret else { return "this secret value" }
        return switch self {
        case .string(let text): text.utf8.count <= 80 ? "'\(text)'" : "this string"
        case .integer(let number): "\(number)"
        case .bool(let flag): "\(flag)"
        case .null, .number, .array, .object, .secret, .unknown: kindInWords
        }
    }
}
