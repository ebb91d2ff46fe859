import AppModel
import ArgumentParser
import Documents
import Engine
import Recipes

/// Draws the application graph.
struct AppGraph: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "graph",
        abstract: "Draw the graph of an application, from its definition or as it was deployed.",
        discussion: """
            EXAMPLES
              rad app graph app.bicep
              rad app graph traderx -e aci
              rad app graph app.bicep -e aci -o json

              A picture, with graphviz:
                rad app graph app.bicep -o dot | dot -Tsvg -o graph.svg
            """
    )

    /// How a graph is printed.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
        case dot
    }

    @Argument(help: "A definition (.bicep), or the name of an application that is deployed.")
    var source: String?
    @OptionGroup var application: ApplicationOption
    @OptionGroup var environment: EnvironmentOption
    @OptionGroup var parameters: ParameterOptions
    @OptionGroup var project: ProjectOption
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var restore: RestoreOptions
    @Option(name: [.customShort("o"), .customLong("output")], help: "How to print the graph.")
    var format: Format = .text

    func validate() throws {
        guard source?.hasSuffix(".bicep") != true else { return }
        _ = try application.name(or: source)
    }

    func run() async throws {
        guard let source, source.hasSuffix(".bicep") else {
            let name = try application.name(or: source)
            let state = try await Session(scope).application(name, in: environment.environment)
            return draw(state.graph, state.presentation)
        }
        var options = DefinitionOptions()
        options.file = source
        options.environment = environment
        options.application = application
        options.parameters = parameters
        options.project = project
        options.scope = scope
        options.restore = restore
        let request = try await DeploymentRequest(options)
        Terminal.standardError.write(request.warnings)
        for part in request.parts {
            guard let graph = part.graph else { continue }
            draw(graph.graph, GraphPresentation(of: graph, outputs: part.outputs))
        }
    }

    private func draw(_ graph: ApplicationGraph, _ presentation: GraphPresentation) {
        let text =
            switch format {
            case .text: graph.text(presentation) + "\n"
            case .json: graph.document(presentation).json(.pretty) + "\n"
            case .dot: graph.dot(presentation)
            }
        Terminal.standardOutput.write(text)
    }
}

extension GraphPresentation {
    /// A definition's graph with what would be made for it.
    fileprivate init(of graph: BoundGraph, outputs: [OutputResource]) {
        var recipes: [ResourceID: String] = [:]
        for resource in graph.resources {
            if case .recipe(let result) = resource.role { recipes[resource.resource.id] = result.registration.name }
        }
        self.init(
            environment: graph.environment.name,
            outputs: Dictionary(grouping: outputs, by: \.owner).mapValues { outputs in
                outputs.map { GraphOutput(id: $0.id.description, name: $0.name, type: $0.type) }
            },
            recipes: recipes,
            state: "NotSpecified"
        )
    }
}

extension DeploymentState {
    /// What the state knows of the graph's resources besides their edges.
    fileprivate var presentation: GraphPresentation {
        GraphPresentation(
            environment: identity.environment,
            outputs: Dictionary(grouping: outputs, by: \.owner).mapValues { outputs in
                outputs.map { GraphOutput(id: $0.id.description, name: $0.name, type: $0.type) }
            },
            recipes: Dictionary(
                resources.compactMap { resource in resource.recipe.map { (resource.id, $0) } },
                uniquingKeysWith: { first, _ in first }
            ),
            state: status.word
        )
    }
}
