public import AppModel
internal import Bicep
public import Diagnostics
internal import Documents

extension InspectedRecipe {
    /// Everything that can be said against a registration before any resource uses it.
    ///
    /// The recipe is evaluated for a made-up resource of the type. What a real one might make different is a warning;
    /// errors are only what no resource can mend.
    ///
    /// - Parameters:
    ///   - environment: The environment that the recipe is registered in.
    ///   - types: What is known of resource types.
    /// - Returns: What was found.
    public func check(in environment: Environment, types: ResourceTypeCatalog) -> [Diagnostic] {
        var diagnostics = parameterDiagnostics
        guard !diagnostics.hasErrors else { return diagnostics }
        guard types[registration.type] != nil else {
            return diagnostics + [.recipeForUnknownType(registration, known: types.types.map(\.description))]
        }
        let example = RecipeExample(of: registration.type, in: environment, types: types)
        let found = trial(for: example, types: types).evaluate().diagnostics
        diagnostics += found.filter(isAlwaysWrong).map(\.withoutUse)
        guard !diagnostics.hasErrors else { return diagnostics }
        switch outcome(for: example, types: types) {
        case .known(let outputs), .named(let outputs):
            diagnostics += OutcomeCheck(recipe: self, outputs: outputs, types: types).diagnostics
        case .unknown: diagnostics.append(.outcomeDependsOnResource(registration, at: resultSpan))
        }
        return diagnostics
    }

    /// Whether no resource can make right what evaluation found: the registration's parameters, the form of `result`.
    private func isAlwaysWrong(_ diagnostic: Diagnostic) -> Bool {
        guard diagnostic.severity == .error else { return false }
        if Self.codesOfForm.contains(diagnostic.code) { return true }
        return recipe.module.parameters.contains { parameter in
            guard let given = registration.parameters[parameter.name] else { return false }
            // What an expression comes to depends on the resource.
            let isExpression = !takesContext && given.revealed.json(.compact).contains("{{")
            return !isExpression && recipe.module.span(parameter.nameRange) == diagnostic.span
        }
    }

    private static let codesOfForm: Set<String> = [
        Diagnostic.badRecipeResultCode, Diagnostic.unsupportedRecipeExtensionCode, Diagnostic.unknownRecipeOutputCode,
    ]

    private var parameterDiagnostics: [Diagnostic] {
        let declared = parameters
        let unknown = registration.parameters.filter { name, _ in
            !declared.contains { $0.name.equalsIgnoringASCIICase(name) }
        }
        let path = registration.path.appending("parameters")
        let missing = declared.filter { $0.isRequired && registration.parameters[$0.name] == nil }
        return unknown.map { name, _ in
            .unknownRecipeParameter(
                name,
                of: registration,
                at: registration.origin.span(ofProperty: path.appending(name)),
                declared: declared.map(\.name)
            )
        } + missing.map { .parameterLeftToResources($0.name, of: registration) }
    }
}

/// Compares what a recipe gives with what its resource type is made of.
private struct OutcomeCheck {
    let recipe: InspectedRecipe
    let outputs: [InspectedRecipe.Output]
    let types: ResourceTypeCatalog
    private(set) var diagnostics: [Diagnostic] = []

    init(recipe: InspectedRecipe, outputs: [InspectedRecipe.Output], types: ResourceTypeCatalog) {
        self.recipe = recipe
        self.outputs = outputs
        self.types = types
        for output in outputs where !output.isSecret && output.looksSecret {
            diagnostics.append(.secretInValues(output.name, of: recipe.registration, at: output.span))
        }
        let type = recipe.registration.type
        if let schema = ResourceSchema.portable(type) {
            checkPortable(schema)
        } else if type.isDynamic, let schema = types[type]?.properties {
            checkDynamic(schema)
        }
    }

    private mutating func reportUnknown(_ output: InspectedRecipe.Output, known: [String]) {
        // A module that passes on all of its outputs was not written for the type.
        guard recipe.choosesOutputs else { return }
        // What should not be there in clear is said of it, and that is enough.
        guard output.isSecret || !output.looksSecret else { return }
        diagnostics.append(.valueNobodyKnows(output, of: recipe.registration, known: known))
    }

    private func gives(_ name: String, isSecret: Bool) -> Bool {
        outputs.contains { $0.isSecret == isSecret && $0.name == name && $0.value?.isNull != true }
    }

    // MARK: Types whose values Radius knows

    private mutating func checkPortable(_ schema: ResourceSchema) {
        for field in schema.values where field.isRequired && !gives(field.name, isSecret: false) {
            diagnostics.append(.requiredValueNotGiven(field.name, by: recipe.registration, at: recipe.resultSpan))
        }
        for output in outputs {
            let fields = output.isSecret ? schema.secrets : schema.values
            guard let field = fields.first(where: { $0.name == output.name }) else {
                // One that is on the wrong side is not unknown.
                let others = output.isSecret ? schema.values : schema.secrets
                guard !others.contains(where: { $0.name == output.name }) else { continue }
                let properties = output.isSecret ? [] : Self.ownNames(of: types[recipe.registration.type])
                guard !properties.contains(output.name) else { continue }
                reportUnknown(output, known: fields.map(\.name))
                continue
            }
            guard let value = output.value, let found = field.shape.mismatch(value), !value.isNull else { continue }
            diagnostics.append(
                .valueOfWrongKind(output, found: found, expected: field.shape.words, by: recipe.registration)
            )
        }
    }

    // MARK: Types that have a schema

    private mutating func checkDynamic(_ schema: ObjectSchema) {
        for property in schema.properties where property.isReadOnly && !Self.isSystemName(property.name) {
            guard !gives(property.name, isSecret: false), !gives(property.name, isSecret: true) else { continue }
            diagnostics.append(.readOnlyValueNotGiven(property.name, by: recipe.registration, at: recipe.resultSpan))
        }
        for name in schema.secretNames where !gives(name, isSecret: true) {
            diagnostics.append(.secretNotGiven(name, by: recipe.registration, at: recipe.resultSpan))
        }
        for output in outputs where !output.isSecret {
            guard let property = schema[output.name] else {
                guard schema.additional == nil else { continue }
                reportUnknown(output, known: schema.properties.map(\.name).filter { !Self.isSystemName($0) })
                continue
            }
            guard let value = output.value, value.isKnown, !value.isNull,
                !property.type.takesKind(of: value.revealed)
            else { continue }
            diagnostics.append(
                .valueOfOtherKind(
                    output,
                    found: value.revealed.noun,
                    expected: property.type.noun,
                    of: recipe.registration
                )
            )
        }
    }

    /// The properties of a type besides those that every type has.
    private static func ownNames(of schema: ResourceTypeSchema?) -> [String] {
        (schema?.properties.properties ?? []).map(\.name).filter { !isSystemName($0) && !isRecipeName($0) }
    }

    private static func isRecipeName(_ name: String) -> Bool {
        ["recipe", "resourceProvisioning", "resources"].contains(name)
    }

    private static func isSystemName(_ name: String) -> Bool {
        ["application", "environment", "status", "connections", "codeReference", "secrets", "provisioningState"]
            .contains { $0.equalsIgnoringASCIICase(name) }
    }
}

extension Diagnostic {
    /// The diagnostic without the note that names the resource, which is made up.
    fileprivate var withoutUse: Diagnostic {
        Diagnostic(severity, code, message, at: span, notes: notes.dropLast(), help: help)
    }
}

extension ObjectSchema {
    /// The keys that a type says its Secret has, besides the name of the Secret.
    fileprivate var secretNames: [String] {
        guard case .object(let secrets)? = self["secrets"]?.type else { return [] }
        return secrets.properties.filter { $0.isReadOnly && $0.name != "name" }.map(\.name)
    }
}

extension InspectedRecipe.Output {
    /// Whether the value is called like a secret and is none.
    fileprivate var looksSecret: Bool { SecretName.isOne(name) }
}
