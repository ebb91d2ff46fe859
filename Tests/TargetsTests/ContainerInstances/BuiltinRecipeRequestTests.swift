import AppModel
import Bicep
import Diagnostics
import Documents
import Engine
import Recipes
import Targets
import TestSupport
import Testing

/// The pack `aci`, from an environment that names it to requests to Azure.
@Suite struct BuiltinRecipeRequestTests {
    @Test func anEnvironmentThatNamesThePackDeploysItsContainerGroups() async throws {
        let (outputs, messages) = try await Self.deployed()
        #expect(messages == [])
        #expect(outputs.filter { $0.type == "Microsoft.ContainerInstance/nGroups" }.map(\.name) == ["cache", "people"])
        #expect(Set(outputs.map(\.id)).count == outputs.count)
    }

    @Test(.enabled(if: ARMValidation() != nil, "set RAD_TEST_ARM_SCHEMAS to a folder of ARM JSON Schemas"))
    func theBodiesFollowTheSchemas() async throws {
        #expect(try await ARMValidation()?.status(of: Self.deployed().outputs) == 0)
    }

    private static func deployed() async throws -> (outputs: [OutputResource], messages: [String]) {
        let scope = DeploymentScope(group: "default", environment: nil)
        let packs = BuiltinRecipes.packs(group: "default")
        let file = SourceFile(path: "app.bicep", text: definition)
        let read = BicepFrontend(.init(scope: scope, files: NoFilesAtAll(), recipePacks: packs)).definition(of: file)
        let environment = try #require(read.environments.first, "\(read.diagnostics.map(\.message))")
        let application = try #require(read.applications.first, "\(read.diagnostics.map(\.message))")
        let built = ApplicationGraph.build(
            application: application.id,
            from: read.resources,
            compute: environment.compute
        )
        let library = await RecipeLibrary.load(for: built.graph, in: environment, files: NoFilesAtAll())
        let emitter = ContainerInstancesEmitter()
        let binder = Binder(environment: environment, application: application, library: library, computed: emitter)
        let bound = binder.bind(built.graph)
        let emission = emitter.emit(bound.graph)
        let diagnostics =
            read.diagnostics + built.diagnostics + library.diagnostics + bound.diagnostics + emission.diagnostics
        return (emission.outputs, diagnostics.map(\.message))
    }

    private static let definition = """
        extension radius

        @secure()
        #disable-next-line secure-parameter-default
        param password string = 'hidden'

        resource prod 'Radius.Core/environments@2025-08-01-preview' = {
          name: 'prod'
          location: 'westeurope'
          properties: {
            recipePacks: ['aci']
            providers: {
              azure: { subscriptionId: '00000000-0000-0000-0000-000000000000', resourceGroupName: 'shop' }
            }
          }
        }
        resource app 'Radius.Core/applications@2025-08-01-preview' = {
          name: 'shop'
          properties: { environment: prod.id }
        }
        resource cache 'Radius.Data/redisCaches@2025-08-01-preview' = {
          name: 'cache'
          properties: { application: app.id, environment: prod.id }
        }
        resource people 'Radius.Data/postgreSqlDatabases@2025-08-01-preview' = {
          name: 'people'
          properties: {
            application: app.id
            environment: prod.id
            username: 'owner'
            password: password
            initSql: 'create table people (name text)'
          }
        }
        """
}

private struct NoFilesAtAll: FileLoader {
    func load(_ path: String, from referrer: String) throws(FileLoadError) -> LoadedFile {
        throw FileLoadError(reason: "there is no such file")
    }
}
