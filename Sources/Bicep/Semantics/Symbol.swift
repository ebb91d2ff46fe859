/// What a name of a file stands for.
///
/// Indices count in the arrays of `BoundModule`.
enum Symbol: Hashable, Sendable {
    case parameter(Int)
    case variable(Int)
    case resource(Int)
    case module(Int)
    case function(Int)
    /// Counts in the types of the binder.
    case type(Int)
    /// An extension or the namespace `sys` or `az`.
    case namespace(String)
    /// `import * as name`; counts in the imports of the binder.
    case imports(Int)
    /// A test, an assertion, or something imported that was not found: a name that stands for no value.
    case other(String)
}

/// A name that is visible in a part of a declaration.
enum LocalSymbol: Sendable {
    /// A variable of a loop, lambda or function, by its slot.
    case slot(Int)
    /// A resource declared within the body.
    case resource(Int)
}

/// A declaration of the file with the symbol that it introduces.
struct Declaration {
    let node: SyntaxNode
    let symbol: Symbol
}

/// A place at which a declaration mentions another.
struct SymbolReference: Sendable {
    let from: Symbol
    let to: Symbol
    let range: Range<UInt32>
}
