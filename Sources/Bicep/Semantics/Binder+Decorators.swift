import Diagnostics

/// The decorators of Bicep 0.46.
enum Decorator: String {
    case description, metadata, secure, allowed, minValue, maxValue, minLength, maxLength, sealed, discriminator
    case validate
    case batchSize, waitUntil, retryOn, onlyIfNotExists, nullIfNotFound, patch
    case export

    /// What can be decorated.
    enum Target {
        case metadata, parameter, variable, type, function, resource, module, output, `extension`, property
    }

    /// Whether something can carry the decorator; the code of Bicep says what it is not for.
    func fits(_ target: Target) -> Bool {
        switch self {
        case .description: target != .extension
        case .secure, .minValue, .maxValue, .minLength, .maxLength, .sealed, .discriminator, .metadata, .validate:
            target == .parameter || target == .type || target == .output || target == .property
        case .allowed: target == .parameter || target == .property
        case .batchSize: target == .resource || target == .module
        case .waitUntil, .retryOn, .onlyIfNotExists, .nullIfNotFound, .patch: target == .resource
        case .export: target == .type || target == .variable || target == .function
        }
    }

    /// The numbers of arguments.
    var argumentCount: ClosedRange<Int> {
        switch self {
        case .secure, .sealed, .onlyIfNotExists, .nullIfNotFound, .export, .patch: 0...0
        case .description, .metadata, .allowed, .minValue, .maxValue, .minLength, .maxLength, .discriminator,
            .batchSize:
            1...1
        case .waitUntil: 2...2
        case .retryOn, .validate: 1...2
        }
    }
}

extension Decorator.Target {
    /// The code for a decorator that does not fit here.
    var code: String {
        switch self {
        case .parameter: "BCP125"
        case .variable: "BCP126"
        case .resource: "BCP127"
        case .module: "BCP128"
        case .output: "BCP129"
        case .metadata: "BCP269"
        case .type, .property: "BCP297"
        case .function, .extension: "BCP152"
        }
    }

    var text: String {
        switch self {
        case .parameter: "parameters"
        case .variable: "variables"
        case .resource: "resources"
        case .module: "modules"
        case .output: "outputs"
        case .metadata: "metadata"
        case .type: "types"
        case .property: "properties of types"
        case .function: "functions"
        case .extension: "extensions"
        }
    }
}

extension Binder {
    /// Checks the decorators of a declaration; gives those that are right, with their arguments bound.
    @discardableResult
    mutating func checkDecorators(
        of node: SyntaxNode,
        on target: Decorator.Target
    ) -> [(decorator: Decorator, arguments: [Expression], range: Range<UInt32>)] {
        var found: [(Decorator, [Expression], Range<UInt32>)] = []
        for node in node.decorators {
            guard let name = node.decoratorName else { continue }
            guard let decorator = Decorator(rawValue: name.text) else {
                reportUnknownDecorator(name)
                continue
            }
            guard decorator.fits(target) else {
                report(.decoratorDoesNotFit(name.text, target, at: span(name.range)))
                continue
            }
            guard let arguments = bindArguments(of: decorator, node) else { continue }
            found.append((decorator, arguments, node.range))
        }
        for (index, item) in found.enumerated() where found.contains(item.0, besides: index) {
            report(.duplicateDecorator(item.0.rawValue, at: span(item.2)))
        }
        return found
    }

    private mutating func reportUnknownDecorator(_ name: SyntaxToken) {
        if BuiltinFunctions.signature(of: name.text) != nil {
            return report(.functionIsNoDecorator(name.text, at: span(name.range)))
        }
        report(.unknownFunction(name.text, suggestion: nil, at: span(name.range)))
    }

    /// The arguments of a decorator; `nil` if they are wrong, which was reported.
    private mutating func bindArguments(of decorator: Decorator, _ node: SyntaxNode) -> [Expression]? {
        guard let expression = node.node(1), expression.kind == .functionCall || expression.kind == .methodCall else {
            report(.decoratorNeedsParentheses(decorator.rawValue, at: span(node.range)))
            return nil
        }
        let arguments = node.decoratorArguments
        guard decorator.argumentCount.contains(arguments.count) else {
            let open = expression.token(expression.kind == .functionCall ? 1 : 3)?.range ?? node.range
            report(
                .wrongArgumentCount(
                    decorator.argumentCount.lowerBound,
                    decorator.argumentCount.upperBound,
                    found: arguments.count,
                    at: span(open.lowerBound..<node.range.upperBound)
                )
            )
            return nil
        }
        guard decorator != .waitUntil, decorator != .validate else { return [] }
        let bound = arguments.map { checkConstant($0) }
        return bound.contains { $0 == nil } ? nil : bound.compactMap { $0 }
    }

    /// Takes over what the decorators of a parameter say.
    mutating func applyDecorators(of node: SyntaxNode, toParameter index: Int) {
        let type = module.parameters[index].type
        for (decorator, arguments, range) in checkDecorators(of: node, on: .parameter) {
            guard decorator.accepts(type) else {
                report(.decoratorDoesNotFitType(decorator.rawValue, type.name, at: span(range)))
                continue
            }
            apply(decorator, arguments, toParameter: index)
        }
        let parameter = module.parameters[index]
        if let least = parameter.minimumLength, let most = parameter.maximumLength, least > most {
            report(.boundsCross("minLength", least, "maxLength", most, at: span(node.range)))
        }
        if let least = parameter.minimumValue, let most = parameter.maximumValue, least > most {
            report(.boundsCross("minValue", least, "maxValue", most, at: span(node.range)))
        }
    }

    private mutating func apply(_ decorator: Decorator, _ arguments: [Expression], toParameter index: Int) {
        switch decorator {
        case .secure: module.parameters[index].isSecure = true
        case .description:
            if case .string(let text)? = arguments.first?.kind { module.parameters[index].description = text }
        case .allowed: applyAllowed(arguments, toParameter: index)
        case .minValue: module.parameters[index].minimumValue = integer(arguments)
        case .maxValue: module.parameters[index].maximumValue = integer(arguments)
        case .minLength: module.parameters[index].minimumLength = length(arguments)
        case .maxLength: module.parameters[index].maximumLength = length(arguments)
        case .metadata, .sealed, .discriminator, .validate, .batchSize, .waitUntil, .retryOn, .onlyIfNotExists,
            .nullIfNotFound, .patch, .export:
            break
        }
    }

    private mutating func applyAllowed(_ arguments: [Expression], toParameter index: Int) {
        guard let list = arguments.first, case .array(let elements) = list.kind else {
            if let list = arguments.first {
                report(.wrongArgument("allowed", 1, expected: "an array", at: span(list.range)))
            }
            return
        }
        if elements.isEmpty { report(.nothingAllowed(at: span(list.range))) }
        module.parameters[index].allowed = elements.compactMap { element in
            if case .item(let item) = element { item } else { nil }
        }
    }

    private mutating func integer(_ arguments: [Expression]) -> Int64? {
        guard let argument = arguments.first else { return nil }
        if case .integer(let number) = argument.kind { return number }
        report(.wrongArgument("decorator", 1, expected: "an integer", at: span(argument.range)))
        return nil
    }

    private mutating func length(_ arguments: [Expression]) -> Int64? {
        guard let number = integer(arguments), let argument = arguments.first else { return nil }
        if number < 0 { report(.negativeLength(at: span(argument.range))) }
        return number
    }
}

extension Decorator {
    /// Whether values of a type can be restricted so.
    fileprivate func accepts(_ type: BoundModule.ValueType) -> Bool {
        switch (self, type) {
        case (_, .any): true
        case (_, .nullable(let inner)): accepts(inner)
        case (.secure, .string), (.secure, .object), (.secure, .literals): true
        case (.secure, _): false
        case (.minValue, .int), (.maxValue, .int): true
        case (.minValue, _), (.maxValue, _): false
        case (.minLength, .string), (.maxLength, .string), (.minLength, .array), (.maxLength, .array): true
        case (.minLength, .literals), (.maxLength, .literals): true
        case (.minLength, _), (.maxLength, _): false
        default: true
        }
    }
}

extension [(Decorator, [Expression], Range<UInt32>)] {
    fileprivate func contains(_ decorator: Decorator, besides position: Int) -> Bool {
        enumerated().contains { $0 != position && $1.0 == decorator }
    }
}
