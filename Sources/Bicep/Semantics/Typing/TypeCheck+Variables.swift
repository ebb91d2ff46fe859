/// The types of variables, as far as they were checked.
struct VariableMemory {
    /// The types by index; `any` while one is being checked.
    var types: [Int: StaticType] = [:]
    /// How many variables stand behind each one, the longest way counted.
    var depths: [Int: Int] = [:]
    /// How many stand behind those that the expression at hand has mentioned.
    var mentionedDepth = 0
    /// Whether all variables are being checked, or were.
    var isComplete = false
}

extension TypeCheck {
    /// What was found out about the variables of a module, with the frames that their types refer to.
    struct VariableTypes {
        let variables: VariableMemory
        let frames: [[Int: StaticType]]
    }

    /// What further checks of the module can begin with.
    var variableTypes: VariableTypes { VariableTypes(variables: variables, frames: frames) }

    /// Checks all variables, each after those that it mentions.
    mutating func checkVariables() {
        variables.isComplete = true
        let kept = keepsTypes
        keepsTypes = false
        for index in binder.variableOrder { _ = type(ofVariable: index) }
        keepsTypes = kept
    }

    /// The type of a variable; all are checked first, if they were not.
    mutating func type(ofVariable index: Int) -> StaticType {
        if !variables.isComplete { checkVariables() }
        defer { variables.mentionedDepth = max(variables.mentionedDepth, variables.depths[index] ?? 0) }
        if let known = variables.types[index] { return known }
        // A variable that depends on itself is reported elsewhere.
        variables.types[index] = .any
        let outer = variables.mentionedDepth
        variables.mentionedDepth = 0
        let type = type(of: module.variables[index])
        variables.depths[index] = variables.mentionedDepth + 1
        if variables.mentionedDepth < Self.variableDepthLimit { variables.types[index] = type }
        variables.mentionedDepth = outer
        return variables.types[index] ?? .any
    }

    /// How many variables may stand behind each other; nothing is known of more, which would not be evaluated either.
    ///
    /// Each may wrap the type of the next, and a type within too many others cannot be taken apart.
    private static let variableDepthLimit = 200

    private mutating func type(of variable: BoundModule.Variable) -> StaticType {
        if let imported = variable.imported {
            let original = imported.module.interface.variables[imported.index]
            return original.declaredType.map { .declared($0, home: .loaded(imported.module), original.decorators) }
                ?? .any
        }
        let (wasQuiet, outer) = (isQuiet, conditions)
        (isQuiet, conditions) = (false, 0)
        defer { (isQuiet, conditions) = (wasQuiet, outer) }
        return inNewFrame { check in
            let found = variable.declaredType == nil ? check.check(variable.value) : check.checkKept(variable.value)
            guard let declared = variable.declaredType else { return found }
            if case .invalid = declared.kind { return .invalid }
            let type = StaticType.declared(declared, home: .here, variable.decorators)
            check.assign(variable.value, found, to: type)
            return type
        }
    }
}
