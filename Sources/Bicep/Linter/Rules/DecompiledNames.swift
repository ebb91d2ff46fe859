/// `decompiler-cleanup`: names that a decompiler gave, and nobody changed since.
extension Linter {
    /// Looks for `…_resource` and `…_var`.
    mutating func lintDecompiledNames() {
        for resource in module.resources where resource.extensionName == nil && resource.symbol.endsIn("_resource") {
            guard let name = resource.body.member("name"), isStringLiteral(name) else { continue }
            report(.decompiledName("resource", resource.symbol, suffix: "_resource"), at: name.range)
        }
        for variable in module.variables where variable.imported == nil && variable.name.endsIn("_var") {
            report(.decompiledName("variable", variable.name, suffix: "_var"), at: variable.nameRange)
        }
    }
}

extension String {
    /// Whether the text ends in a suffix with a letter or digit before it.
    fileprivate func endsIn(_ suffix: String) -> Bool {
        guard hasSuffix(suffix), let last = utf8.dropLast(suffix.utf8.count).last else { return false }
        return last.isIdentifierPart && last != UInt8(ascii: "_")
    }
}

extension Linter.Finding {
    fileprivate static func decompiledName(_ noun: String, _ name: String, suffix: String) -> Self {
        Self(
            rule: .decompilerCleanup,
            message: "the \(noun) '\(name)' seems to have its name from a decompiler",
            help: "rename it to '\(name.dropLast(suffix.count))', or to what it is for"
        )
    }
}
