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
        let find = { (expression: Expression) in
            guard case .call(let function, _) = expression.kind else { return }
            let isDirect = direct.contains(expression.range.lowerBound)
            if Self.always.contains(function.name) || (Self.indirect.contains(function.name) && !isDirect) {
                found.append(expression)
            }
        }
        for expression in module.expressions { expression.visitAll(find) }
        found.sort { $0.range.lowerBound < $1.range.lowerBound }
        calls = found.enumerated().map { ($1, "$fxv#\($0)") }
    }

    /// The calls within one expression that need a variable.
    static func calls(in expression: Expression) -> [Expression] {
        var found: [Expression] = []
        expression.visitAll { part in
            guard case .call(let function, _) = part.kind else { return }
            let isDirect = part.range == expression.range
            if always.contains(function.name) || (indirect.contains(function.name) && !isDirect) { found.append(part) }
        }
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
