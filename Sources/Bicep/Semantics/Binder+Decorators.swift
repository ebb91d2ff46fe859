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

extension Decorator {
    /// The code for what is not there to be decorated.
    var lonelyCode: String {
        switch self {
        case .description, .export: "BCP132"
        case .allowed: "BCP130"
        case .secure, .minValue, .maxValue, .minLength, .maxLength, .sealed, .discriminator, .metadata, .validate:
            "BCP292"
        case .batchSize: "BCP153"
        case .waitUntil, .retryOn, .onlyIfNotExists, .nullIfNotFound, .patch: "BCP133"
        }
    }

    /// What the decorator is for, in words.
    var lonelyText: String {
        switch self {
        case .description, .export: "declaration"
        case .allowed: "parameter"
        case .secure, .minValue, .maxValue, .minLength, .maxLength, .sealed, .discriminator, .metadata, .validate:
            "parameter, output or type"
        case .batchSize: "resource or module"
        case .waitUntil, .retryOn, .onlyIfNotExists, .nullIfNotFound, .patch: "resource"
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
                if decorator == .export, target == .property {
                    report(.exportOfNoStatement(at: span(node.range)))
                    continue
                }
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

    /// Reports decorators that stand before no declaration, and what is wrong with them.
    mutating func checkLonelyDecorators(_ node: SyntaxNode) {
        // Where something else is wrong, nobody knows what was to be decorated.
        guard !tree.hasProblem(in: node.range) else { return }
        for decorator in node.decorators {
            guard let name = decorator.decoratorName else { continue }
            guard let known = Decorator(rawValue: name.text) else {
                reportUnknownDecorator(name)
                continue
            }
            _ = bindArguments(of: known, decorator)
        }
        guard let last = node.decorators.last else { return }
        let known = last.decoratorName.flatMap { Decorator(rawValue: $0.text) }
        report(.nothingDecorated(by: known, at: span(last.range)))
    }

    private mutating func reportUnknownDecorator(_ name: SyntaxToken) {
        if BuiltinFunctions.signature(of: name.text) != nil {
            return report(.functionIsNoDecorator(name.text, at: span(name.range)))
        }
        if symbols[name.text] != nil || BuiltinFunctions.Namespace(rawValue: name.text) != nil {
            return report(.decoratorIsNoFunction(name.text, at: span(name.range)))
        }
        report(.unknownFunction(name.text, suggestion: nil, at: span(name.range)))
    }

    /// The arguments of a decorator; `nil` if they are wrong, which was reported.
    private mutating func bindArguments(of decorator: Decorator, _ node: SyntaxNode) -> [Expression]? {
        guard let expression = node.node(1), expression.kind == .functionCall || expression.kind == .methodCall else {
            if let name = node.decoratorName { report(.notAValue(name.text, at: span(name.range))) }
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
        if decorator == .waitUntil || decorator == .validate {
            return arguments.map { $0.kind == .lambda ? bindLambda($0) : bindOperand($0) }
        }
        let bound = arguments.map { checkConstant($0) }
        return bound.contains { $0 == nil } ? nil : bound.compactMap { $0 }
    }
}

extension [(Decorator, [Expression], Range<UInt32>)] {
    fileprivate func contains(_ decorator: Decorator, besides position: Int) -> Bool {
        enumerated().contains { $0 != position && $1.0 == decorator }
    }
}
