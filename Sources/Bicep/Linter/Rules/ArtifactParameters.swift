/// `artifacts-parameters`: the two parameters by which a template finds the files beside it.
extension Linter {
    /// Looks at the parameters of the file, and at what modules are given for theirs.
    mutating func lintArtifactParameters() {
        guard isOn(.artifactsParameters), tree.language == .module else { return }
        let location = module.parameters.first { $0.name.lowercased() == ArtifactParameter.location.lowercased() }
        let token = module.parameters.first { $0.name.lowercased() == ArtifactParameter.token.lowercased() }
        switch (location, token) {
        case (let location?, let token?): lint(location, token)
        case (let location?, nil):
            report(.artifactParameterMissing(ArtifactParameter.token, beside: location.name), at: location.nameRange)
        case (nil, let token?):
            report(.artifactParameterMissing(ArtifactParameter.location, beside: token.name), at: token.nameRange)
        case (nil, nil): break
        }
        for declaration in module.modules { lintArtifacts(passedTo: declaration) }
    }

    private mutating func lint(_ location: BoundModule.Parameter, _ token: BoundModule.Parameter) {
        for parameter in [location, token] {
            let type = text(parameter.declaredType.range)
            if parameter.declaredType.kind.isNamed, type != "string" {
                report(.artifactParameterNoText(parameter.name), at: parameter.declaredType.range)
            }
        }
        if !token.isSecure { report(.artifactParameterPlain(token.name), at: token.declaredType.range) }
        if let value = location.defaultValue, !isAddress(value) {
            report(.artifactLocationDefault(location.name), at: value.range)
        }
        if let value = token.defaultValue, value.text != "" {
            report(.artifactTokenDefault(token.name), at: value.range)
        }
    }

    private func isAddress(_ value: Expression) -> Bool {
        if value.text?.hasPrefix("http") ?? false { return true }
        let text = text(value.range).lowercased()
        guard let start = text.firstRange(of: "deployment("),
            let end = text.firstRange(of: ").templatelink")
                ?? text.firstRange(of: ".templatelink")
        else { return false }
        return start.upperBound <= end.upperBound
    }

    private mutating func lintArtifacts(passedTo declaration: BoundModule.ModuleDeclaration) {
        for parameter in declaration.module?.interface.parameters ?? [] where parameter.name.isArtifactParameter {
            guard declaration.body.member("params")?.member(parameter.name) == nil else { continue }
            report(.artifactParameterNotGiven(parameter.name, declaration.symbol), at: declaration.symbolRange)
        }
    }
}

/// The names of the two parameters.
private enum ArtifactParameter {
    static let location = "_artifactsLocation"
    static let token = "_artifactsLocationSasToken"
}

extension String {
    fileprivate var isArtifactParameter: Bool {
        [ArtifactParameter.location.lowercased(), ArtifactParameter.token.lowercased()].contains(lowercased())
    }
}

extension DeclaredType.Kind {
    /// Whether the type is a name alone.
    fileprivate var isNamed: Bool {
        switch self {
        case .any, .string, .int, .bool, .object, .array, .reference: true
        default: false
        }
    }
}

extension Linter.Finding {
    private static func finding(_ message: String, help: String) -> Self {
        Self(rule: .artifactsParameters, message: message, help: help)
    }

    fileprivate static func artifactParameterMissing(_ missing: String, beside given: String) -> Self {
        finding("'\(given)' is a parameter, and '\(missing)' is none", help: "declare '\(missing)' as well")
    }

    fileprivate static func artifactParameterNoText(_ name: String) -> Self {
        finding("'\(name)' must be a string", help: "declare it with the type string")
    }

    fileprivate static func artifactParameterPlain(_ name: String) -> Self {
        finding("'\(name)' is a secret, and is kept in clear", help: "write @secure() above it")
    }

    fileprivate static func artifactLocationDefault(_ name: String) -> Self {
        finding(
            "the default of '\(name)' is no address",
            help: "use an address that begins with 'http', or deployment().properties.templateLink.uri"
        )
    }

    fileprivate static func artifactTokenDefault(_ name: String) -> Self {
        finding("the default of '\(name)' must be empty", help: "use '' as the default, or none")
    }

    fileprivate static func artifactParameterNotGiven(_ name: String, _ module: String) -> Self {
        finding("'\(name)' of the module '\(module)' is left to its default", help: "give it a value in 'params'")
    }
}
