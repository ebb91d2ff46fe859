import Diagnostics
import Documents

/// What is named in a manifest, and how.
enum ManifestName {
    case namespace
    case type
    case version
    case capability
}

extension Diagnostic {
    static func manifestShape(_ found: Document, _ what: String, expected: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2160",
            "\(what) is \(found.value.noun), expected \(expected)",
            at: span,
            help: "write \(expected) here; docs/types.md has an example"
        )
    }

    static func severalManifests(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2160",
            "the file holds several documents, expected one manifest",
            at: span,
            help: "put each manifest in a file of its own"
        )
    }

    static func unknownManifestMember(
        _ name: String,
        allowed: [String],
        newName: String?,
        at span: Span
    ) -> Diagnostic {
        let help =
            newName.map { "write '\($0)'; manifests from before Radius 0.50 said '\(name)'" }
            ?? suggestion(for: name, among: allowed).map { "did you mean '\($0)'?" }
            ?? "the members here are \(allowed.quotedList)"
        return Diagnostic(.error, "RAD2161", "'\(name)' is no part of a manifest", at: span, help: help)
    }

    static func manifestLacks(_ name: String, of owner: String? = nil, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2162",
            "\(owner.map { "'\($0)'" } ?? "the manifest") lacks '\(name)'",
            at: span,
            help: "add '\(name)'; docs/types.md has an example"
        )
    }

    /// The sentences are those of Radius 0.60.
    static func invalidManifestName(_ text: String, _ kind: ManifestName, at span: Span) -> Diagnostic {
        let (rule, help) =
            switch kind {
            case .namespace:
                (
                    "must be a valid resource provider namespace",
                    "write two PascalCased segments separated by a '.', for example 'MyCompany.Resources'"
                )
            case .type: ("must be a valid resource type", "write it in camelCase, for example 'myResourceType'")
            case .version:
                (
                    "must be a valid API version",
                    "write a date as YYYY-MM-DD, which may end in '-preview', for example '2025-01-01'"
                )
            case .capability: ("must be a valid capability", "write it in PascalCase, for example 'MyCapability'")
            }
        return Diagnostic(.error, "RAD2163", "'\(text)' \(rule)", at: span, help: help)
    }

    static func repeatedType(_ name: String, first: Document.Member, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2177",
            "'\(name)' and '\(first.name)' are one type: capitals do not tell types apart",
            at: span,
            notes: [Note("'\(first.name)' is defined here", at: first.nameSpan)],
            help: "rename one of them, or remove it"
        )
    }

    static func unknownCapability(_ name: String, known: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2164",
            "capability \"\(name)\" is not recognized. Supported capabilities: \(known)",
            at: span,
            help: "write '\(known)', or remove it"
        )
    }

    static func unknownDefaultVersion(_ version: String, known: [String], at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2165",
            "the default API version '\(version)' is none of the type's versions",
            at: span,
            help: known.isEmpty ? "remove 'defaultApiVersion'" : "write one of \(known.quotedList)"
        )
    }

    // MARK: Schemas

    static func schemaShape(_ what: String, expected: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2166",
            "\(what) is no part of a schema like this, expected \(expected)",
            at: span,
            help: "write \(expected) here"
        )
    }

    static func emptyLimits(_ least: String, _ most: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2166",
            "'\(least)' is larger than '\(most)', so that no value fits",
            at: span,
            help: "swap the two, or remove one"
        )
    }

    static func rootIsNoObject(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2166",
            "the schema of a resource type describes its 'properties', expected 'type: object'",
            at: span,
            help: "write 'type: object', with the properties of the resource below 'properties'"
        )
    }

    static func requiredIsNoProperty(_ name: String, known: [String], at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2166",
            "'\(name)' is required but is none of the properties",
            at: span,
            help: suggestion(for: name, among: known).map { "did you mean '\($0)'?" }
                ?? "declare '\(name)' below 'properties', or remove it here"
        )
    }

    static func defaultDoesNotFit(_ found: String, expected: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2166",
            "the default is \(found), expected \(expected)",
            at: span,
            help: "write a default of the property's type"
        )
    }

    static func unsupportedKeyword(_ name: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2167",
            "\(name) is not supported",
            at: span,
            help: name == "not" || name == "discriminator"
                ? "describe what a value may be with 'type', 'properties' and 'enum'"
                : "describe one shape; properties that only some resources have are optional"
        )
    }

    static func unknownKeyword(_ name: String, known: [String], at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2168",
            "'\(name)' is no keyword of a schema",
            at: span,
            help: suggestion(for: name, among: known).map { "did you mean '\($0)'?" }
                ?? "remove it; keywords of your own begin with 'x-'"
        )
    }

    static func uncheckedKeyword(_ name: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .warning,
            "RAD2169",
            "'\(name)' is kept, but rad does not compare values with it",
            at: span,
            help: "let the recipe check it, or describe the values with 'enum', lengths and bounds"
        )
    }

    static func externalReference(_ text: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2170",
            "external $ref references are not supported, only internal references starting with '#/' are allowed",
            at: span,
            help: "copy the schema into this one, below '$defs', and refer to it as '#/$defs/<name>'"
        )
    }

    static func danglingReference(_ text: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2170",
            "'\(text)' leads to nothing in this schema",
            at: span,
            help: "references start at the schema of the API version, for example '#/$defs/<name>'"
        )
    }

    static func circularReference(_ text: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2170",
            "'\(text)' leads back to itself",
            at: span,
            help: "describe as many levels as resources need"
        )
    }

    static func deepReference(_ text: String, limit: Int, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2170",
            "'\(text)' is reached through more than \(limit) references that lead from one to the next",
            at: span,
            help: "refer to the schema that is meant, not to one that refers to it"
        )
    }

    static func schemaTooLarge(_ limit: Int, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2170",
            "the schema has more than \(limit) parts, those counted that its references lead to",
            at: span,
            help: "describe what resources need, and leave out definitions that refer to one another many times"
        )
    }

    static func unsupportedSchemaType(_ name: String, known: [String], at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2171",
            "unsupported type: \(name)",
            at: span,
            help: suggestion(for: name, among: known).map { "did you mean '\($0)'?" }
                ?? "write one of \(known.quotedList)"
        )
    }

    static func anyOutsidePlatformOptions(at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2171",
            "type `any` is allowed only for the platformOptions property",
            at: span,
            help: "name the type of the value"
        )
    }

    static func additionalPropertiesTrue(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2172",
            "additionalProperties: true is not allowed, use a schema object instead",
            at: span,
            help: "write 'additionalProperties: { type: string }', or whatever the values are"
        )
    }

    static func propertiesAndAdditional(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2172",
            "object schemas cannot have both 'properties' and 'additionalProperties' defined",
            at: span,
            help: "move the open part to a property of its own"
        )
    }

    static func additionalOutsidePlatformOptions(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2172",
            "additionalProperties may be type `any` only for the platformOptions property",
            at: span,
            help: "name the type of the values, for example 'additionalProperties: { type: string }'"
        )
    }

    static func reservedProperty(_ name: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2173",
            "property '\(name)' is reserved and cannot be used",
            at: span,
            help: "give the property another name"
        )
    }

    static func basePropertyType(_ name: String, _ expected: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2173",
            "property '\(name)' must be \(expected)",
            at: span,
            help: "remove it: every type has it without being told"
        )
    }

    static func sensitiveOfWrongType(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2174",
            "x-radius-sensitive is allowed only on properties of type string or object",
            at: span,
            help: "mark the strings that are secret, or the object around them"
        )
    }

    static func secretsBlock(_ rule: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2175",
            "'secrets' \(rule)",
            at: span,
            help: "declare it as an object whose strings are the keys, among them 'name' with 'readOnly: true'"
        )
    }
}
