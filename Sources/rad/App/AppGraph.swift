import AppModel
import ArgumentParser
import Diagnostics
import Documents
import Engine
import Parallel
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

              A picture, and a page to look around in, with search and properties:
                rad app graph app.bicep -o svg > graph.svg
                rad app graph traderx -e aci -o html > graph.html

              For graphviz, and for Markdown:
                rad app graph app.bicep -o dot | dot -Tpng -o graph.png
                rad app graph app.bicep -o mermaid

              For programs, with the pictures of the resource types:
                rad app graph app.bicep -o json --include-icons

              What a definition changes, and how two environments differ:
                rad app graph traderx --diff app.bicep
                rad app graph old/app.bicep --diff new/app.bicep -o html > diff.html
                rad app graph traderx -e kubernetes --diff traderx --diff-environment aci

            With --diff the first source is what was, the second what will be. Secrets are in no format.
            """
    )

    /// How a graph is printed.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
        case dot
        case mermaid
        case svg
        case html
    }

    @Argument(help: "A definition (.bicep, .yaml, .json), or the name of an application that is deployed.")
    var source: String?
    @Option(
        name: .customLong("diff"),
        help: ArgumentHelp(
            "Show how the graph of this definition or application differs from that of the first.",
            valueName: "source"
        )
    )
    var other: String?
    @Option(
        name: .customLong("diff-environment"),
        help: ArgumentHelp("The environment of the second graph, if it is another.", valueName: "environment")
    )
    var otherEnvironment: String?
    @Flag(help: "Add the pictures of the resource types to JSON, by their hashes.")
    var includeIcons = false
    @OptionGroup var application: ApplicationOption
    @OptionGroup var environment: EnvironmentOption
    @OptionGroup var parameters: ParameterOptions
    @OptionGroup var project: ProjectOption
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var restore: RestoreOptions
    @OptionGroup var preview: PreviewOption
    @Option(name: [.customShort("o"), .customLong("output")], help: "How to print the graph.")
    var format: Format = .text

    func validate() throws {
        if otherEnvironment != nil, other == nil {
            throw ValidationError("'--diff-environment' says where the graph of '--diff' is, which is missing")
        }
        if includeIcons, format != .json || other != nil {
            throw ValidationError("'--include-icons' adds to the JSON of one graph: use it with '-o json'")
        }
        guard source.map(DefinitionFrontend.reads) != true else { return }
        _ = try application.name(or: source)
    }

    func run() async throws {
        let found = try await graphs(of: source, in: environment)
        guard let other else {
            let icons = format == .json ? try await Session(scope).icons() : [:]
            // Text can go on with another graph, the other formats are one document.
            for drawn in format == .text && found.count > 1 ? found : [try only(found, source)] {
                var presentation = drawn.presentation
                presentation.icons = icons
                presentation.includesIcons = includeIcons
                draw(drawn.graph, presentation)
            }
            // To take a large graph and its source apart takes longer than to draw it: they end with the process.
            withExtendedLifetime(found) { ExitStatus.success.exit() }
        }
        var place = environment
        if let otherEnvironment { place.environment = otherEnvironment }
        let (before, after) = (try only(found, source), try only(try await graphs(of: other, in: place), other))
        draw(before, after)
    }

    // MARK: - Sources

    private struct Drawn {
        let graph: ApplicationGraph
        let presentation: GraphPresentation
        /// What the graph was worked out from, which is only kept: see where the process ends.
        private let kept: any Sendable
        private let resources: [Resource]
        /// The edges without those to what is outside.
        private let edges: [ApplicationGraph.Edge]

        /// - Parameters:
        ///   - graph: The graph of what authors have written, or of what was deployed.
        ///   - presentation: What is shown besides.
        ///   - resources: Its resources with what recipes and the platform tell of them.
        ///   - kept: What all of it was worked out from.
        init(
            _ graph: ApplicationGraph,
            _ presentation: GraphPresentation,
            bound resources: [Resource],
            from kept: any Sendable
        ) {
            self.graph = graph.addingForeignNodes()
            self.kept = kept
            self.resources = resources
            edges = graph.edges
            var presentation = presentation
            presentation.outputs.merge(resources.namedOutputs) { $0 + $1 }
            self.presentation = presentation
        }

        /// The graph with what recipes and the platform tell of its resources, as the state has it.
        var bound: ApplicationGraph {
            ApplicationGraph(application: graph.application, resources: resources, edges: edges).addingForeignNodes()
        }
    }

    /// The graphs of the applications that a definition declares, or of one that is deployed.
    private func graphs(of source: String?, in environment: EnvironmentOption) async throws -> [Drawn] {
        guard let source, DefinitionFrontend.reads(source) else {
            let name = try source ?? application.name(or: nil)
            let state = try await Session(scope).application(name, in: environment.environment)
            let graph = state.graph
            return [Drawn(graph, state.presentation, bound: graph.resources, from: state)]
        }
        var options = DefinitionOptions()
        options.file = source
        options.environment = environment
        options.application = application
        options.parameters = parameters
        options.project = project
        options.scope = scope
        options.restore = restore
        let request = try await DeploymentRequest(options, for: .drawing)
        Terminal.standardError.write(request.warnings)
        return request.parts.compactMap { part in
            part.graph.map { bound in
                Drawn(
                    bound.graph,
                    GraphPresentation(of: bound, outputs: part.outputs),
                    bound: bound.resources.map(\.resource),
                    from: request
                )
            }
        }
    }

    /// The one graph of a source.
    private func only(_ found: [Drawn], _ source: String?) throws -> Drawn {
        guard let graph = found.first, found.count == 1 else {
            throw Failure(.severalGraphs(source ?? "", found.map(\.graph.application)))
        }
        return graph
    }

    // MARK: - Drawing

    private func draw(_ graph: ApplicationGraph, _ presentation: GraphPresentation) {
        let output = Terminal.standardOutput
        switch format {
        case .text:
            graph.writeText(presentation) { output.write($0) }
            output.write("\n")
        case .json: graph.writeJSON(presentation) { output.write($0) }
        case .dot: graph.writeDOT(presentation) { output.write($0) }
        case .mermaid: output.write(graph.mermaid(presentation))
        case .svg: output.write(graph.svg(presentation))
        case .html: output.write(graph.html(presentation))
        }
    }

    private func draw(_ before: Drawn, _ after: Drawn) {
        let diff = GraphDiff(
            from: before.bound,
            to: after.bound,
            ignoresEnvironment: before.presentation.environment != after.presentation.environment
        )
        switch format {
        case .text: Terminal.standardOutput.write(diff.text(from: before.presentation, to: after.presentation))
        case .json: Terminal.standardOutput.write(diff.document().json(.pretty) + "\n")
        case .dot, .mermaid, .svg, .html:
            draw(diff.graph, diff.presentation(from: before.presentation, to: after.presentation))
        }
    }
}

extension Diagnostic {
    /// RAD7046: a source has no graph, or several, and there is to be one.
    fileprivate static func severalGraphs(_ source: String, _ applications: [String]) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7046",
            applications.isEmpty
                ? "'\(source)' declares no application"
                : "'\(source)' declares several applications: \(applications.joined(separator: ", "))",
            at: nil,
            help: applications.isEmpty
                ? "name a definition with an application" : "keep each application in a definition of its own"
        )
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
            outputs: Self.outputs(outputs, of: \.owner, GraphOutput.init),
            recipes: recipes,
            state: "NotSpecified"
        )
    }

    /// Outputs by their owners.
    fileprivate static func outputs<Output: Sendable>(
        _ outputs: [Output],
        of owner: (Output) -> ResourceID,
        _ shown: @escaping @Sendable (Output) -> GraphOutput
    ) -> [ResourceID: [GraphOutput]] {
        let groups = Array(Dictionary(grouping: outputs.indices) { owner(outputs[$0]) })
        let parts = groups.indices.mapParts { numbers in
            groups[numbers].map { id, places in (id, places.map { shown(outputs[$0]) }.sorted()) }
        }
        return Dictionary(uniqueKeysWithValues: parts.joined())
    }
}

extension GraphOutput {
    fileprivate init(_ output: OutputResource) { self.init(output.id, named: output.name, type: output.type) }

    fileprivate init(_ output: RecordedOutput) { self.init(output.id, named: output.name, type: output.type) }

    private init(_ id: OutputResourceID, named name: String, type: String) {
        if id.name == name {
            self.init(idBeforeName: id.scope, name: name, type: type)
        } else {
            self.init(id: id.description, name: name, type: type)
        }
    }
}

extension DeploymentState {
    /// What the state knows of the graph's resources besides their edges.
    fileprivate var presentation: GraphPresentation {
        GraphPresentation(
            environment: identity.environment,
            outputs: GraphPresentation.outputs(outputs, of: \.owner, GraphOutput.init),
            recipes: Dictionary(
                resources.compactMap { resource in resource.recipe.map { (resource.id, $0) } },
                uniquingKeysWith: { first, _ in first }
            ),
            state: status.word
        )
    }
}
