import Diagnostics

extension Binder {
    /// Checks what the names and scopes of Azure's resources must look like for their place in the hierarchy.
    mutating func checkResourceRules() {
        for resource in module.resources where resource.extensionName == nil && !resource.type.isEmpty {
            checkName(of: resource)
            checkWritten(resource)
            if resource.parent != nil, let scope = resource.body.member("scope") {
                report(.scopeOfChild(at: span(scope.range)))
            }
        }
    }

    /// What Azure gives to a resource cannot be written; of one that exists, nothing can but what tells which it is.
    private mutating func checkWritten(_ resource: BoundModule.ResourceDeclaration) {
        let identifying: Set = ["name", "parent", "scope", "dependsOn"]
        for member in resource.body.members {
            if resource.isExisting, !identifying.contains(member.name) {
                report(.propertyOfExisting(member.name, at: span(member.nameRange)))
            } else if ["id", "type", "apiVersion"].contains(member.name) {
                report(.readOnlyProperty(member.name, at: span(member.nameRange)))
            }
        }
    }

    /// A child that names its parent has one part of a name; others have one for each part of the type.
    private mutating func checkName(of resource: BoundModule.ResourceDeclaration) {
        guard let name = resource.body.member("name") else { return }
        if resource.parent != nil || resource.body.member("parent") != nil {
            if resource.parent != nil, name.writtenText.contains("/") {
                report(.nameOfChildHasParts(at: span(name.range)))
            }
            return
        }
        let expected = resource.type.utf8.count { $0 == UInt8(ascii: "/") }
        let found = name.writtenText.utf8.count { $0 == UInt8(ascii: "/") } + 1
        let isWrong: Bool
        switch name.kind {
        case .string: isWrong = expected != found
        // What stands in holes may have more.
        case .interpolation: isWrong = expected < found
        default: isWrong = false
        }
        if isWrong { report(.wrongNameParts(expected, found: found, at: span(name.range))) }
    }
}

extension Expression {
    /// What of a text is written out, without the holes.
    fileprivate var writtenText: String {
        switch kind {
        case .string(let text): return text
        case .interpolation(let segments):
            return segments.reduce(into: "") { text, segment in
                if case .text(let part) = segment { text += part }
            }
        default: return ""
        }
    }
}

extension Diagnostic {
    static func readOnlyProperty(_ name: String, at span: Span) -> Diagnostic {
        Diagnostic(.error, "BCP073", "'\(name)' can be read, not given", at: span, help: "remove it")
    }

    fileprivate static func propertyOfExisting(_ name: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "BCP173",
            "'\(name)' cannot be given to a resource that exists",
            at: span,
            help: "give what tells which resource it is: 'name', 'parent' or 'scope'"
        )
    }

    fileprivate static func scopeOfChild(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "BCP164",
            "a child resource has the scope of its parent, and none of its own",
            at: span,
            help: "remove 'scope', or declare it on the parent"
        )
    }

    fileprivate static func wrongNameParts(_ expected: Int, found: Int, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "BCP169",
            "the name has \(found) parts, and the resource type asks for \(expected)",
            at: span,
            help: "write one part for each part of the type after its namespace, with '/' between them"
        )
    }

    fileprivate static func nameOfChildHasParts(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "BCP170",
            "the name of a child resource has one part, and this contains '/'",
            at: span,
            help: "leave the parent's name out"
        )
    }

    static func spreadInBody(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "BCP401",
            "'...' cannot stand directly in the body of a resource or module",
            at: span,
            help: "use it in a property, for example in 'properties' or 'params'"
        )
    }
}
