import Diagnostics
import Documents
import Testing

@testable import AppModel

let environmentID = "/planes/radius/local/resourceGroups/default/providers/Applications.Core/environments/default"
let applicationID = "/planes/radius/local/resourceGroups/default/providers/Applications.Core/applications/shop"

/// The scope of a deployment of `shop` to the legacy environment `default`.
let shopScope = DeploymentScope(
    group: "default",
    environment: ResourceID(environmentID),
    application: ResourceID(applicationID)
)

/// What the resources of a text define.
func definition(
    of text: String,
    scope: DeploymentScope = shopScope,
    types: ResourceTypeCatalog = .builtin,
    recipePacks: [RecipePack] = []
) throws -> Definition {
    DefinitionBuilder(scope: scope, types: types, recipePacks: recipePacks)
        .definition(of: try Declarations.drafts(text))
}

/// Checks everything that is said about resources, one line each: `line:column severity code message; help`.
func checkDiagnostics(
    _ text: String,
    _ expected: String,
    scope: DeploymentScope = shopScope,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
) throws {
    let definition = try definition(of: text, scope: scope)
    #expect(lines(definition.diagnostics) == expected, sourceLocation: sourceLocation)
}

/// Checks what a definition comes to: its environments, applications, packs and resources, one line each.
func checkDefinition(
    _ text: String,
    _ expected: String,
    scope: DeploymentScope = shopScope,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
) throws {
    let definition = try definition(of: text, scope: scope)
    #expect(lines(definition.diagnostics) == "", sourceLocation: sourceLocation)
    let summary =
        definition.environments.map { "environment \($0.id)" }
        + definition.applications.map { "application \($0.id) in \($0.environment)" }
        + definition.recipePacks.map { "recipe pack \($0.id)" }
        + definition.resources.map { resource in
            let properties = Value.object(resource.properties).json(.compact)
            return "\(resource.isExisting ? "existing" : "resource") \(resource.id) \(properties)"
        }
    #expect(summary.joined(separator: "\n") == expected, sourceLocation: sourceLocation)
}

/// Checks what the first resource of a text is read as.
func checkRead<Model>(
    _ text: String,
    _ read: (Resource) -> (Model?, [Diagnostic]),
    _ expected: String,
    diagnostics expectedDiagnostics: String = "",
    sourceLocation: Testing.SourceLocation = #_sourceLocation
) throws {
    let definition = try definition(of: text)
    let resource = try #require(definition.resources.first, sourceLocation: sourceLocation)
    let (model, diagnostics) = read(resource)
    #expect(lines(diagnostics) == expectedDiagnostics, sourceLocation: sourceLocation)
    #expect(Dump.text(of: model as Any) == expected, sourceLocation: sourceLocation)
}

/// Checks the edges of an application's graph and its order, and what is said about it.
func checkGraph(
    _ text: String,
    _ expected: String,
    diagnostics expectedDiagnostics: String = "",
    compute: Environment.Compute? = nil,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
) throws {
    let definition = try definition(of: text)
    #expect(lines(definition.diagnostics) == "", sourceLocation: sourceLocation)
    let (graph, diagnostics) = ApplicationGraph.build(
        application: shopScope.application,
        from: definition.resources,
        compute: compute
    )
    #expect(lines(diagnostics) == expectedDiagnostics, sourceLocation: sourceLocation)
    let edges = graph.edges.map { edge in
        let arrow = edge.kind == .connection ? "->" : "-->"
        let label = edge.label.map { " (\($0))" } ?? ""
        return "\(edge.source.name) \(arrow) \(edge.target.name)\(label)\(edge.isOrdering ? "" : " cut")"
    }
    let order = "order: " + graph.topologicalOrder().map { graph.resources[$0].name }.joined(separator: " ")
    #expect((edges + [order]).joined(separator: "\n") == expected, sourceLocation: sourceLocation)
}

/// Diagnostics as lines, each with its help.
func lines(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.map { diagnostic in
        let place = diagnostic.span.map { span in
            let location = span.file.location(at: span.range.lowerBound)
            return "\(location.line):\(location.column) "
        }
        let help = diagnostic.help.map { "; \($0)" } ?? ""
        return "\(place ?? "")\(diagnostic.severity) \(diagnostic.code) \(diagnostic.message)\(help)"
    }.joined(separator: "\n")
}

/// A model value as lines: fields that have a value, nested ones indented.
enum Dump {
    static func text(of value: Any) -> String { lines(of: value, name: nil).joined(separator: "\n") }

    private static func lines(of value: Any, name: String?) -> [String] {
        let prefix = name.map { "\($0): " } ?? ""
        if let text = scalar(value) { return [prefix + text] }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional:
            guard let child = mirror.children.first else { return [] }
            return lines(of: child.value, name: name)
        case .collection:
            return mirror.children.enumerated().flatMap { index, child in
                lines(of: child.value, name: "\(name ?? "")[\(index)]")
            }
        case .enum:
            guard let payload = mirror.children.first else { return [prefix + "\(value)"] }
            return lines(of: payload.value, name: "\(prefix)\(payload.label ?? "")")
        case .dictionary:
            let members = mirror.children.map { "\($0.value)" }.sorted()
            return members.isEmpty ? [] : [prefix + members.joined(separator: " ")]
        case .struct, .tuple, .class, .set, .foreignReference, .none, .some:
            let fields = mirror.children.flatMap { lines(of: $0.value, name: $0.label) }
            guard let name else { return fields }
            return fields.isEmpty ? [] : ["\(name):"] + fields.map { "  \($0)" }
        }
    }

    private static func scalar(_ value: Any) -> String? {
        switch value {
        case let text as String: text
        case let number as Int: "\(number)"
        case let flag as Bool: "\(flag)"
        case let value as Value: value.json(.compact)
        case let object as ValueObject: Value.object(object).json(.compact)
        case let path as ValuePath: path.description
        case let id as ResourceID: id.description
        case let type as ResourceType: type.description
        case is Origin: ""
        case _: nil
        }
    }
}
