import Documents

/// The variables that a template keeps the content of loaded files in.
///
/// A text that is a variable's whole value needs none; nor can functions read variables.
struct LoadedVariables {
    /// The calls with the names of their variables, in the order of the text.
    let calls: [(call: Expression, name: String)]

    private static let always: Set<String> = ["loadJsonContent", "loadYamlContent", "loadDirectoryFileInfo"]
    private static let indirect: Set<String> = ["loadTextContent", "loadFileAsBase64"]

    /// The names by the places of the calls.
    var names: [UInt32: String] {
        Dictionary(calls.map { ($0.call.range.lowerBound, $0.name) }, uniquingKeysWith: { first, _ in first })
    }

    init(_ module: BoundModule) {
        let direct = Set(module.variables.filter { $0.imported == nil }.map(\.value.range.lowerBound))
        var found: [Expression] = []
        module.forEachExpression(besidesFunctions: true) { expression in
            guard case .call(let function, _) = expression.kind else { return }
            let isDirect = direct.contains(expression.range.lowerBound)
            if Self.always.contains(function.name) || (Self.indirect.contains(function.name) && !isDirect) {
                found.append(expression)
            }
        }
        found.sort { $0.range.lowerBound < $1.range.lowerBound }
        calls = found.enumerated().map { ($1, "$fxv#\($0)") }
    }

    /// The calls within one expression that need a variable.
    static func calls(in expression: Expression) -> [Expression] {
        var found: [Expression] = []
        func walk(_ part: Expression) {
            if case .call(let function, _) = part.kind {
                let isDirect = part.range == expression.range
                if always.contains(function.name) || (indirect.contains(function.name) && !isDirect) {
                    found.append(part)
                }
            }
            part.forEachPart(walk)
        }
        walk(expression)
        return found
    }

    /// Whether a function gives the content of a file.
    static func isLoading(_ name: String) -> Bool { always.contains(name) || indirect.contains(name) }
}

extension TemplateEmitter {
    /// The content of a file that a call loads.
    func loaded(_ call: Expression) -> Value {
        var context = EvaluationContext()
        context.files = run.files
        let scope = ModuleScope(
            module: module,
            context: context,
            place: AzurePlace(targetScope: module.targetScope, in: context.azure),
            given: [ModuleScope.GivenValue?](repeating: nil, count: module.parameters.count)
        )
        var evaluator = Evaluator(scope: scope, run: run.loading)
        let reported = run.loading.diagnostics.count
        let value = evaluator.evaluate(call)
        run.loading.diagnostics[reported...].forEach { run.report($0) }
        return value
    }
}

extension BoundModule {
    /// Calls something with every expression of the module, those within others included.
    func forEachExpression(besidesFunctions: Bool, _ visit: (Expression) -> Void) {
        func walk(_ expression: Expression) {
            visit(expression)
            expression.forEachPart(walk)
        }
        for parameter in parameters { parameter.defaultValue.map(walk) }
        for variable in variables where variable.imported == nil { walk(variable.value) }
        if !besidesFunctions { functions.forEach { walk($0.body) } }
        for output in outputs { walk(output.value) }
        for assertion in assertions { walk(assertion.condition) }
        for resource in resources {
            [resource.condition, resource.loop?.items, resource.loop?.condition, resource.body].forEach { $0.map(walk) }
        }
        for module in modules {
            [module.condition, module.loop?.items, module.loop?.condition, module.body].forEach { $0.map(walk) }
        }
    }
}
