import Diagnostics

// What the binder says of names. The codes are those of Bicep 0.46.
extension Diagnostic {
    private static func error(_ code: String, _ message: String, at span: Span, help: String? = nil) -> Diagnostic {
        Diagnostic(.error, code, message, at: span, help: help)
    }

    private static func didYouMean(_ suggestion: String?) -> String? { suggestion.map { "did you mean '\($0)'?" } }

    static func duplicateProperty(_ name: String, at span: Span) -> Diagnostic {
        error("BCP025", "the property '\(name)' is given more than once", at: span, help: "remove all but one")
    }

    static func duplicateDeclaration(_ name: String, at span: Span) -> Diagnostic {
        error("BCP028", "the name '\(name)' is declared more than once", at: span, help: "rename all but one")
    }

    static func unknownName(_ name: String, suggestion: String?, at span: Span) -> Diagnostic {
        error("BCP057", "nothing here is named '\(name)'", at: span, help: didYouMean(suggestion))
    }

    static func extensionIsNoValue(_ name: String, at span: Span) -> Diagnostic {
        error("BCP418", "the extension '\(name)' can be named only in the extensionConfigs of a module", at: span)
    }

    /// A function that templates have, and for which the language has a form of its own; `nil` for others.
    static func templateFunction(_ name: String, at span: Span) -> Diagnostic? {
        if let sign = templateOperators[name] {
            return error("BCP069", "there is no function '\(name)'", at: span, help: "use the operator '\(sign)'")
        }
        switch name {
        case "variables": return error("BCP060", "there is no function 'variables'", at: span, help: "use the name")
        case "parameters": return error("BCP061", "there is no function 'parameters'", at: span, help: "use the name")
        case "if": return error("BCP100", "there is no function 'if'", at: span, help: "write 'a ? b : c'")
        case "createArray": return error("BCP101", "there is no function 'createArray'", at: span, help: "write '[]'")
        case "createObject": return error("BCP102", "there is no function 'createObject'", at: span, help: "write '{}'")
        default: return nil
        }
    }

    private static let templateOperators = [
        "add": "+", "sub": "-", "mul": "*", "div": "/", "mod": "%", "less": "<", "lessOrEquals": "<=", "greater": ">",
        "greaterOrEquals": ">=", "equals": "==", "not": "!", "and": "&&", "or": "||", "coalesce": "??",
    ]

    static func unknownFunction(_ name: String, suggestion: String?, at span: Span) -> Diagnostic {
        guard let suggestion else { return error("BCP057", "there is no function '\(name)'", at: span) }
        return error("BCP082", "there is no function '\(name)'", at: span, help: didYouMean(suggestion))
    }

    static func notAFunction(_ name: String, at span: Span) -> Diagnostic {
        error("BCP059", "'\(name)' is not a function", at: span)
    }

    static func invalidDeclaration(_ name: String, at span: Span) -> Diagnostic {
        error("BCP062", "the declaration of '\(name)' is not valid", at: span)
    }

    static func notAValue(_ name: String, at span: Span) -> Diagnostic {
        error("BCP063", "'\(name)' is no parameter, variable, resource or module", at: span)
    }

    static func onlyInParameterDefault(_ name: String, at span: Span) -> Diagnostic {
        error(
            "BCP065",
            "'\(name)' can be called only in the default value of a parameter",
            at: span,
            help: "declare a parameter with this default and use it here"
        )
    }

    static func wrongArgumentCount(_ fewest: Int, _ most: Int?, found: Int, at span: Span) -> Diagnostic {
        let expected =
            switch most {
            case fewest: "\(fewest)"
            case let most?: "\(fewest) to \(most)"
            case nil: "at least \(fewest)"
            }
        return error("BCP071", "expected \(expected) arguments, found \(found)", at: span)
    }

    static func onlyParametersInDefault(at span: Span) -> Diagnostic {
        error("BCP072", "the default value of a parameter can mention other parameters only", at: span)
    }

    static func mentionsItself(at span: Span) -> Diagnostic {
        error("BCP079", "the declaration mentions itself", at: span)
    }

    static func cycle(_ names: [String], at span: Span) -> Diagnostic {
        error("BCP080", "the declarations depend on each other: \(names.circle)", at: span)
    }

    static func unknownFunction(
        _ name: String,
        in namespace: String,
        suggestion: String?,
        at span: Span
    ) -> Diagnostic {
        let code = suggestion == nil ? "BCP107" : "BCP108"
        return error(code, "'\(namespace)' has no function '\(name)'", at: span, help: didYouMean(suggestion))
    }

    static func duplicateTargetScope(at span: Span) -> Diagnostic {
        error("BCP112", "'targetScope' is declared more than once", at: span, help: "remove all but one")
    }

    static func duplicateOutput(_ name: String, at span: Span) -> Diagnostic {
        error("BCP145", "the output '\(name)' is declared more than once", at: span, help: "rename all but one")
    }

    static func notAResource(at span: Span) -> Diagnostic {
        error("BCP158", "only a resource has nested resources", at: span)
    }

    static func unknownChild(_ name: String, of parent: String, known: [String], at span: Span) -> Diagnostic {
        let help = known.isEmpty ? "'\(parent)' has none" : "'\(parent)' has \(known.quotedList)"
        return error("BCP159", "'\(parent)' has no nested resource '\(name)'", at: span, help: help)
    }

    static func unknownExtension(_ name: String, at span: Span) -> Diagnostic {
        let known = ["radius", "kubernetes", "aws", "az", "sys"]
        return error(
            "BCP204",
            "there is no extension '\(name)'",
            at: span,
            help: didYouMean(Diagnostics.suggestion(for: name, among: known)) ?? "rad knows \(known.quotedList)"
        )
    }

    static func shadowsFunction(_ name: String, namespace: String, at span: Span) -> Diagnostic {
        error(
            "BCP265",
            "'\(name)' is not a function, but hides one",
            at: span,
            help: "write \(namespace).\(name) for the function"
        )
    }

    static func valueIsNoType(_ name: String, at span: Span) -> Diagnostic {
        error("BCP287", "'\(name)' is a value, not a type", at: span)
    }

    static func typeIsNoValue(_ name: String, at span: Span) -> Diagnostic {
        error("BCP288", "'\(name)' is a type, not a value", at: span)
    }

    static func notAType(_ name: String, suggestion: String?, at span: Span) -> Diagnostic {
        error("BCP302", "'\(name)' is not a type", at: span, help: didYouMean(suggestion))
    }

    static func namespaceIsNoType(_ name: String, at span: Span) -> Diagnostic {
        error("BCP306", "'\(name)' is a namespace, not a type", at: span)
    }

    static func notExported(_ name: String, from path: String, at span: Span) -> Diagnostic {
        error(
            "BCP360",
            "'\(path)' does not export '\(name)'",
            at: span,
            help: "mark its declaration with @export()"
        )
    }

    static func takesNoTypeArguments(_ name: String, at span: Span) -> Diagnostic {
        error("BCP383", "the type '\(name)' takes no arguments", at: span)
    }

    static func hasNoName(at span: Span) -> Diagnostic {
        error("BCP408", "the expression has no name", at: span)
    }
}

extension [String] {
    /// How many names of a circle are shown.
    static var shownInCircle: Int { 10 }

    /// The way from a name over the others back to it; the middle of a long one is left out.
    var circle: String {
        let isLong = count > Self.shownInCircle
        return (prefix(Self.shownInCircle) + (isLong ? ["…"] : []) + prefix(1)).joined(separator: " -> ")
    }
}
