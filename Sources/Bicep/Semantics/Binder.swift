import Diagnostics

/// Turns the syntax of one file into a bound module.
///
/// First all declarations are entered, so that order does not matter; then each is bound. Mistakes are
/// reported where they are found, and what they leave behind is `invalid`, which nobody reports again.
struct Binder {
    let tree: SyntaxTree
    var module: BoundModule
    var diagnostics: [Diagnostic] = []

    /// What each name of the file stands for; of several declarations of one name, the first.
    var symbols: [String: Symbol] = [:]
    var declarations: [Declaration] = []
    var imports: [WildcardImport] = []
    /// The resources declared in the body of a resource, by name.
    var nested: [Int: [String: Int]] = [:]
    /// The nodes of resources that are nested in others, in the order of their indices.
    var nestedNodes: [(node: SyntaxNode, index: Int)] = []
    /// Resources and modules that are loops.
    var collections: Set<Symbol> = []

    /// The names visible here and nowhere else, innermost last.
    var scopes: [[String: LocalSymbol]] = []
    var nextSlot = 0
    /// What is being declared.
    private(set) var declaration: Symbol?
    var place = Place()
    var references: [SymbolReference] = []
    var functionTypes: [Int: FunctionType] = [:]
    /// How many more unknown names are compared with all known ones; beyond, nobody reads the suggestions.
    var suggestionsLeft = 100
    /// Types after a sign, of which it is known later whether they are literals.
    var signedTypes: [SignedType] = []
    /// What was found out about the types of variables, once they have been checked.
    var variableTypes: TypeCheck.VariableTypes?
    /// The types of Azure, as far as the file has asked for them.
    var azureTypes = AzureTypeIndex()
    private var valueTypes = ValueTypes()
    /// What the types of resources were found to name, by their texts.
    var namedTypes: [String: NamedType] = [:]
    /// Decorators that fit only some types, which are known when all declarations are.
    var decoratedTypes: [DecoratedType] = []

    /// What expressions have been made of, as far as somebody looks for it: most files have none of it.
    var constructs: Constructs = []

    struct Constructs: OptionSet {
        let rawValue: Int

        static let lambda = Constructs(rawValue: 1)
        static let methodCall = Constructs(rawValue: 2)
        /// A call of a function that asks for what is deployed.
        static let stateCall = Constructs(rawValue: 4)
        /// A call of a function that reads a file or lists a folder.
        static let loadCall = Constructs(rawValue: 8)
    }

    /// Declarations that depend on themselves.
    var circular: Set<Symbol> = []
    /// The variables, each after those that it mentions, unless these mention it as well.
    ///
    /// Whoever looks through variables takes them in this order: so long chains of them need no deep calls.
    var variableOrder: [Int] = []
    /// Literal objects that give a property more than once, by their ranges.
    var ambiguousObjects: Set<Range<UInt32>> = []

    /// Circumstances of an expression that decide what it may be.
    struct Place {
        var kind = Kind.other
        var allowsPropertyLoops = false
        var propertyLoops = 0
        /// Loops and lambdas around.
        var loops = 0
        /// Whether the next object is the body of a resource or module.
        var isBody = false
        var isInDependsOn = false
        /// Within `properties` of a resource or `params` of a module.
        var isInProperties = false
        /// Within `extensionConfigs` of a module, the only place where extensions can be named.
        var isInExtensionConfigs = false
        /// Whether only the id, name, type or version of what stands here is read.
        var isHeaderAccess = false

        enum Kind {
            case parameterDefault
            case variable
            case output
            case body
            case function
            case parameterFile
            case other
        }
    }

    /// A type after `-` or `!`.
    struct SignedType {
        let isNot: Bool
        let operand: DeclaredType
        let range: Range<UInt32>
    }

    /// A decorator on something of a type.
    struct DecoratedType {
        let decorator: Decorator
        let range: Range<UInt32>
        let type: DeclaredType
        /// The argument of `@discriminator`.
        var discriminator: String?
    }

    /// A file imported under a name.
    struct WildcardImport {
        let name: String
        let exports: Exports
        /// The path of the file, as it is written.
        let path: String
    }

    /// The module that a parameter file assigns to, once it was read.
    var assignedModule: LoadedModule?

    /// The extensions that the configuration names, besides those that are built in.
    let configuredExtensions: Set<String>
    /// Where those extensions are found, by their names.
    let extensionSources: [String: String]

    /// What is known of the resources of extensions.
    let resourceTypes: any ResourceTypeProvider

    init(
        tree: SyntaxTree,
        extensions: Set<String> = [],
        sources: [String: String] = [:],
        resourceTypes: any ResourceTypeProvider = NoResourceTypes()
    ) {
        self.tree = tree
        self.resourceTypes = resourceTypes
        configuredExtensions = extensions
        extensionSources = sources
        module = BoundModule(file: tree.file)
        diagnostics = tree.diagnostics(upTo: [Diagnostic].keptLimit)
    }

    func span(_ range: Range<UInt32>) -> Span { tree.span(range) }

    /// What a declared type of the file comes to for values from outside, when all types are known.
    mutating func valueType(_ type: DeclaredType) -> BoundModule.ValueType { valueTypes.valueType(type, in: module) }

    mutating func report(_ diagnostic: Diagnostic) { diagnostics.appendOneOfFew(diagnostic) }
}

extension Binder {
    /// Binds a whole file.
    mutating func bindModule(loading compilation: inout Compilation) {
        declare(loading: &compilation)
        bindTypes()
        declareFunctionTypes()
        for declaration in declarations { bind(declaration, loading: &compilation) }
        for child in nestedNodes { bindResource(child.node, index: child.index) }
        bindOutputs()
        bindUnnamed()
        checkDecoratedTypes()
        checkDecoratorValues()
        settleValueTypes()
        reportCycles()
        checkExports()
        computeDependencies()
        checkModules()
        checkResourceRules()
        reportWrongParents()
        reportDuplicateNames()
        checkLoadedFiles(loading: &compilation)
        checkTypes()
    }

    private mutating func bind(_ declaration: Declaration, loading compilation: inout Compilation) {
        scopes = []
        nextSlot = 0
        enter(declaration.symbol)
        switch declaration.symbol {
        case .parameter(let index): bindParameter(declaration.node, index: index)
        case .variable(let index): bindVariable(declaration.node, index: index)
        case .resource(let index): bindResource(declaration.node, index: index)
        case .module(let index): bindModule(declaration.node, index: index, loading: &compilation)
        case .function(let index): bindFunction(declaration.node, index: index)
        case .type: break
        case .namespace(let name): bindExtension(declaration.node, alias: name)
        case .imports, .other: break
        }
    }

    /// Begins with a declaration, or with what has no name.
    mutating func enter(_ symbol: Symbol?, as kind: Place.Kind = .other) {
        declaration = symbol
        place = Place(kind: kind)
    }

    /// Runs something with a scope of its own.
    mutating func inScope<Result>(_ names: [String: LocalSymbol], _ body: (inout Binder) -> Result) -> Result {
        scopes.append(names)
        let result = body(&self)
        scopes.removeLast()
        return result
    }

    mutating func newSlot() -> Int {
        nextSlot += 1
        return nextSlot - 1
    }

    /// Runs something at another place and comes back.
    mutating func at<Result>(_ change: (inout Place) -> Void, _ body: (inout Binder) -> Result) -> Result {
        let before = place
        change(&place)
        let result = body(&self)
        place = before
        return result
    }
}
