internal import AppModel
internal import Diagnostics
internal import Documents

extension Diagnostic {
    /// A value that the type requires is given by nobody.
    static func missingValue(
        _ name: String,
        path: ValuePath,
        of resource: Resource,
        recipe: RecipeRegistration?
    ) -> Diagnostic {
        let giver = recipe.map { "recipe '\($0.source)'" } ?? "the definition"
        let help =
            recipe == nil
            ? "set 'properties.\(path)', or remove 'resourceProvisioning' to let a recipe provide it"
            : "add '\(name)' to 'values' of the recipe's output 'result', or set 'properties.\(path)'"
        return Diagnostic(
            .error,
            "RAD4011",
            "\(giver) gives no '\(path)' of '\(resource.name)', which '\(resource.type)' requires",
            at: resource.origin.declaration,
            help: help
        )
    }

    /// A value is of another type than the resource type says.
    static func wrongValue(
        _ path: ValuePath,
        of resource: Resource,
        found: String,
        expected: String,
        recipe: RecipeRegistration?
    ) -> Diagnostic {
        let giver = recipe.map { "recipe '\($0.source)'" } ?? "the definition"
        let span = recipe == nil ? resource.origin.span(ofProperty: path) : resource.origin.declaration
        return Diagnostic(
            .error,
            "RAD4012",
            "\(giver) gives \(found) for '\(path)' of '\(resource.name)', expected \(expected)",
            at: span,
            help: recipe == nil ? "write \(expected)" : "give \(expected) in the recipe's output 'result'"
        )
    }
}
