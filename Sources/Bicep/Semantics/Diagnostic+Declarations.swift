public import Diagnostics

// What the binder says of declarations, bodies and decorators. The codes are those of Bicep 0.46.
extension Diagnostic {
    private static func error(_ code: String, _ message: String, at span: Span, help: String? = nil) -> Diagnostic {
        Diagnostic(.error, code, message, at: span, help: help)
    }

    static func integerTooLarge(at span: Span) -> Diagnostic {
        error("BCP010", "the integer is larger than \(Int64.max)", at: span)
    }

    static func invalidResourceType(_ text: String, at span: Span) -> Diagnostic {
        error(
            "BCP029",
            "'\(text)' is no resource type",
            at: span,
            help: "write it as 'Namespace/type@version'"
        )
    }

    static func notConstant(at span: Span) -> Diagnostic {
        error("BCP032", "the value must be a constant", at: span)
    }

    static func interpolatedResourceType(at span: Span) -> Diagnostic {
        error("BCP047", "a resource type cannot be interpolated", at: span)
    }

    static func unknownAzureType(
        _ type: String,
        _ version: String,
        _ versions: [String],
        _ suggestion: String?,
        at span: Span
    ) -> Diagnostic {
        Diagnostic(
            .warning,
            "BCP081",
            versions.isEmpty
                ? "the resource type '\(type)' is not known, so its body is not checked before a deployment"
                : "'\(type)' has no version '\(version)' that is known",
            at: span,
            help: suggestion.map { "did you mean '\($0)'?" }
                ?? versions.last { $0.utf8.count == 10 }.map { "the latest stable version is '\($0)'" }
                ?? (versions.isEmpty ? "correct the name, or declare the extension that provides the type" : nil)
        )
    }

    static func radiusTypeWithoutExtension(_ type: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .warning,
            "BCP081",
            "nothing is known of the resource type '\(type)'",
            at: span,
            help: "add extension radius at the top of the file"
        )
    }

    static func duplicateResourceName(_ name: String, at span: Span) -> Diagnostic {
        error("BCP121", "several resources of this type are named \(name)", at: span, help: "rename all but one")
    }

    static func duplicateModuleName(_ name: String, at span: Span) -> Diagnostic {
        error("BCP122", "several modules are named \(name)", at: span, help: "rename all but one")
    }

    static func lambdaNotAllowed(at span: Span) -> Diagnostic {
        error("BCP242", "a lambda can be nothing but the argument of a function", at: span)
    }

    static func loopNotAllowed(at span: Span) -> Diagnostic {
        error(
            "BCP138",
            "a loop is not allowed here",
            at: span,
            help: "use it as the whole value of a resource, module, variable, output or property"
        )
    }

    static func nestedPropertyLoop(at span: Span) -> Diagnostic {
        error("BCP142", "a loop of a property cannot stand in another", at: span)
    }

    static func loopUnderComputedName(at span: Span) -> Diagnostic {
        error("BCP143", "a property whose value is a loop needs a plain name", at: span)
    }

    static func directCollection(_ name: String, at span: Span) -> Diagnostic {
        error("BCP144", "'\(name)' is a collection and cannot be used as a whole here", at: span, help: "add an index")
    }

    static func invalidNestedType(_ text: String, at span: Span) -> Diagnostic {
        error(
            "BCP156",
            "'\(text)' is no type of a nested resource",
            at: span,
            help: "write the last part of the type only, with a version if it differs: 'type@version'"
        )
    }

    static func nestedInLoop(at span: Span) -> Diagnostic {
        error("BCP160", "a resource cannot be nested in a loop", at: span, help: "declare it apart, with parent")
    }

    static func parentIsNoResource(at span: Span) -> Diagnostic {
        error("BCP240", "the parent must be a resource by its symbol", at: span)
    }

    static func interpolatedType(at span: Span) -> Diagnostic {
        error("BCP293", "a type cannot be an interpolated string", at: span)
    }

    static func invalidResourceTypeIdentifier(_ text: String, at span: Span) -> Diagnostic {
        error("BCP392", "'\(text)' is no resource type", at: span, help: "write it as 'Namespace/type@version'")
    }

    static func unknownTypeQualifier(_ name: String, at span: Span) -> Diagnostic {
        error("BCP208", "no extension is named '\(name)'", at: span, help: "declare extension \(name)")
    }

    static func interpolatedExtension(at span: Span) -> Diagnostic {
        error("BCP303", "the name of an extension cannot be interpolated", at: span)
    }
}

// MARK: - Decorators

extension Diagnostic {
    static func decoratorDoesNotFit(_ name: String, _ target: Decorator.Target, at span: Span) -> Diagnostic {
        error(target.code, "'\(name)' cannot decorate \(target.text)", at: span)
    }

    static func decoratorDoesNotFitType(_ name: String, _ type: String, at span: Span) -> Diagnostic {
        error("BCP124", "'\(name)' cannot decorate something of type '\(type)'", at: span)
    }

    static func nothingDecorated(by decorator: Decorator?, at span: Span) -> Diagnostic {
        let wanted = decorator?.lonelyText ?? "declaration"
        return error(decorator?.lonelyCode ?? "BCP132", "the decorator stands before no \(wanted)", at: span)
    }

    static func decoratorIsNoFunction(_ name: String, at span: Span) -> Diagnostic {
        error("BCP141", "'\(name)' is no decorator", at: span)
    }

    static func batchTooSmall(_ size: Int64, at span: Span) -> Diagnostic {
        error("BCP154", "a batch has one item or more, found \(size)", at: span)
    }

    static func batchWithoutLoop(at span: Span) -> Diagnostic {
        error("BCP155", "'batchSize' can decorate loops only", at: span)
    }

    static func functionIsNoDecorator(_ name: String, at span: Span) -> Diagnostic {
        error("BCP152", "the function '\(name)' is no decorator", at: span)
    }

    static func duplicateDecorator(_ name: String, at span: Span) -> Diagnostic {
        error("BCP166", "the decorator '\(name)' is given more than once", at: span, help: "remove all but one")
    }

    static func nothingAllowed(at span: Span) -> Diagnostic {
        error("BCP099", "the list of allowed values is empty", at: span)
    }

    static func negativeLength(at span: Span) -> Diagnostic {
        error("BCP168", "a length cannot be negative", at: span)
    }

    static func boundsCross(
        _ least: String,
        _ leastValue: Int64,
        _ most: String,
        _ mostValue: Int64,
        at span: Span
    ) -> Diagnostic {
        error("BCP331", "'\(least)' (\(leastValue)) is greater than '\(most)' (\(mostValue))", at: span)
    }
}

// MARK: - Files

extension Diagnostic {
    /// What is wrong with the path of a file, if something is; it holds for every system that files may come to.
    static func unusablePath(_ path: String, at span: Span) -> Diagnostic? {
        let scalars = path.unicodeScalars
        let isDrive = scalars.dropFirst().first == ":" && (scalars.first?.properties.isAlphabetic ?? false)
        if path.isEmpty { return error("BCP050", "the path is empty", at: span) }
        if path.hasPrefix("/") || isDrive {
            return error("BCP051", "the path is absolute", at: span, help: "make it relative to the file")
        }
        for scalar in scalars {
            if scalar == "\\" { return error("BCP098", "the path contains '\\'", at: span, help: "use '/'") }
            if "\"*:<>?|".unicodeScalars.contains(scalar) {
                return error("BCP085", "a path cannot contain '\(scalar)'", at: span)
            }
            if scalar.value < 0x20 { return error("BCP255", "a path cannot contain control characters", at: span) }
        }
        if path.hasSuffix(" ") || path.hasSuffix(".") {
            return error("BCP086", "a path cannot end with a space or a dot", at: span)
        }
        return nil
    }

    static func unknownScheme(at span: Span) -> Diagnostic {
        error("BCP189", "the path names an unknown kind of module", at: span)
    }

    static func unusableReference(_ path: String, _ problem: ArtifactReference.Problem, at span: Span) -> Diagnostic {
        switch problem {
        case .malformed:
            error(
                "BCP193",
                "'\(path)' is no reference to a registry",
                at: span,
                help: "write 'br:REGISTRY/REPOSITORY:TAG' or 'br/ALIAS:REPOSITORY:TAG'"
            )
        case .versionMissing:
            error("BCP196", "'\(path)' has neither tag nor digest", at: span, help: "add a tag, for example ':1.0.0'")
        case .unknownAlias(let name):
            error(
                "BCP213",
                "there is no alias '\(name)' for a registry",
                at: span,
                help: "add it to moduleAliases.br in bicepconfig.json"
            )
        case .templateSpec:
            error(
                "RAD1102",
                "template specs cannot be used as modules",
                at: span,
                help: "export the template, and name the file by its path"
            )
        }
    }

    /// Whether it says that a path leads to no module, before anything is read of one.
    public var isAboutModuleReference: Bool {
        ["BCP050", "BCP051", "BCP091", "BCP098", "BCP189", "BCP190", "BCP193", "BCP196", "BCP213", "RAD1102"]
            .contains(code)
    }

    /// A module of a registry is not in the cache, be it that nobody asked for it or that it could not be fetched.
    static func artifactMissing(
        _ reference: String,
        _ problem: FileLoadError,
        entry: String,
        at span: Span
    ) -> Diagnostic {
        guard case .notRestored(let code) = problem.kind else {
            return error(
                "BCP190",
                "'\(reference)' has not been restored: \(problem.reason)",
                at: span,
                help: "rad bicep restore \(entry)"
            )
        }
        return error(
            code,
            "cannot restore '\(reference)': \(problem.reason)",
            at: span,
            help: problem.help
        )
    }

    static func unreadableFile(_ path: String, _ problem: FileLoadError, at span: Span) -> Diagnostic {
        error(problem.code, "'\(path)' cannot be read: \(problem.reason)", at: span, help: problem.help)
    }

    static func interpolatedPath(at span: Span) -> Diagnostic {
        error("BCP092", "a path cannot be interpolated", at: span)
    }

    static func moduleInYAML(_ path: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1146",
            "'\(path)' is a file in YAML, and a module is a Bicep file or a compiled template",
            at: span,
            help: "write the module in Bicep, or its resources in this file"
        )
    }

    static func moduleIsItself(at span: Span) -> Diagnostic {
        error("BCP094", "the file uses itself as a module", at: span)
    }

    static func moduleCycle(_ open: [String], _ path: String, at span: Span) -> Diagnostic {
        let circle = (open.drop { $0 != path } + [path]).joined(separator: " -> ")
        return error("BCP095", "the files use each other: \(circle)", at: span)
    }

    static func moduleHasErrors(_ path: String, at span: Span) -> Diagnostic {
        error("BCP104", "there are errors in '\(path)'", at: span)
    }
}
