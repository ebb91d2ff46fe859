import AppModel
import struct Bicep.NoFiles
import Diagnostics
import Documents
import Engine
import Recipes
import Targets
import TestSupport

/// An application written in Bicep, on its way through every stage to the objects of a target.
struct BicepApplication {
    var environment = KubernetesFixture.legacy().environment
    var parameters: [GivenParameter] = []
    /// Where the cluster is reached from outside.
    var endpoint = PublicEndpoint.none
    var text: String

    /// The application `demo` of the legacy environment `default`, with resources that name both.
    static func legacy(_ resources: String) -> BicepApplication {
        BicepApplication(text: Applications.legacy(named: "demo") + resources)
    }

    /// The application `demo` of the environment `default` of the second generation.
    static func current(_ resources: String) -> BicepApplication {
        BicepApplication(
            environment: KubernetesFixture.current().environment,
            text: Applications.current(named: "demo") + resources
        )
    }

    /// Gives every application a namespace of its own.
    mutating func separateNamespaces() {
        environment = Environment(
            id: environment.id,
            compute: .kubernetes(Environment.Kubernetes(namespace: "default", separatesApplications: true))
        )
    }

    /// What the target is to have, and everything that any stage says; nothing after the first stage with errors.
    func emission() async -> Emission {
        let scope = DeploymentScope(group: "default", environment: environment.id)
        let definition = BicepFrontend(.init(scope: scope, parameters: parameters, azureScope: environment.azureScope))
            .definition(of: SourceFile(path: "app.bicep", text: text))
        var diagnostics = definition.diagnostics
        let application = definition.applications.first
        let (graph, found) = ApplicationGraph.build(
            application: application?.id,
            from: definition.resources,
            compute: environment.compute
        )
        diagnostics += found
        guard !diagnostics.hasErrors else { return Emission(diagnostics: diagnostics) }
        let library = await RecipeLibrary.load(for: graph, in: environment, files: NoFiles())
        let binder = Binder(
            environment: environment,
            application: application,
            library: library,
            computed: emitter
        )
        let (bound, troubles) = binder.bind(graph)
        diagnostics += library.diagnostics + troubles
        guard !diagnostics.hasErrors else { return Emission(diagnostics: diagnostics) }
        let emission = emitter.emit(bound)
        expectOutline(of: bound, by: emitter, toName: emission)
        return Emission(outputs: emission.outputs, diagnostics: diagnostics + emission.diagnostics)
    }

    private var emitter: any Emitter {
        switch environment.compute {
        case .kubernetes: KubernetesEmitter(endpoint: endpoint)
        case .containerInstances: ContainerInstancesEmitter()
        }
    }
}

extension Emission {
    /// What was said, one line each: `line:column severity code message`.
    var complaints: String {
        diagnostics.map { diagnostic in
            let place = diagnostic.span.map { span in
                let location = span.file.location(at: span.range.lowerBound)
                return "\(location.line):\(location.column) "
            }
            return "\(place ?? "")\(diagnostic.severity.rawValue) \(diagnostic.code) \(diagnostic.message)"
        }.joined(separator: "\n")
    }
}
