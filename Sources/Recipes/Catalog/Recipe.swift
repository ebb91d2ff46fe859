internal import Bicep
internal import Documents

/// A recipe that was read, parsed and checked without errors; shared by all resources that use it.
final class Recipe: Sendable {
    let module: BoundModule
    /// Reads what the recipe's `load…` functions refer to.
    let files: any FileLoader

    /// Creates a recipe from a module without errors.
    init(module: BoundModule, files: any FileLoader) {
        self.module = module
        self.files = files
    }

    /// Whether the recipe takes Radius' `context`; else it is a module that knows nothing of Radius.
    var takesContext: Bool { parameter(named: Self.contextName) != nil }

    /// The name of the parameter that receives the context.
    static let contextName = "context"

    /// A declared parameter; names are compared ignoring case, as Bicep's callers may.
    func parameter(named name: String) -> BoundModule.Parameter? {
        module.parameters.first { $0.name.equalsIgnoringASCIICase(name) }
    }
}

extension Recipe {
    /// The recipe's parameters.
    var signature: RecipeSignature {
        RecipeSignature(
            parameters: module.parameters.map { parameter in
                RecipeSignature.Parameter(
                    name: parameter.name,
                    isRequired: parameter.isRequired,
                    declaration: module.span(parameter.nameRange)
                )
            }
        )
    }
}

extension BoundModule.Parameter {
    /// Whether somebody must give a value: there is no default and the type does not allow null.
    var isRequired: Bool {
        guard defaultValue == nil else { return false }
        switch type {
        case .nullable: return false
        case .any, .string, .int, .bool, .object, .array, .literals: return true
        }
    }
}
