extension BoundModule {
    /// What the file's declarations are computed from, functions aside: only the outermost expressions.
    var expressions: [Expression] {
        var expressions = parameters.compactMap(\.defaultValue)
        for variable in variables where variable.imported == nil { expressions.append(variable.value) }
        expressions += outputs.map(\.value)
        expressions += assertions.map(\.condition)
        for resource in resources { expressions += Self.parts(resource.condition, resource.loop, resource.body) }
        for module in modules { expressions += Self.parts(module.condition, module.loop, module.body) }
        return expressions
    }

    /// What the file's functions are computed from: only the outermost expressions.
    var expressionsOfFunctions: [Expression] { functions.filter { $0.imported == nil }.map(\.body) }

    private static func parts(_ condition: Expression?, _ loop: Expression.Loop?, _ body: Expression) -> [Expression] {
        [condition, loop?.items, loop?.condition, body].compactMap(\.self)
    }
}
