public import Diagnostics
public import Documents

/// A Bicep file whose names have been bound and whose declarations have been checked.
///
/// It refers to no syntax, so that it can be evaluated many times and on any thread.
public struct BoundModule: Sendable {
    public let file: SourceFile
    public var targetScope: String = "resourceGroup"
    /// Where `targetScope` is declared; `nil` if it is not.
    public var targetScopeRange: Range<UInt32>?
    public var parameters: [Parameter] = []
    public var variables: [Variable] = []
    public var resources: [ResourceDeclaration] = []
    public var modules: [ModuleDeclaration] = []
    public var functions: [UserFunction] = []
    public var outputs: [Output] = []
    public var extensions: [ExtensionDeclaration] = []
    /// The types that the file declares and those that it imports, which have `imported` set.
    public var types: [TypeDeclaration] = []
    /// What `metadata name = value` says of the file.
    public var metadata: [MetadataDeclaration] = []
    /// What `assert name = condition` says must hold.
    public var assertions: [Assertion] = []
    /// The files that are imported as a whole: `import * as name from 'path'`.
    public var wildcardImports: [WildcardImport] = []
    /// The cloud of Azure that the configuration of the file names.
    var cloud = AzureCloud.global
    /// The experimental features that the configuration of the file turns on, by their names there.
    public var experimentalFeatures: Set<String> = []
    /// What `nameof(…)` was given, by the places of the texts that stand for the calls.
    var namesTaken: [UInt32: Expression] = [:]
    /// The template itself, if the module was read from one.
    public var compiled: Document?
    /// The path after `using` in a parameter file, as written; `nil` in a module and for `using none`.
    public var usingPath: String?
    /// How a parameter file is to be deployed, after `using 'main.bicep' with`.
    public var usingConfiguration: Expression?

    /// Creates a module without declarations.
    public init(file: SourceFile) {
        self.file = file
    }

    /// A span of this module's file.
    public func span(_ range: Range<UInt32>) -> Span {
        Span(file, Int(range.lowerBound)..<Int(range.upperBound))
    }
}

extension BoundModule {
    /// A parameter: `param name type = default`.
    public struct Parameter: Sendable {
        public var name: String
        public var nameRange: Range<UInt32>
        /// The type as far as it decides which values are taken.
        public var type: ValueType
        /// The type as it is written.
        public var declaredType: DeclaredType
        /// What all decorators say, those below included.
        public var decorators = TypeDecorators()
        public var defaultValue: Expression?
        public var isSecure: Bool
        public var allowed: [Expression]?
        public var minimumValue: Int64?
        public var maximumValue: Int64?
        public var minimumLength: Int64?
        public var maximumLength: Int64?
        public var description: String?

        init(name: String, nameRange: Range<UInt32>) {
            self.name = name
            self.nameRange = nameRange
            type = .any
            declaredType = .any(nameRange)
            isSecure = false
        }
    }

    /// A variable: `var name = value`.
    public struct Variable: Sendable {
        public var name: String
        public var nameRange: Range<UInt32>
        public var value: Expression
        /// The type in `var name type = value`, as it is written.
        public var declaredType: DeclaredType?
        public var decorators = TypeDecorators()
        /// Where the variable comes from if it was imported; its `value` then stands for nothing.
        public var imported: ImportedDeclaration?
    }

    /// An output: `output name type = value`.
    public struct Output: Sendable {
        public var name: String
        public var nameRange: Range<UInt32>
        public var type: ValueType
        public var isSecure: Bool
        public var value: Expression
        /// The type as it is written; `nil` for what a parameter file assigns.
        public var declaredType: DeclaredType?
        public var decorators = TypeDecorators()
    }

    /// A type: `type name = …`.
    public struct TypeDeclaration: Sendable {
        public var name: String
        public var nameRange: Range<UInt32>
        /// The type after `=`; of one that was imported, `any`.
        public var type: DeclaredType
        public var decorators = TypeDecorators()
        /// Where the type comes from if it was imported.
        public var imported: ImportedDeclaration?
    }

    /// A piece of metadata: `metadata name = value`.
    public struct MetadataDeclaration: Sendable {
        public var name: String
        public var nameRange: Range<UInt32>
        public var value: Expression
    }

    /// An assertion: `assert name = condition`.
    public struct Assertion: Sendable {
        public var name: String
        public var nameRange: Range<UInt32>
        public var condition: Expression
    }

    /// A parameter of a function.
    public struct FunctionParameter: Sendable {
        public var name: String
        public var nameRange: Range<UInt32>
        public var type: DeclaredType
    }

    /// A function: `func name(parameters) type => body`.
    public struct UserFunction: Sendable {
        public var name: String
        public var nameRange: Range<UInt32>
        public var parameterSlots: [Int]
        public var body: Expression
        /// The names and types of the parameters, in the order of `parameterSlots`.
        public var parameters: [FunctionParameter] = []
        /// The type that the function says it gives.
        public var result: DeclaredType?
        public var decorators = TypeDecorators()
        /// Where the function comes from if it was imported; its `body` then stands for nothing.
        public var imported: ImportedDeclaration?
        /// The namespace of a function of a compiled template that Bicep cannot write; `nil` for that of Bicep.
        var namespace: String?

        /// The name by which templates call it.
        var qualifiedName: String { namespace.map { "\($0).\(name)" } ?? name }
    }

    /// A type, variable or function of another file.
    public struct ImportedDeclaration: Sendable {
        public let module: LoadedModule
        /// The place in the array of its kind in that module.
        public let index: Int
        /// The path after `from`, as it is written.
        public var path = ""
        /// The reference to a registry that the path stands for, without aliases; `nil` for a file.
        public var artifact: String?
        /// The name under which the whole file was imported: `import * as name`.
        public var wildcard: String?
    }

    /// A file that is imported as a whole: `import * as name from 'path'`.
    public struct WildcardImport: Sendable {
        public var name: String
        /// What the file offers, by name.
        public var types: [ImportedDeclaration] = []
        public var variables: [ImportedDeclaration] = []
        public var functions: [ImportedDeclaration] = []
    }

    /// An extension: `extension name with { … } as alias`.
    public struct ExtensionDeclaration: Sendable {
        public var name: String
        public var alias: String
        public var configuration: Expression?
        public var range: Range<UInt32>
        /// Where it is found, if the configuration or the declaration says so: `br:registry/repository:version`.
        public var source: String?
    }

    /// A resource: `resource symbol 'Type@version' [existing] = [if (…)] [for …] { … }`.
    ///
    /// Children declared inside a parent's body are listed on their own, with `parent` set and
    /// their type joined to the parent's.
    public typealias ResourceDeclaration = Shared<DeclaredResource>

    /// The parts of a resource's declaration.
    public struct DeclaredResource: Sendable {
        public var symbol: String
        public var symbolRange: Range<UInt32>
        public var typeRange: Range<UInt32>
        /// The full type without its version: `Applications.Core/containers`.
        public var type: String
        public var apiVersion: String?
        /// The name of the extension that provides the type; `nil` for Azure.
        public var extensionName: String?
        public var isExisting: Bool
        public var parent: Int?
        /// Whether the parent was given by nesting, so that its condition applies as well.
        public var isNested: Bool
        public var condition: Expression?
        public var loop: Expression.Loop?
        /// An object; with `loop`, the body for one item.
        public var body: Expression
        /// Resources and modules that the body and the condition mention, and those of `dependsOn`.
        public var dependencies: [Dependency]
        /// Those of `dependencies` that are there without `dependsOn`.
        public var inferredDependencies: [Dependency] = []
        public var decorators = DeploymentDecorators()

        init(symbol: String, symbolRange: Range<UInt32>) {
            self.symbol = symbol
            self.symbolRange = symbolRange
            typeRange = symbolRange
            type = ""
            isExisting = false
            isNested = false
            body = .invalid(symbolRange)
            dependencies = []
        }
    }

    /// A module as it is used: `module symbol 'path' = [if (…)] [for …] { name, scope, params }`.
    public struct ModuleDeclaration: Sendable {
        public var symbol: String
        public var symbolRange: Range<UInt32>
        public var path: String
        public var pathRange: Range<UInt32>
        /// The module itself; `nil` if it could not be loaded, which was diagnosed.
        public var module: LoadedModule?
        public var condition: Expression?
        public var loop: Expression.Loop?
        public var body: Expression
        public var dependencies: [Dependency]
        /// Those of `dependencies` that are there without `dependsOn`.
        public var inferredDependencies: [Dependency] = []
        public var decorators = DeploymentDecorators()

        init(symbol: String, symbolRange: Range<UInt32>) {
            self.symbol = symbol
            self.symbolRange = symbolRange
            path = ""
            pathRange = symbolRange
            body = .invalid(symbolRange)
            dependencies = []
        }
    }

    /// What the decorators of a resource or module say.
    public struct DeploymentDecorators: Sendable {
        public var description: String?
        /// How many items of a loop are deployed at once: `@batchSize(n)`.
        public var batchSize: Int64?
        /// Whether what is there is left alone: `@onlyIfNotExists()`.
        public var isOnlyIfNotExists = false
        /// Whether what is not there is null: `@nullIfNotFound()`.
        public var isNullIfNotFound = false
        /// The arguments of `@retryOn(codes, count)`; empty without it.
        public var retryOn: [Expression] = []
        /// The arguments of `@waitUntil(condition, time)`; empty without it.
        public var waitUntil: [Expression] = []
    }

    /// What a declaration waits for.
    public enum Dependency: Sendable, Hashable {
        case resource(Int)
        case module(Int)
    }
}
