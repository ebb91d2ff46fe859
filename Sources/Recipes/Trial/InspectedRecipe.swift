public import AppModel
public import Bicep
public import Diagnostics
public import Documents

/// A recipe that was read for its own sake: to show it, and to check its registration.
public struct InspectedRecipe: Sendable {
    /// How the recipe is registered.
    public let registration: RecipeRegistration
    /// The text, as it lies at its source.
    public let source: SourceFile
    let recipe: Recipe

    /// Reads and checks a recipe.
    ///
    /// - Parameters:
    ///   - registration: Where it is.
    ///   - files: Reads the recipe, the modules that it uses and the files that it loads.
    /// - Returns: The recipe unless it has errors, and everything that was found.
    public static func read(
        _ registration: RecipeRegistration,
        files: any FileLoader
    ) -> (recipe: InspectedRecipe?, diagnostics: [Diagnostic]) {
        switch RecipeLibrary.read(registration, files: files) {
        case .failure(let trouble): return (nil, [trouble.diagnostic])
        case .success(.terraform): return (nil, [.terraformNotShown(registration)])
        case .success(.bicep(let file)):
            let (recipe, diagnostics) = RecipeLibrary.check(file, of: registration, files: files)
            return (recipe.map { InspectedRecipe(registration: registration, source: file, recipe: $0) }, diagnostics)
        }
    }

    /// The text at the source of a recipe, whether or not it is right.
    public static func text(
        of registration: RecipeRegistration,
        files: any FileLoader
    ) -> (text: SourceFile?, diagnostics: [Diagnostic]) {
        switch RecipeLibrary.read(registration, files: files) {
        case .failure(let trouble): (nil, [trouble.diagnostic])
        case .success(.terraform): (nil, [.terraformNotShown(registration)])
        case .success(.bicep(let file)): (file, [])
        }
    }

    /// The recipe under a registration with other parameters.
    public func withParameters(_ parameters: ValueObject) -> InspectedRecipe {
        InspectedRecipe(registration: registration.withParameters(parameters), source: source, recipe: recipe)
    }
}

// MARK: - Parameters

extension InspectedRecipe {
    /// A parameter, as the recipe declares it.
    public struct Parameter: Sendable {
        public let name: String
        /// The type as Bicep writes it.
        public let type: String
        /// What the registration gives; secret if the parameter is.
        public let value: Value?
        /// The default as the recipe writes it, on one line.
        public let defaultText: String?
        public let isRequired: Bool
        public let isSecure: Bool
        /// The least value, or the least length.
        public let minimum: Int64?
        /// The greatest value, or the greatest length.
        public let maximum: Int64?
        /// The values that are allowed, if only some are.
        public let allowed: [String]
        public let description: String?
    }

    /// The parameters besides `context`, in the order of the recipe.
    public var parameters: [Parameter] {
        recipe.module.parameters.filter { $0.name != Recipe.contextName }.map { parameter in
            let value = registration.parameters[parameter.name]
            return Parameter(
                name: parameter.name,
                type: parameter.type.kindName,
                value: parameter.isSecure ? value?.concealed : value,
                defaultText: parameter.defaultValue.map { parameter.isSecure ? Value.redactedText : text(of: $0) },
                isRequired: parameter.isRequired,
                isSecure: parameter.isSecure,
                minimum: parameter.minimumValue ?? parameter.minimumLength,
                maximum: parameter.maximumValue ?? parameter.maximumLength,
                allowed: parameter.allowed.map { $0.map(text) } ?? parameter.type.texts,
                description: parameter.description ?? parameter.decorators.description
            )
        }
    }

    /// Whether the recipe takes the context of Radius, and is no module that knows nothing of it.
    public var takesContext: Bool { recipe.takesContext }

    /// The values that texts of a command line stand for, by the types of the parameters.
    ///
    /// What is given for a secure parameter becomes secret.
    public func arguments(_ given: [GivenParameter]) -> (values: ValueObject, diagnostics: [Diagnostic]) {
        var values: ValueObject = [:]
        var diagnostics: [Diagnostic] = []
        for argument in given {
            guard let parameter = recipe.parameter(named: argument.name), parameter.name != Recipe.contextName else {
                let declared = parameters.map(\.name)
                diagnostics.append(
                    .unknownRecipeParameter(argument.name, of: registration, at: argument.span, declared: declared)
                )
                continue
            }
            let value: Value
            switch argument.content {
            case .value(let given): value = given
            case .text(let text):
                // What a module is told about Radius stands in braces, whatever the parameter's type.
                let isExpression = !takesContext && text.contains("{{")
                guard let read = isExpression ? .string(text) : parameter.type.value(of: text) else {
                    let shown = parameter.isSecure ? Value.redactedText : text
                    diagnostics.append(
                        .unfitRecipeArgument(parameter.name, text: shown, expected: parameter.type.noun, registration)
                    )
                    continue
                }
                value = read
            }
            values[parameter.name] = parameter.isSecure ? value.concealed : value
        }
        return (values, diagnostics)
    }

    /// An expression as it stands in the recipe, on one line.
    private func text(of expression: Expression) -> String {
        switch expression.kind {
        case .string(let text): return text.isEmpty ? "''" : text
        case .integer(let number): return String(number)
        case .bool(let flag): return String(flag)
        case _:
            return recipe.module.span(expression.range).text.split(whereSeparator: \.isWhitespace).joined(
                separator: " "
            )
        }
    }
}

// MARK: - What it gives

extension InspectedRecipe {
    /// A value or a secret that the recipe gives.
    public struct Output: Sendable {
        public let name: String
        /// The kind of value in one word; `nil` if it is not known before the deployment.
        public let type: String?
        public let isSecret: Bool
        /// Where the recipe names it.
        let span: Span?
        let value: Value?
    }

    /// What the recipe gives to a resource, as far as can be told without one.
    public enum Outcome: Sendable {
        /// The recipe was evaluated for a made-up resource.
        case known([Output])
        /// The names are written in the recipe; what they hold depends on the resource.
        case named([Output])
        /// Even the names depend on the resource.
        case unknown
    }

    /// What the recipe gives to a resource.
    public func outcome(for example: RecipeExample, types: ResourceTypeCatalog) -> Outcome {
        let (result, _) = trial(for: example, types: types).evaluate()
        guard let result else { return written.map { .named($0) } ?? .unknown }
        let values = result.values.map { output($0.key, $0.value, isSecret: $0.value.isSecret) }
        let secrets = result.secrets.map { output($0.key, $0.value, isSecret: true) }
        return .known(values + secrets)
    }

    func trial(for example: RecipeExample, types: ResourceTypeCatalog) -> RecipeTrial {
        let given = registration.parameters
        let parameters = given.merging(recipe.plausibleParameters(besides: given))
        return RecipeTrial(
            recipe: recipe,
            registration: registration.withParameters(parameters),
            example: example,
            types: types
        )
    }

    private func output(_ name: String, _ value: Value, isSecret: Bool) -> Output {
        Output(name: name, type: value.typeName, isSecret: isSecret, span: span(ofOutput: name), value: value)
    }

    /// The names in an output `result` that is written as an object of objects, or else of the outputs.
    private var written: [Output]? {
        guard registration.outputs.isEmpty else { return nil }
        guard let result = recipe.module.outputs.first(where: { $0.name == "result" }) else {
            return recipe.module.outputs.map { output in
                let span = recipe.module.span(output.nameRange)
                return Output(name: output.name, type: nil, isSecret: output.isSecure, span: span, value: nil)
            }
        }
        guard let members = result.value.plainMembers else { return nil }
        var outputs: [Output] = []
        for member in members {
            let kind = member.name.lowercased()
            guard kind == "values" || kind == "secrets" else { continue }
            guard let inner = member.value.plainMembers else { return nil }
            outputs += inner.map {
                Output(
                    name: $0.name,
                    type: nil,
                    isSecret: kind == "secrets",
                    span: recipe.module.span($0.range),
                    value: nil
                )
            }
        }
        return outputs
    }

    private func span(ofOutput name: String) -> Span? {
        if let span = written?.first(where: { $0.name == name })?.span { return span }
        return resultSpan
    }

    /// Whether the recipe or its registration says which outputs are meant for the resource.
    var choosesOutputs: Bool {
        !registration.outputs.isEmpty || recipe.module.outputs.contains { $0.name == "result" }
    }

    /// Where the output `result` is declared; the recipe as a whole without one.
    var resultSpan: Span {
        let result = recipe.module.outputs.first { $0.name == "result" }
        return result.map { recipe.module.span($0.nameRange) } ?? Span(recipe.module.file, 0..<0)
    }
}

extension BoundModule.ValueType {
    /// The type without the values that it is made of: those are listed apart, as decorators list them.
    fileprivate var kindName: String {
        switch self {
        case .literals: "string"
        case .nullable(.literals): "string?"
        case .any, .string, .int, .bool, .object, .array, .nullable: name
        }
    }

    /// The values that the type is made of, if it is.
    fileprivate var texts: [String] {
        switch self {
        case .literals(let texts), .nullable(.literals(let texts)): texts
        case .any, .string, .int, .bool, .object, .array, .nullable: []
        }
    }
}

extension Expression {
    /// The members of an object all of whose names are plain; `nil` for anything else.
    fileprivate var plainMembers: [(name: String, range: Range<UInt32>, value: Expression)]? {
        guard case .object(let members) = kind else { return nil }
        var found: [(name: String, range: Range<UInt32>, value: Expression)] = []
        for member in members {
            guard case .property(let name, let value) = member, case .string(let text) = name.kind else { return nil }
            found.append((text, name.range, value))
        }
        return found
    }
}

extension Value {
    /// Whether the whole value is secret.
    var isSecret: Bool {
        if case .secret = self { true } else { false }
    }

    /// The kind of value in one word, whether it is secret or not; `nil` if it is not known.
    var typeName: String? {
        switch self {
        case .null: "null"
        case .bool: "bool"
        case .integer: "int"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        case .secret(let value): value.typeName
        case .unknown: nil
        }
    }
}
