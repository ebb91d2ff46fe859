import Diagnostics

/// Looks for what is allowed and yet better done otherwise.
///
/// One pass over the declarations, one over the syntax and one over the bound expressions serve all rules.
/// What a rule reports stands where the compiler reports it, so that directives mean the same to both.
struct Linter {
    let binder: Binder
    let module: BoundModule
    let tree: SyntaxTree
    let settings: LinterSettings
    var types: TypeCheck
    let shapes: ConstantShapes
    /// The declarations of resources, those within others included, by their indices.
    let resourceNodes: [Int: SyntaxNode]
    private(set) var diagnostics: [Diagnostic] = []
    private let severities: [LinterRule: Diagnostic.Severity]

    /// Declarations that are mentioned where the binder does not look.
    var otherMentions: Set<Symbol> = []
    /// Whether the template is one of symbolic names.
    lazy var isSymbolic = EmissionSettings(module).isSymbolic
    /// The hosts that `no-hardcoded-env-urls` looks for.
    let hosts: HostNames
    /// The variables that are made from secrets.
    var secretVariables: Set<Int> = []
    /// The versions of types that were asked for, by the types' names in lower case.
    var knownVersions: [String: KnownVersions?] = [:]
    /// The variables whose values only the deployment tells.
    lazy var runtimeVariables = variablesWithRuntimeValues
    /// The variables whose values everybody can read.
    lazy var readableVariables = variablesThatAreReadable
    /// What the file mentions, in the order of the text.
    lazy var referencesByPlace = binder.references.sorted { $0.range.lowerBound < $1.range.lowerBound }
    /// The resources of Azure by their types, in lower case.
    lazy var resourcesByType = Dictionary(
        grouping: module.resources.indices.filter { module.resources[$0].extensionName == nil }
    ) { module.resources[$0].type.lowercased() }
    /// How many more names of resources are compared with others; beyond, nothing is said of them.
    private var nameComparisonsLeft = 250_000
    /// The parameters that decide what modules deploy, as far as somebody has asked.
    var decidingParameters: [GivenParameters: Set<String>] = [:]
    /// The types of Azure, as far as rules have asked for them.
    var azureTypes: AzureTypeIndex
    /// Variables that `no-hardcoded-location` has reported.
    var reportedLocations: Set<Int> = []

    /// What a rule has to say.
    struct Finding {
        let rule: LinterRule
        let message: String
        var help: String?
    }

    init(_ binder: Binder, _ settings: LinterSettings) {
        self.binder = binder
        module = binder.module
        tree = binder.tree
        self.settings = settings
        types = TypeCheck(binder)
        azureTypes = binder.azureTypes
        shapes = ConstantShapes(module: module)
        let looksForHosts = settings.level(of: .noHardcodedEnvironmentURLs) != .off && tree.language == .module
        hosts = looksForHosts ? HostNames(settings) : HostNames(disallowed: [], excluded: [])
        var nodes = Dictionary(binder.nestedNodes.map { ($0.index, $0.node) }, uniquingKeysWith: { first, _ in first })
        for declaration in binder.declarations {
            if case .resource(let index) = declaration.symbol { nodes[index] = declaration.node }
        }
        resourceNodes = nodes
        var severities: [LinterRule: Diagnostic.Severity] = [:]
        for rule in LinterRule.allCases {
            switch settings.level(of: rule) {
            case .off: break
            case .info: severities[rule] = .info
            case .warning: severities[rule] = .warning
            case .error: severities[rule] = .error
            }
        }
        self.severities = severities
    }

    /// What the linter finds in a file that has been bound.
    ///
    /// - Parameters:
    ///   - binder: The file.
    ///   - settings: The levels of the rules.
    /// - Returns: The findings, those of one rule in the order of the text.
    static func diagnostics(of binder: Binder, _ settings: LinterSettings) -> [Diagnostic] {
        guard settings.isEnabled else { return [] }
        var linter = Linter(binder, settings)
        if linter.severities.keys.contains(where: { $0.defaultLevel != .error }) {
            linter.lintTree()
            linter.lintExpressions()
        }
        linter.lintDeclarations()
        return linter.diagnostics
    }

    /// The resources of a type whose names are to be compared with one; none once too many were.
    mutating func comparedResources(ofType type: String) -> [Int] {
        let resources = resourcesByType[type] ?? []
        nameComparisonsLeft = max(0, nameComparisonsLeft - resources.count)
        return nameComparisonsLeft > 0 ? resources : []
    }

    /// What is mentioned in a part of the text, in its order.
    mutating func references(in range: Range<UInt32>) -> ArraySlice<SymbolReference> {
        let first = referencesByPlace.partitioningIndex { $0.range.lowerBound >= range.lowerBound }
        return referencesByPlace[first...].prefix { $0.range.lowerBound < range.upperBound }
    }

    /// Whether anything is to be reported by a rule.
    func isOn(_ rule: LinterRule) -> Bool { severities[rule] != nil }

    /// Reports a finding unless its rule is off.
    mutating func report(_ finding: Finding, at range: Range<UInt32>) {
        guard let severity = severities[finding.rule] else { return }
        diagnostics.appendOneOfFew(
            Diagnostic(severity, finding.rule.rawValue, finding.message, at: tree.span(range), help: finding.help)
        )
    }
}

// MARK: - Passes

extension Linter {
    /// Visits every node of the syntax, those of one statement after the other.
    private mutating func lintTree() {
        var pending: [(index: Int, isDescriptive: Bool)] = []
        for statement in tree.root.nodes() {
            noteMentions(outsideOfExpressionsOf: statement)
            pending.append((statement.index, false))
            while let (index, isDescriptive) = pending.popLast() {
                let stored = tree.nodes[index]
                let node = SyntaxNode(tree: tree, index: index)
                let descriptive = node.descriptiveNodes
                for element in tree.childElements(of: stored) {
                    guard let child = element.nodeIndex else { continue }
                    pending.append((child, isDescriptive || descriptive.contains(child)))
                }
                lint(node, stored.kind, in: statement, isDescriptive: isDescriptive)
            }
        }
    }

    private mutating func lint(
        _ node: SyntaxNode,
        _ kind: SyntaxKind,
        in statement: SyntaxNode,
        isDescriptive: Bool
    ) {
        switch kind {
        case .objectProperty: lintQuotedName(ofProperty: node)
        case .indexAccess: lintQuotedName(ofIndex: node)
        case .string: if !isDescriptive { lintEnvironmentURLs(in: node) }
        case .typeName: lintTypeName(node)
        case .typeProperty: lintTypeProperty(node)
        case .objectTypeProperty:
            if statement.kind == .typeAlias { lintDescription(ofProperty: node) }
        case .propertyAccess:
            if statement.kind != .parameter { lintLocationExpression(node) }
        case .functionCall:
            noteCall(node)
            lintCall(node)
        case .methodCall: lintCall(node)
        case .ternary: lintContains(node)
        case .decorators: lintMetadata(node)
        case .decorator, .parameterizedType, .qualifiedParameterizedType: noteNames(below: node)
        default: break
        }
    }

    private mutating func lintCall(_ node: SyntaxNode) {
        guard let call = builtinCall(node) else { return }
        switch call.name {
        case "json": lintJSONNull(call)
        case "reference": lintReference(call)
        default:
            if call.isListFunction { lintReference(call) }
        }
    }

    /// Visits every bound expression.
    private mutating func lintExpressions() {
        for parameter in module.parameters {
            guard let value = parameter.defaultValue else { continue }
            types.forgetLocals()
            lintInterpolation(ofValue: value)
            lint(value)
        }
        for variable in module.variables where variable.imported == nil {
            types.forgetLocals()
            lintInterpolation(ofValue: variable.value)
            lint(variable.value)
        }
        for function in module.functions where function.imported == nil { lint(function.body) }
        for resource in module.resources { lint(resource.condition, resource.loop, resource.body) }
        for declaration in module.modules { lint(declaration.condition, declaration.loop, declaration.body) }
        for assertion in module.assertions { lint(assertion.condition) }
        guard tree.language == .module else { return }
        for output in module.outputs {
            types.forgetLocals()
            lintInterpolation(ofValue: output.value)
            lint(output.value)
        }
    }

    private mutating func lint(_ condition: Expression?, _ loop: Expression.Loop?, _ body: Expression) {
        types.forgetLocals()
        loop.map { noteItems(of: $0) }
        condition.map { lint($0) }
        loop.map { lint($0.items) }
        loop?.condition.map { lint($0) }
        lint(body)
    }

    private mutating func lint(_ expression: Expression, isAsserted: Bool = false) {
        switch expression.kind {
        case .null, .bool, .integer, .string, .parameter, .variable, .resource, .module, .local, .invalid: return
        case .call(let function, let arguments):
            if function.name == "concat" { lintConcatenation(expression, arguments) }
            if function.asksForState {
                lintResourceType(of: expression, function.name, arguments)
                lintVersion(in: expression, arguments)
            }
            noteItems(of: arguments)
        case .loop(let loop): noteItems(of: loop)
        case .object(let members):
            for case .property(_, let value) in members { lintInterpolation(ofValue: value) }
        case .property(let base, let name, .strict) where !isAsserted:
            lintAccess(expression, to: name, of: base)
        case .index(let base, let index, .strict, false) where !isAsserted:
            if case .string(let name) = index.kind { lintAccess(expression, to: name, of: base) }
        case .nonNull(let base):
            lint(base, isAsserted: true)
            return
        case .interpolation, .array, .userCall, .methodCall, .property, .index, .unary, .binary, .conditional, .lambda:
            break
        }
        expression.forEachChild { lint($0) }
    }

    /// Looks at the declarations, each rule at those that it is about.
    private mutating func lintDeclarations() {
        noteSecretVariables()
        lintLimits()
        lintDescriptions()
        lintArtifactParameters()
        lintSecureParameters()
        lintDecompiledNames()
        lintOutputs()
        lintResources()
        lintModules()
        lintAssignments()
        lintUnused()
    }

    private mutating func lintResources() {
        for (index, resource) in module.resources.enumerated() {
            lintAdministrators(in: resource)
            lintDependencies(of: .resource(index), resource.body)
            lintLocation(of: resource)
            guard resource.extensionName == nil else { continue }
            lintMachineImage(of: resource)
            lintIdentifiers(of: resource)
            lintCommand(of: resource)
            lintResourceIDs(of: resource)
            lintNestedDeployment(resource, index)
            lintSecureInputs(of: resource)
            lintVersion(of: resource)
            lintScript(resource, index)
        }
        lintParents()
    }

    private mutating func lintModules() {
        for (index, declaration) in module.modules.enumerated() {
            lintDependencies(of: .module(index), declaration.body)
            lintName(of: declaration)
            lintLocations(passedTo: declaration)
            lintDecisions(passedTo: declaration)
        }
    }
}
