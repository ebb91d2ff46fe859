import AppModel
import Bicep
import Diagnostics
import Documents
import Engine
import Foundation
import Recipes
import Targets
import TestSupport
import Testing

/// The sample application, from its Bicep files to requests to Azure.
@Suite struct TraderXRequestTests {
    @Test func theSampleIsExpressedWithoutAnError() async throws {
        let deployment = try await TraderXDeployment.load()
        #expect(deployment.messages.filter { $0.hasPrefix("error") } == [])
        #expect(deployment.environment.count == 7)
        let types = deployment.application.map(\.type)
        #expect(types.filter { $0 == "Microsoft.ContainerInstance/nGroups" }.count == 9)
        #expect(types.filter { $0 == "Microsoft.Network/loadBalancers" }.count == 9)
        #expect(types.filter { $0 == "Microsoft.Network/privateDnsZones/A" }.count == 9)
        #expect(types.filter { $0 == "Microsoft.Network/applicationGateways" }.count == 1)
        #expect(Set(deployment.all.map(\.id)).count == deployment.all.count)
    }

    @Test func everyServiceFindsTheOthersByTheirHostNames() async throws {
        let deployment = try await TraderXDeployment.load()
        let variables = try deployment.variables(of: "trade-service")
        #expect(variables["PEOPLE_SERVICE_HOST"] == "people-service.aci.internal")
        #expect(variables["ACCOUNT_SERVICE_HOST"] == "account-service.aci.internal")
        #expect(variables["REFERENCE_DATA_HOST"] == "reference-data.aci.internal")
        #expect(variables["TRADE_FEED_HOST"] == "trade-feed.aci.internal")
        #expect(variables["DATABASE_TCP_HOST"] == "database.aci.internal")
        #expect(variables["DATABASE_PORT"] == "5432")
        let records = deployment.application.filter { $0.type == "Microsoft.Network/privateDnsZones/A" }
        #expect(records.contains { $0.id.description.hasSuffix("aci.internal/A/database") })
    }

    @Test func theDatabaseAndTheServicesHaveAddressesOfTheirOwn() async throws {
        let deployment = try await TraderXDeployment.load()
        let records = deployment.application.filter { $0.type == "Microsoft.Network/privateDnsZones/A" }
        let addresses = records.compactMap { record in
            record.body["properties"]?["aRecords"]?.arrayValue?.first?["ipv4Address"]?.stringValue
        }
        #expect(Set(addresses).count == 9)
        #expect(addresses.contains("10.2.255.10"))
    }

    @Test func everythingWaitsOnlyForWhatStandsBeforeIt() async throws {
        let deployment = try await TraderXDeployment.load()
        var seen = Set<OutputResourceID>()
        for output in deployment.all {
            #expect(output.dependencies.allSatisfy(seen.contains), "\(output.id)")
            seen.insert(output.id)
        }
    }

    @Test(.enabled(if: ARMValidation() != nil, "set RAD_TEST_ARM_SCHEMAS to a folder of ARM JSON Schemas"))
    func theBodiesFollowTheSchemas() async throws {
        let deployment = try await TraderXDeployment.load()
        #expect(try await ARMValidation()?.status(of: deployment.all) == 0)
    }
}

/// The sample, read and bound for its environment on Azure Container Instances.
private struct TraderXDeployment {
    let environment: [OutputResource]
    let application: [OutputResource]
    let messages: [String]

    var all: [OutputResource] { environment + application }

    static func load() async throws -> TraderXDeployment {
        let folder = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("samples/traderx").path
        let files = DiskFiles()
        func definition(of name: String, _ scope: DeploymentScope) throws -> Definition {
            let path = "\(folder)/\(name)"
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
            return BicepFrontend(.init(scope: scope, files: files)).definition(of: SourceFile(path: path, bytes: bytes))
        }
        let landing = try definition(of: "environments/aci.bicep", DeploymentScope(group: "default"))
        let environment = try #require(landing.environments.first, "\(landing.diagnostics.map(\.message))")
        let scope = DeploymentScope(group: "default", environment: environment.id)
        let definition = try definition(of: "app.bicep", scope)
        let application = try #require(definition.applications.first, "\(definition.diagnostics.map(\.message))")
        let built = ApplicationGraph.build(
            application: application.id,
            from: definition.resources,
            compute: environment.compute
        )
        let library = await RecipeLibrary.load(for: built.graph, in: environment, files: files)
        let emitter = ContainerInstancesEmitter()
        let binder = Binder(environment: environment, application: application, library: library, computed: emitter)
        let bound = binder.bind(built.graph)
        let (base, emission) = (emitter.emit(environment), emitter.emit(bound.graph))
        let diagnostics = [
            landing.diagnostics, definition.diagnostics, built.diagnostics, library.diagnostics, bound.diagnostics,
            base.diagnostics, emission.diagnostics,
        ].flatMap(\.self)
        return TraderXDeployment(
            environment: base.outputs,
            application: emission.outputs,
            messages: diagnostics.map { "\($0.severity.rawValue) \($0.code) \($0.message)" }
        )
    }

    /// The environment variables of a service, secure ones in clear.
    func variables(of service: String) throws -> [String: String] {
        let profile = try #require(application.first { $0.id.description.hasSuffix("Profiles/\(service)") })
        let container = profile.body["properties"]?["containers"]?.arrayValue?.first
        let variables = container?["properties"]?["environmentVariables"]?.arrayValue ?? []
        return Dictionary(
            variables.map { variable in
                let value = variable["value"] ?? variable["secureValue"]?.revealed
                return (variable["name"]?.stringValue ?? "", value?.stringValue ?? "")
            },
            uniquingKeysWith: { $1 }
        )
    }
}

/// Reads the files of the sample.
private struct DiskFiles: FileLoader {
    func load(_ path: String, from referrer: String) throws(FileLoadError) -> LoadedFile {
        let folder = URL(fileURLWithPath: referrer).deletingLastPathComponent()
        let url = path.hasPrefix("/") ? URL(fileURLWithPath: path) : folder.appendingPathComponent(path)
        guard let data = try? Data(contentsOf: url.standardized) else { throw FileLoadError(reason: "no such file") }
        return LoadedFile(path: url.standardized.path, bytes: [UInt8](data))
    }
}
