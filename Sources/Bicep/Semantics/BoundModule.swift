public import Diagnostics

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
    /// The types that decide how a value is checked when it comes from outside.
    public indirect enum ValueType: Sendable, Equatable {
        case any
        case string
        case int
        case bool
        case object
        case array(ValueType)
        /// One of a set of literal values, from a union type.
        case literals([String])
        case nullable(ValueType)
    }

    /// A parameter: `param name type = default`.
    public struct Parameter: Sendable {
        public var name: String
        public var nameRange: Range<UInt32>
        public var type: ValueType
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
            isSecure = false
        }
    }

    /// A variable: `var name = value`.
    public struct Variable: Sendable {
        public var name: String
        public var nameRange: Range<UInt32>
        public var value: Expression
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
    }

    /// A function: `func name(parameters) type => body`.
    public struct UserFunction: Sendable {
        public var name: String
        public var nameRange: Range<UInt32>
        public var parameterSlots: [Int]
        public var body: Expression
        /// Where the function comes from if it was imported; its `body` then stands for nothing.
        public var imported: ImportedDeclaration?
    }

    /// A variable or function of another file, by its index there.
    public struct ImportedDeclaration: Sendable {
        public let module: LoadedModule
        public let index: Int
    }

    /// An extension: `extension name with { … } as alias`.
    public struct ExtensionDeclaration: Sendable {
        public var name: String
        public var alias: String
        public var configuration: Expression?
        public var range: Range<UInt32>
    }

    /// A resource: `resource symbol 'Type@version' [existing] = [if (…)] [for …] { … }`.
    ///
    /// Children declared inside a parent's body are listed on their own, with `parent` set and
    /// their type joined to the parent's.
    public struct ResourceDeclaration: Sendable {
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

        init(symbol: String, symbolRange: Range<UInt32>) {
            self.symbol = symbol
            self.symbolRange = symbolRange
            path = ""
            pathRange = symbolRange
            body = .invalid(symbolRange)
            dependencies = []
        }
    }

    /// What a declaration waits for.
    public enum Dependency: Sendable, Hashable {
        case resource(Int)
        case module(Int)
    }
}

/// A module that another one uses, shared by all declarations that name it.
public final class LoadedModule: Sendable {
    public let module: BoundModule

    /// Wraps a module.
    public init(_ module: BoundModule) {
        self.module = module
    }
}
