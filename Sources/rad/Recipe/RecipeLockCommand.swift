import ArgumentParser
import Diagnostics
import Documents
import Recipes

/// Locks the recipes and modules that a definition uses.
struct RecipeLockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lock",
        abstract: "Allow the recipes and modules that a definition uses, as they are now.",
        discussion: """
            Writes each of them into 'rad.lock', with its digest, the parameters that it takes and the objects that it \
            makes of an example. From then on 'rad deploy' and 'rad plan' refuse what the file does not allow, and say \
            what has changed. The file is looked for beside the definition and in the folders around it, up to that of \
            the project; without one it begins beside the definition. Put it under version control.

            What is in the file already stays as it is; 'rad recipe update' accepts a change.

            EXAMPLES
              rad recipe lock app.bicep

              For each environment that the application goes to:
                rad recipe lock app.bicep -e dev
                rad recipe lock app.bicep -e prod
            """
    )

    @OptionGroup var definition: DefinitionOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let request = try await DeploymentRequest(definition, lock: .collecting)
        Terminal.standardError.write(request.warnings)
        var file = try LockFile(near: definition.file)
        let types = try await request.session.types()
        let recipes = try file.entries(for: request.recipes, types: types)
        var report = LockReport(path: file.path)
        var refused: [Diagnostic] = []
        for recipe in recipes {
            switch file.lock.verdict(on: recipe) {
            case .allowed: report.add(recipe, .unchanged)
            case .absent:
                file.put(recipe)
                report.add(recipe, .new)
            case .changed: refused += file.lock.check([recipe], file: file.path, locking: "")
            }
        }
        for module in request.modules {
            guard file.lock.allows(module) == nil else {
                refused += file.lock.check([module], file: file.path, locking: "")
                report.add(module, .unchanged)
                continue
            }
            file.put(module)
            report.add(module, .new)
        }
        guard refused.isEmpty else { throw Failure(refused) }
        if report.hasChanges { try file.write() }
        output.format.print(table: report.text(of: definition.file), json: report.document)
    }
}
