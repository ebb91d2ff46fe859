import AppModel
import Diagnostics
import Documents

extension Diagnostic {
    typealias Place = @Sendable (ResourceID) -> Span?

    /// Two resources ask for the same object.
    static func duplicateOutput(_ first: OutputResource, _ second: OutputResource, place: Place) -> Diagnostic {
        let owners =
            first.owner == second.owner
            ? "'\(first.owner.name)' makes it twice"
            : "'\(first.owner.name)' and '\(second.owner.name)' both make it"
        return Diagnostic(
            .error,
            "RAD6001",
            "\(first.type) '\(first.name)' is made more than once: \(owners)",
            at: place(second.owner),
            notes: [Note("the first is made for '\(first.owner.name)'", at: place(first.owner))],
            help: "give one of the two resources another name"
        )
    }

    /// Objects need each other in a circle.
    static func dependencyCycle(_ outputs: [OutputResource], place: Place) -> Diagnostic {
        let names = outputs.map { "\($0.type) '\($0.name)'" }
        let path = (names + names.prefix(1)).joined(separator: " needs ")
        return Diagnostic(
            .error,
            "RAD6002",
            "objects need each other in a circle: \(path)",
            at: outputs.first.flatMap { place($0.owner) },
            help: "remove one of the references between them"
        )
    }

    /// Something is in the place of an object, and no record says that rad made it.
    static func strangerInTheWay(_ output: OutputResource, place: Place) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD6003",
            "\(output.type) '\(output.name)' exists already, and rad has no record of having made it",
            at: place(output.owner),
            notes: [Note("its id is '\(output.id)'")],
            help:
                "move or remove the object that is there, give '\(output.owner.name)' another name, or take it over: '--adopt'"
        )
    }

    /// A secret would become readable in an object that is not made for secrets.
    static func secretOutsideSecret(_ output: OutputResource, at path: ValuePath, place: Place) -> Diagnostic {
        let error = ApplyError.secretOutsideSecret(at: path, in: output)
        return Diagnostic(.error, error.code, error.message, at: place(output.owner), help: error.help)
    }

    /// A value waits for something that this deployment does not make.
    static func valueNeverKnown(_ source: String, in output: OutputResource, place: Place) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD6005",
            "a value of \(output.type) '\(output.name)' waits for '\(source)', which nothing in this deployment makes",
            at: place(output.owner),
            help: "deploy '\(source)' together with '\(output.owner.name)', or write the value out"
        )
    }
}

extension OutputResource {
    /// Whether the object is of a kind that is made to hold secrets.
    var mayHoldSecrets: Bool {
        switch platform {
        case .kubernetes: type == "core/Secret"
        case .azure, .aws, .terraform: true
        }
    }
}
