import Diagnostics
import Documents

extension Binder {
    /// Binds a parameter file.
    ///
    /// Each assignment becomes a variable, which others may mention, and an output.
    mutating func bindParameterFile(loading compilation: inout Compilation) {
        declare(loading: &compilation)
        bindTypes()
        declareFunctionTypes()
        module.usingPath = usedModule
        declareBase()
        checkExtends()
        checkImportedContext()
        for declaration in declarations {
            guard case .variable(let index) = declaration.symbol else { continue }
            scopes = []
            nextSlot = 0
            enter(declaration.symbol)
            guard declaration.node.kind == .parameterAssignment else {
                bindVariable(declaration.node, index: index)
                continue
            }
            let value = bindValue(declaration.node.node(4), kind: .parameterFile)
            module.variables[index].value = value
            let variable = module.variables[index]
            module.outputs.append(
                BoundModule.Output(
                    name: variable.name,
                    nameRange: variable.nameRange,
                    type: .any,
                    isSecure: false,
                    value: value
                )
            )
        }
        bindUsingConfiguration()
        checkDecoratedTypes()
        settleValueTypes()
        reportCycles()
        checkTypes()
    }

    /// Binds what follows `with` in `using 'main.bicep' with { … }`.
    private mutating func bindUsingConfiguration() {
        guard let using = tree.root.nodes().first(where: { $0.kind == .using }) else { return }
        let clause = using.node(3)
        switch (clause?.kind, hasDeployCommands) {
        case (.withClause?, false): report(.usingWithNeedsFeature(at: span(clause?.range ?? using.range)))
        case (nil, true): report(.usingNeedsWith(at: span(using.range)))
        default: break
        }
        guard clause?.kind == .withClause, let object = clause?.node(1), object.kind == .object else { return }
        scopes = []
        nextSlot = 0
        enter(nil)
        module.usingConfiguration = bindValue(object, kind: .parameterFile)
    }

    /// The name by which a file reads what the one that it extends assigns.
    static let baseName = "base"

    /// Enters `base`, a parameter of the file that its reader gives a value.
    private mutating func declareBase() {
        guard let range = extendedFile?.range, symbols[Self.baseName] == nil else { return }
        symbols[Self.baseName] = .parameter(module.parameters.count)
        module.parameters.append(BoundModule.Parameter(name: Self.baseName, nameRange: range))
    }

    /// The path after `using`; `nil` for `using none` and where there is none.
    var usedModule: String? { usingPath?.plainString }

    /// The file that this one builds upon.
    var extendedFile: (path: String, range: Range<UInt32>)? {
        guard let path = tree.root.nodes().first(where: { $0.kind == .extends })?.node(2),
            let text = path.plainString, text.hasSuffix(".bicepparam")
        else { return nil }
        return (text, path.range)
    }

    /// Checks that one file at most is extended, and that it is a parameter file.
    mutating func checkExtends() {
        let declarations = tree.root.nodes().filter { $0.kind == .extends }
        if declarations.count > 1 {
            for declaration in declarations { report(.duplicateExtends(at: span(declaration.range))) }
        }
        for path in declarations.compactMap({ $0.node(2) }) {
            guard let text = path.plainString, !text.hasSuffix(".bicepparam") else { continue }
            report(.syntax(.expected(.extendsPath), at: span(path.range)))
        }
    }

    private var usingPath: SyntaxNode? { tree.root.nodes().first { $0.kind == .using }?.node(2) }

    /// Checks what is assigned against the parameters of the module that the file uses.
    mutating func checkAssignments(
        alreadyAssigned: ValueObject,
        _ missing: ParameterFile.Missing,
        loading compilation: inout Compilation
    ) {
        let declarations = tree.root.nodes().filter { $0.kind == .using }
        guard let using = declarations.first else {
            if tree.problems.isEmpty, extendedFile == nil { report(.usingIsMissing(at: span(0..<0))) }
            return
        }
        if declarations.count > 1 {
            for declaration in declarations { report(.duplicateUsing(at: span(declaration.range))) }
        }
        guard let path = usedModule, let range = usingPath?.range else { return }
        if path.hasSuffix(".bicepparam"), path.fileName != tree.file.path.fileName {
            return report(.usingNoModule(at: span(range)))
        }
        switch compilation.load(path, from: tree.file, at: span(range)) {
        case .success(let checked):
            // What the module takes is known all the same.
            if checked.hasErrors { report(.moduleHasErrors(path, at: span(range))) }
            let keyword = using.token(1)?.range ?? using.range
            checkAssignments(to: checked.loaded)
            switch missing {
            case .areErrors: reportMissing(of: checked.loaded.interface, alreadyAssigned: alreadyAssigned, at: keyword)
            case .areGivenElsewhere: break
            }
        case .failure(let failure):
            report(failure.diagnostic)
        }
    }

    private mutating func checkAssignments(to loaded: LoadedModule) {
        let target = loaded.interface
        var check = TypeCheck(self)
        assignedModule = loaded
        for assignment in module.outputs {
            guard let parameter = target.parameters.first(where: { $0.name == assignment.name }) else {
                let known = target.parameters.map(\.name)
                report(.unknownParameter(assignment.name, known: known, at: span(assignment.nameRange)))
                continue
            }
            check.assign(assignment.value, to: parameter, of: loaded)
        }
        // What is wrong with variables was reported before.
        let reported = Set(diagnostics.compactMap(\.span?.range))
        diagnostics.appendFew(check.diagnostics.filter { $0.span.map { !reported.contains($0.range) } ?? true })
    }

    private mutating func reportMissing(
        of target: BoundModule,
        alreadyAssigned: ValueObject,
        at range: Range<UInt32>
    ) {
        let missing = target.parameters.filter { parameter in
            parameter.defaultValue == nil && !parameter.type.isNullable && alreadyAssigned[parameter.name] == nil
                && !module.outputs.contains { $0.name == parameter.name }
        }
        if !missing.isEmpty { report(.unassignedParameters(missing.map(\.name), at: span(range))) }
    }
}

extension String {
    /// What stands after the last `/`.
    fileprivate var fileName: Substring { self[(lastIndex(of: "/").map { index(after: $0) } ?? startIndex)...] }
}
