public import AppModel
public import Diagnostics
internal import Documents

extension RecipeCase {
    /// Plans a module of Terraform for the example; nothing is made.
    ///
    /// - Parameters:
    ///   - module: The module.
    ///   - types: What is known of resource types.
    ///   - plan: Runs Terraform; gives what it plans, or throws `TerraformPlanFailure`.
    /// - Returns: What came of it.
    /// - Throws: What `plan` throws besides.
    public func run(
        _ module: InspectedTerraform,
        types: ResourceTypeCatalog,
        planning plan: (TerraformRun, Resource) async throws -> PlannedModule
    ) async throws -> RecipeCaseOutcome {
        let (registration, found) = module.registration(with: parameters)
        let example = example(types: types)
        let context = RecipeContext(
            resource: example.resource,
            application: example.application,
            environment: example.environment,
            connections: example.connections,
            overlay: example.overlay
        )
        let binding = TerraformBinding(
            recipe: module.recipe,
            registration: registration,
            context: context,
            types: types
        )
        let (result, problems) = found.hasErrors ? (nil, []) : binding.evaluate()
        let errors = (found + problems).filter { $0.severity == .error }
        guard errors.isEmpty, let result, let run = result.run else { return outcome(of: errors) }
        let planned: PlannedModule
        do {
            planned = try await plan(run, example.resource)
        } catch let failure as TerraformPlanFailure {
            return outcome(of: [failure.diagnostic])
        }
        var runtime = RuntimeValues()
        runtime[run.address] = ["outputs": .object(planned.outputs)]
        return outcome(
            of: MadeResult(
                objects: planned.objects.map(MadeObject.init),
                values: result.values.resolved(with: runtime),
                secrets: result.secrets.resolved(with: runtime).mapValues(\.concealed)
            )
        )
    }
}

/// Why Terraform could not plan a module.
public struct TerraformPlanFailure: Error {
    let diagnostic: Diagnostic

    /// Says why.
    public init(_ diagnostic: Diagnostic) {
        self.diagnostic = diagnostic
    }
}
