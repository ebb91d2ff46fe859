import Diagnostics

// What the checker says of types that are declared. The codes are those of Bicep 0.46.
extension Diagnostic {
    private static func error(_ code: String, _ message: String, at span: Span, help: String? = nil) -> Diagnostic {
        Diagnostic(.error, code, message, at: span, help: help)
    }

    static func signedTypeIsNoLiteral(at span: Span) -> Diagnostic {
        error("BCP285", "only a literal type can have a sign", at: span)
    }

    static func unionMemberIsNoObject(at span: Span) -> Diagnostic {
        error("BCP286", "a union with a discriminator has objects only", at: span)
    }

    static func notAWholeType(at span: Span) -> Diagnostic {
        error("BCP289", "'null' is no type of its own", at: span, help: "write '?' after the type of what may be null")
    }

    static func notLiteralInUnion(at span: Span) -> Diagnostic {
        error(
            "BCP293",
            "a union has literal members only, and this type has many values",
            at: span,
            help: "use the wider type alone"
        )
    }

    static func unionOfDifferentTypes(at span: Span) -> Diagnostic {
        error("BCP294", "the members of a union must be of one type, such as string, int or bool", at: span)
    }

    static func typeNeedsItself(_ names: [String], at span: Span) -> Diagnostic {
        let help = "let one of them be null, with '?'"
        guard names.count > 1 else {
            return error("BCP298", "the type needs itself, and so has no value", at: span, help: help)
        }
        return error("BCP299", "the types need each other, and so have no value: \(names.circle)", at: span, help: help)
    }

    static func reservedTypeName(_ name: String, at span: Span) -> Diagnostic {
        error("BCP301", "'\(name)' cannot be the name of a type", at: span)
    }

    static func sealedDictionary(at span: Span) -> Diagnostic {
        error("BCP316", "a type that lists additional properties with '*' cannot be sealed", at: span)
    }

    static func discriminatorWithoutUnion(at span: Span) -> Diagnostic {
        error(
            "BCP363",
            "'discriminator' decorates unions of objects only",
            at: span,
            help: "write the members with '|'"
        )
    }

    static func noDiscriminator(_ name: String, at span: Span) -> Diagnostic {
        error("BCP364", "'\(name)' must be a literal string in each member of the union", at: span)
    }

    static func duplicateDiscriminator(_ name: String, _ value: String, at span: Span) -> Diagnostic {
        error("BCP365", "another member of the union has '\(value)' as its '\(name)', too", at: span)
    }

    static func otherDiscriminator(_ name: String, at span: Span) -> Diagnostic {
        error("BCP366", "the members of the union are told apart by '\(name)'", at: span)
    }

    static func noTuple(at span: Span) -> Diagnostic {
        error(
            "BCP388",
            "only the items of a tuple have types of their own",
            at: span,
            help: "write '[*]' for those of a list"
        )
    }

    static func noAdditionalProperties(at span: Span) -> Diagnostic {
        error("BCP389", "the type lists no additional properties", at: span)
    }

    static func noItems(at span: Span) -> Diagnostic {
        error("BCP390", "'[*]' takes the items of a list with typed items, and this is none", at: span)
    }

    static func wholeResourceType(at span: Span) -> Diagnostic {
        error(
            "BCP394",
            "a part of a resource's type can be used, not all of it",
            at: span,
            help: "name a part: '.properties'"
        )
    }

    static func membersOfNoObjectType(at span: Span) -> Diagnostic {
        error("BCP055", "only the type of an object has members", at: span)
    }
}
