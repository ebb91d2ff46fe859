internal import Diagnostics
internal import Documents

/// The parameters of a recipe, whatever its language.
struct RecipeSignature {
    struct Parameter {
        let name: String
        /// Whether somebody must give a value.
        let isRequired: Bool
        /// Where it is declared, if that can be shown.
        let declaration: Span?
    }

    let parameters: [Parameter]

    /// Whether the recipe takes Radius' `context`; else it is a module that knows nothing of Radius.
    var takesContext: Bool { parameter(named: Recipe.contextName) != nil }

    /// A declared parameter; names are compared ignoring case, as Bicep's callers may.
    func parameter(named name: String) -> Parameter? {
        parameters.first { $0.name.equalsIgnoringASCIICase(name) }
    }
}
