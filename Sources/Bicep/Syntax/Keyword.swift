/// The words that mean something at certain places and are ordinary names elsewhere.
enum Keyword: String, Sendable, CaseIterable {
    case targetScope
    case metadata
    case type
    case param
    case `var`
    case `func`
    case resource
    case module
    case output
    case test
    case `import`
    case `extension`
    case assert
    case using
    case extends
    case extensionConfig
    case existing
    case `if`
    case `for`
    case `in`
    case `as`
    case with
    case from
    case none
}

extension Keyword {
    /// Whether the word begins a declaration, so that it is no expression on a line of its own.
    var beginsDeclaration: Bool {
        switch self {
        case .targetScope, .metadata, .type, .param, .var, .func, .resource, .module, .output, .test, .import,
            .extension, .assert, .using, .extends, .extensionConfig:
            true
        case .existing, .if, .for, .in, .as, .with, .from, .none:
            false
        }
    }

    private static let table = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

    /// The keyword that some bytes spell.
    ///
    /// Looks at the length and the first letter before anything else: most identifiers are no keywords.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard 2...15 ~= bytes.count, let first = bytes.first, first >= UInt8(ascii: "a") else { return nil }
        guard let keyword = Keyword.table[String(decoding: bytes, as: UTF8.self)] else { return nil }
        self = keyword
    }
}
