/// The kinds of nodes of a syntax tree.
///
/// The comment beside a kind lists its children by their slots; `?` marks one that may be absent,
/// `…` any number, new lines and separators included. Where a child could not be read, a `skipped`
/// node stands in its place. `decorators` is a node with decorators and the line ends between them.
enum SyntaxKind: UInt8, Sendable {
    /// declarations, line ends and skipped lines …, end of file
    case program
    /// tokens and nodes that fit nowhere …; empty where something is missing
    case skipped
    /// line ends …
    case newLines

    // MARK: Declarations

    /// decorators and line ends …
    case decorators
    /// `@`, expression
    case decorator
    /// decorators
    case missingDeclaration
    /// decorators?, `targetScope`, `=`, value
    case targetScope
    /// decorators?, `metadata`, name, `=`, value
    case metadata
    /// decorators?, `param`, name, type, default?
    case parameter
    /// `=`, value
    case parameterDefault
    /// decorators?, `param`, name, `=`, value
    case parameterAssignment
    /// decorators?, `var`, name, type?, `=`, value
    case variable
    /// decorators?, `type`, name, `=`, type
    case typeAlias
    /// decorators?, `func`, name, typed lambda
    case function
    /// decorators?, `output`, name, type, `=`, value
    case output
    /// decorators?, `resource`, name, type, `existing`?, `=`, newLines?, value
    case resource
    /// decorators?, `module`, name, path, `=`, newLines?, value
    case module
    /// decorators?, `test`, name, path, `=`, value
    case test
    /// decorators?, `assert`, name, `=`, value
    case assert
    /// decorators?, `import`, what, from clause
    case `import`
    /// `{`, items …, `}`
    case importList
    /// name, as clause?
    case importItem
    /// `*`, as clause
    case wildcardImport
    /// `from`, path
    case fromClause
    /// `as`, name
    case asClause
    /// `with`, object
    case withClause
    /// decorators?, `extension`, specification, with clause?, as clause?
    case `extension`
    /// decorators?, `extensionConfig`, name, with clause
    case extensionConfig
    /// decorators?, `using`, path or `none`, with clause?
    case using
    /// decorators?, `extends`, path
    case extends

    // MARK: Expressions

    /// token
    case integerLiteral
    /// token
    case booleanLiteral
    /// token
    case nullLiteral
    /// string tokens with the expressions of the holes between them …
    case string
    /// name
    case variableAccess
    /// name, `(`, arguments …, `)`
    case functionCall
    /// base, `.`, name, `(`, arguments …, `)`
    case methodCall
    /// base, `.`, `?`?, name
    case propertyAccess
    /// base, `[`, `?`?, `^`?, index, `]`
    case indexAccess
    /// base, `::`, name
    case resourceAccess
    /// base, `!`
    case nonNull
    /// operator, operand
    case unary
    /// left, operator, right
    case binary
    /// condition, newLines?, `?`, value, newLines?, `:`, value
    case ternary
    /// variable or variable block, `=>`, newLines?, body
    case lambda
    /// name
    case localVariable
    /// `(`, local variables …, `)`
    case variableBlock
    /// typed variable block, type, `=>`, newLines?, body
    case typedLambda
    /// `(`, typed variables …, `)`
    case typedVariableBlock
    /// name, type
    case typedVariable
    /// `(`, expression, `)`
    case parenthesized
    /// `[`, items …, `]`
    case array
    /// `...`, expression
    case spread
    /// `{`, properties …, `}`
    case object
    /// name or string, `:`, value
    case objectProperty
    /// `[`, newLines?, `for`, variables, `in`, items, `:`, body, newLines?, `]`
    case loop
    /// `if`, condition, body
    case condition

    // MARK: Types

    /// name
    case typeName
    /// name, `<`, arguments …, `>`
    case parameterizedType
    /// base, `.`, name, `<`, arguments …, `>`
    case qualifiedParameterizedType
    /// base, `.`, name
    case typeProperty
    /// base, `.`, `*`
    case typeAdditionalProperties
    /// base, `[`, `*`, `]`
    case typeItems
    /// base, `[`, index, `]`
    case typeIndex
    /// item, `[`, `]`
    case arrayType
    /// base, `?`
    case nullableType
    /// base, `!`
    case nonNullType
    /// operator, operand
    case unaryType
    /// members, `|` and line ends …
    case unionType
    /// `{`, properties …, `}`
    case objectType
    /// decorators?, name, string or `*`, `:`, type
    case objectTypeProperty
    /// `[`, items …, `]`
    case tupleType
    /// decorators?, type
    case tupleItem
    /// `(`, type, `)`
    case parenthesizedType
    /// `resource`, string?
    case resourceType
}
