import AppModel
import Documents
import Recipes

/// A recipe as `rad recipe show` prints it.
struct RecipePage {
    let registration: RecipeRegistration
    let parameters: [InspectedRecipe.Parameter]
    let outcome: InspectedRecipe.Outcome

    /// The registration, the parameters, and what the recipe gives.
    var text: String {
        "\(RecipeRows.table([registration]).text)\n\(parameterText)\n\(outcomeText)"
    }

    private var parameterText: String {
        guard !parameters.isEmpty else { return "No parameters available\n" }
        var table = Table("PARAMETER", "TYPE", "DEFAULT VALUE", "VALUE", "MIN", "MAX", "ALLOWED", "DESCRIPTION")
        for parameter in parameters {
            table.append(
                parameter.name,
                parameter.typeText,
                parameter.defaultText ?? "-",
                parameter.value.map(\.cell) ?? "-",
                parameter.minimum.map { "\($0)" } ?? "-",
                parameter.maximum.map { "\($0)" } ?? "-",
                parameter.allowed.isEmpty ? "-" : parameter.allowed.joined(separator: ", "),
                parameter.description ?? "-"
            )
        }
        return table.text
    }

    private var outcomeText: String {
        var table = Table("OUTPUT", "KIND", "TYPE")
        switch outcome {
        case .known(let outputs), .named(let outputs):
            guard !outputs.isEmpty else { return "No outputs available\n" }
            for output in outputs {
                table.append(output.name, output.isSecret ? "secret" : "value", output.type ?? "-")
            }
            return table.text
        case .unknown: return "What it gives depends on the resource.\n"
        }
    }

    /// The same for programs.
    var document: Value {
        var members = registration.document
        members["parameters"] = .array(parameters.map(\.document))
        switch outcome {
        case .known(let outputs), .named(let outputs):
            members["outputs"] = .array(
                outputs.map { output in
                    [
                        "name": .string(output.name),
                        "secret": .bool(output.isSecret),
                        "type": output.type.map { .string($0) } ?? .null,
                    ]
                }
            )
        case .unknown: members["outputs"] = .null
        }
        return .object(members)
    }
}

extension InspectedRecipe.Parameter {
    /// The type as templates name it: a secure one is another type there.
    fileprivate var typeText: String {
        switch (isSecure, type) {
        case (true, "string"): "securestring"
        case (true, "object"): "secureobject"
        case (_, _): type
        }
    }

    fileprivate var document: Value {
        var members: ValueObject = [
            "name": .string(name), "type": .string(typeText), "required": .bool(isRequired),
        ]
        if let defaultText { members["default"] = .string(defaultText) }
        if let value { members["value"] = value.shown }
        if let minimum { members["minimum"] = .integer(minimum) }
        if let maximum { members["maximum"] = .integer(maximum) }
        if !allowed.isEmpty { members["allowed"] = .array(allowed.map { .string($0) }) }
        if let description { members["description"] = .string(description) }
        return .object(members)
    }
}

extension Value {
    /// The value in a cell of a table: strings as they are, everything else as JSON; nothing of secrets.
    fileprivate var cell: String { shown.stringValue ?? shown.json(.compact) }

    /// The value with a stand-in for what is secret.
    fileprivate var shown: Value {
        switch self {
        case .secret: .string(Value.redactedText)
        case .null, .bool, .integer, .number, .string, .array, .object, .unknown: self
        }
    }
}
