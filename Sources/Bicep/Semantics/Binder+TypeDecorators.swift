import Diagnostics

extension Binder {
    /// What the decorators of a declaration, property or item say.
    ///
    /// Whether they fit its type is checked when all types are known.
    mutating func typeDecorators(
        of node: SyntaxNode,
        on target: Decorator.Target,
        _ type: DeclaredType?
    ) -> TypeDecorators {
        var decorators = TypeDecorators()
        decorators.hasDiscriminator = node.decorators.contains { $0.decoratorName?.text == "discriminator" }
        for (decorator, arguments, range) in checkDecorators(of: node, on: target) {
            if let type {
                var item = DecoratedType(decorator: decorator, range: range, type: type)
                if decorator == .discriminator, case .string(let key)? = arguments.first?.kind {
                    item.discriminator = key
                }
                decoratedTypes.append(item)
            }
            apply(decorator, arguments, to: &decorators)
        }
        if let least = decorators.minimumLength, let most = decorators.maximumLength, least > most {
            report(.boundsCross("minLength", least, "maxLength", most, at: span(node.range)))
        }
        if let least = decorators.minimumValue, let most = decorators.maximumValue, least > most {
            report(.boundsCross("minValue", least, "maxValue", most, at: span(node.range)))
        }
        return decorators
    }

    private mutating func apply(
        _ decorator: Decorator,
        _ arguments: [Expression],
        to decorators: inout TypeDecorators
    ) {
        switch decorator {
        case .secure: decorators.isSecure = true
        case .sealed: decorators.isSealed = true
        case .export: decorators.isExported = true
        case .description:
            decorators.descriptionValue = arguments.first
            if case .string(let text)? = arguments.first?.kind { decorators.description = text }
        case .metadata:
            decorators.metadata = arguments.first
            checkMetadata(arguments)
        case .allowed: decorators.allowed = allowed(arguments)
        case .minValue: decorators.minimumValue = integer(arguments)
        case .maxValue: decorators.maximumValue = integer(arguments)
        case .minLength: decorators.minimumLength = length(arguments)
        case .maxLength: decorators.maximumLength = length(arguments)
        case .discriminator:
            if case .string(let text)? = arguments.first?.kind { decorators.discriminator = text }
            checkText(arguments, of: "discriminator")
        case .validate: decorators.validation = arguments
        case .batchSize, .waitUntil, .retryOn, .onlyIfNotExists, .nullIfNotFound, .patch: break
        }
    }

    private mutating func checkMetadata(_ arguments: [Expression]) {
        guard let value = arguments.first else { return }
        guard case .object = value.kind else {
            return report(.wrongArgument("metadata", 1, expected: "an object", at: span(value.range)))
        }
        guard let description = value.member("description"), let literal = DeclaredType.Literal(description) else {
            return
        }
        if case .string = literal { return }
        let place = span(description.range)
        report(.wrongProperty("description", expected: "string", found: literal.text, at: place))
    }

    private mutating func checkText(_ arguments: [Expression], of decorator: String) {
        guard let value = arguments.first else { return }
        if case .string = value.kind { return }
        report(.wrongArgument(decorator, 1, expected: "a string", at: span(value.range)))
    }

    private mutating func allowed(_ arguments: [Expression]) -> [Expression]? {
        guard let list = arguments.first, case .array(let elements) = list.kind else {
            if let list = arguments.first {
                report(.wrongArgument("allowed", 1, expected: "an array", at: span(list.range)))
            }
            return nil
        }
        if elements.isEmpty { report(.nothingAllowed(at: span(list.range))) }
        return elements.compactMap { element in
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

    /// Reports decorators on what is of a type that they do not fit.
    mutating func checkDecoratedTypes() {
        for item in decoratedTypes {
            if item.decorator.restrictsTypes, item.type.isAlias {
                report(.decoratorOnAlias(item.decorator.rawValue, at: span(item.range)))
                continue
            }
            let type = valueType(item.type)
            if !item.decorator.accepts(type) {
                report(.decoratorDoesNotFitType(item.decorator.rawValue, type.name, at: span(item.range)))
            }
        }
    }

    /// What the decorators of a resource or module say.
    mutating func deploymentDecorators(
        of node: SyntaxNode,
        on target: Decorator.Target
    ) -> BoundModule.DeploymentDecorators {
        var decorators = BoundModule.DeploymentDecorators()
        for (decorator, arguments, range) in checkDecorators(of: node, on: target) {
            switch decorator {
            case .description:
                if case .string(let text)? = arguments.first?.kind { decorators.description = text }
            case .batchSize:
                decorators.batchSize = integer(arguments)
                checkBatchSize(decorators.batchSize, arguments, of: node, at: range)
            case .onlyIfNotExists: decorators.isOnlyIfNotExists = true
            case .nullIfNotFound: decorators.isNullIfNotFound = true
            case .retryOn: decorators.retryOn = arguments
            case .waitUntil: decorators.waitUntil = arguments
            case .metadata, .secure, .allowed, .minValue, .maxValue, .minLength, .maxLength, .sealed, .discriminator,
                .validate, .patch, .export:
                break
            }
        }
        return decorators
    }
}

extension Binder {
    private mutating func checkBatchSize(
        _ size: Int64?,
        _ arguments: [Expression],
        of node: SyntaxNode,
        at range: Range<UInt32>
    ) {
        let body = node.node(node.kind == .module ? 6 : 7)
        if let body, body.kind != .loop { report(.batchWithoutLoop(at: span(range))) }
        if let size, size < 1, let argument = arguments.first {
            report(.batchTooSmall(size, at: span(argument.range)))
        }
    }

    /// Checks what decorators of a parameter say against its type, when all types are known.
    mutating func checkDecoratorValues() {
        for parameter in module.parameters {
            guard let allowed = parameter.allowed else { continue }
            let type = valueType(parameter.declaredType)
            for value in allowed {
                guard let literal = DeclaredType.Literal(value), !literal.fits(type) else { continue }
                report(.wrongItem(expected: type.name, found: literal.text, at: span(value.range)))
            }
        }
    }
}

extension DeclaredType.Literal {
    /// Whether a value is of a simple type; other types are not looked into.
    fileprivate func fits(_ type: BoundModule.ValueType) -> Bool {
        switch (self, type) {
        case (_, .nullable(let inner)): fits(inner)
        case (_, .any), (_, .object), (_, .array), (_, .literals): true
        case (.string, .string), (.int, .int), (.bool, .bool): true
        case (_, .string), (_, .int), (_, .bool): false
        }
    }
}

extension DeclaredType {
    /// Whether the type is that of another declaration, or a part of it, by its name.
    fileprivate var isAlias: Bool {
        switch kind {
        case .reference: true
        case .nullable(let inner), .nonNull(let inner): inner.isAlias
        case .property(let base, _), .additionalProperties(let base), .items(let base), .item(let base, _): base.isAlias
        case .any, .null, .string, .int, .bool, .object, .array, .literal, .structure, .list, .tuple, .union,
            .resourceInput, .resourceOutput, .resource, .invalid:
            false
        }
    }
}

extension Decorator {
    /// Whether the decorator changes what a type takes, which it cannot do to one that has a name.
    fileprivate var restrictsTypes: Bool {
        switch self {
        case .secure, .minValue, .maxValue, .minLength, .maxLength, .sealed: true
        case .description, .metadata, .allowed, .discriminator, .validate, .batchSize, .waitUntil, .retryOn,
            .onlyIfNotExists, .nullIfNotFound, .patch, .export:
            false
        }
    }

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
        case (.sealed, .object), (.discriminator, .object): true
        // Members that are no objects are reported one by one.
        case (.discriminator, .literals): true
        case (.sealed, _), (.discriminator, _): false
        default: true
        }
    }
}
