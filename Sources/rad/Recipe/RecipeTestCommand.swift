import AppModel
import ArgumentParser
import Diagnostics
import Documents
import Engine
import Recipes
import Targets

/// Runs recipes on examples.
struct RecipeTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run recipes on examples, and compare what they make with what is expected.",
        discussion: """
            Examples are in a YAML file beside the recipe, called NAME.test.yaml, which docs/recipes.md describes: \
            resources, parameters and environments, and the objects, values and secrets that the recipe is to make of \
            them. What an example does not say is made up. Nothing is deployed, and no secret is printed. Exits with 1 \
            if something is not as expected.

            EXAMPLES
              Every test of a folder and the folders below:
                rad recipe test recipes

              One recipe:
                rad recipe test recipes/redis.bicep

              Begin a file with what the recipe makes now:
                rad recipe test recipes/redis.bicep --update \\
                    --resource-type Radius.Data/redisCaches

              Bring it up to date after a change:
                rad recipe test recipes/redis.bicep --update

              For programs:
                rad recipe test recipes -o json
            """
    )

    @Argument(help: "A folder, a recipe, or a file with examples.")
    var path: String = "."
    @Flag(help: "Write what the recipes make as what is expected.")
    var update = false
    @Option(
        help: ArgumentHelp("The resource type in a file that --update begins.", valueName: "type")
    )
    var resourceType: String?
    @OptionGroup var project: ProjectOption
    @OptionGroup var restore: RestoreOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let resourceType { _ = try ResourceRows.type(resourceType) }
        guard resourceType == nil || update else {
            throw ValidationError("--resource-type can only be used together with --update.")
        }
    }

    func run() async throws {
        let types = try await ResourceTypeCatalog.ofDefaultWorkspace()
        let files = restore.files(try project.filesOfRecipes())
        var report = RecipeTestReport()
        for path in try paths() {
            let source = try SourceFile.readIfPresent(path) ?? beginning(of: path)
            let (test, found) = RecipeTest.read(source)
            Terminal.standardError.write(found)
            guard let test else {
                report.failedFiles += 1
                continue
            }
            guard let outcomes = try await outcomes(of: test, files: files, types: types) else {
                report.failedFiles += 1
                continue
            }
            guard !update else {
                try write(outcomes, to: source, in: &report)
                continue
            }
            for (example, outcome) in outcomes { report.add(outcome, of: example, in: test) }
        }
        output.format.print(table: update ? report.updateText : report.text, json: report.document)
        if report.isFailed { ExitStatus.failure.exit() }
    }

    /// Runs the cases of a file; `nil` if its recipe cannot be read, which was said.
    private func outcomes(
        of test: RecipeTest,
        files: RestoringFiles,
        types: ResourceTypeCatalog
    ) async throws -> [(RecipeCase, RecipeCaseOutcome)]? {
        switch test.registration.kind {
        case .bicep:
            let (recipe, problems) = try await files.restoring {
                InspectedRecipe.read(test.registration, files: files)
            }
            guard let recipe else {
                Terminal.standardError.write(problems)
                return nil
            }
            return test.cases.map { ($0, $0.run(recipe, types: types)) }
        case .terraform:
            let (module, problems) = try await files.restoring {
                InspectedTerraform.read(test.registration, files: files, modules: files)
            }
            guard let module else {
                Terminal.standardError.write(problems)
                return nil
            }
            Interruption.listen()
            let terraform = TerraformTarget.forTests
            var outcomes: [(RecipeCase, RecipeCaseOutcome)] = []
            for example in test.cases {
                let outcome = try await example.run(module, types: types) { run, resource in
                    do {
                        return try await terraform.planned(run, for: resource)
                    } catch let error as ApplyError {
                        throw TerraformPlanFailure(.refusal(error))
                    }
                }
                outcomes.append((example, outcome))
            }
            return outcomes
        }
    }

    /// The files with examples that the argument stands for.
    private func paths() throws -> [String] {
        if LocalFiles.isFolder(path) {
            var walk = FolderWalk(suffixes: RecipeTest.suffixes)
            walk.walk(path) { _ in true }
            guard walk.problems.isEmpty else { throw Failure(walk.problems) }
            guard !walk.files.isEmpty else { throw Failure(.noRecipeTests(path)) }
            return walk.files
        }
        guard !RecipeTest.suffixes.contains(where: path.hasSuffix) else { return [path] }
        guard path.hasSuffix(".bicep") else { throw Failure(.noRecipeTest(path)) }
        let stem = path.dropLast(".bicep".count)
        let candidates = RecipeTest.suffixes.map { "\(stem)\($0)" }
        return [try candidates.first { try SourceFile.readIfPresent($0) != nil } ?? candidates[0]]
    }

    /// A file for a recipe that has no examples yet.
    private func beginning(of path: String) throws -> SourceFile {
        let recipe = "\(path.dropLast(RecipeTest.suffixes[0].count)).bicep"
        guard update, self.path.hasSuffix(".bicep") else { throw Failure(.noExamples(path, of: self.path)) }
        // Says so if the recipe is not there.
        _ = try SourceFile.read(recipe)
        let name = recipe.split(separator: "/").last ?? ""
        let type = resourceType.map { "resourceType: \($0)\n" } ?? ""
        return SourceFile(path: path, text: "recipe: ./\(name)\n\(type)cases:\n  - name: default\n")
    }

    private func write(
        _ outcomes: [(RecipeCase, RecipeCaseOutcome)],
        to source: SourceFile,
        in report: inout RecipeTestReport
    ) throws {
        var edit = RecipeTestEdit(source)
        for (example, outcome) in outcomes where !outcome.isPassed {
            // Mistakes are expected by those who write them down, not by chance.
            guard outcome.diagnostics.isEmpty else {
                Terminal.standardError.write(outcome.diagnostics)
                report.failedCases += 1
                continue
            }
            guard edit.expect(outcome.actual, of: example) else { throw Failure(.flowCase(example.span)) }
        }
        let isNew = try SourceFile.readIfPresent(source.path) == nil
        guard isNew || edit.isChanged else { return report.unchanged.append(source.path) }
        try AtomicFile.write(Array(edit.text.utf8), to: source.path, mode: 0o644)
        report.written.append(source.path)
    }
}

extension TerraformTarget {
    /// Plans modules of which nothing is there yet.
    fileprivate static var forTests: TerraformTarget {
        let configuration = Configuration(
            // Nothing is kept: no such folder is made.
            folder: "/nonexistent",
            cacheFolder: LocalFiles.absolute(ModuleCache.root),
            environment: .process,
            isStopping: { Interruption.isRequested }
        )
        return TerraformTarget(configuration, key: StateKey())
    }
}

extension Diagnostic {
    fileprivate static func noRecipeTests(_ folder: String) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7130",
            "there is no file with examples of a recipe in '\(folder)', expected one called NAME.test.yaml",
            at: nil,
            help: "'rad recipe test NAME.bicep --update --resource-type TYPE' begins one beside a recipe"
        )
    }

    fileprivate static func noRecipeTest(_ path: String) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7131",
            "'\(path)' is neither a folder, nor a recipe, nor a file with examples",
            at: nil,
            help: "name a folder, a '.bicep' file, or a file whose name ends in '.test.yaml'"
        )
    }

    fileprivate static func noExamples(_ path: String, of recipe: String) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7132",
            "'\(recipe)' has no examples: there is no '\(path)'",
            at: nil,
            help: "'rad recipe test \(recipe) --update --resource-type TYPE' begins the file"
        )
    }

    fileprivate static func flowCase(_ span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7133",
            "the case is written in braces, and cannot be brought up to date",
            at: span,
            help: "write the case with one member a line"
        )
    }
}
