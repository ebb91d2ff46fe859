import AppModel
import ArgumentParser
import Documents
import Engine

/// Resources as rows, the way `list` and `show` print them.
enum ResourceRows {
    /// A resource and the deployment that it belongs to.
    struct Row {
        let resource: RecordedResource
        let state: DeploymentState
    }

    static func print(_ rows: [Row], _ output: OutputOptions) {
        output.format.print(table: table(rows).text, wide: { wideTable(rows).text }, json: .array(rows.map(json)))
    }

    static func table(_ rows: [Row]) -> Table {
        var table = Table("RESOURCE", "TYPE", "GROUP", "STATE")
        for row in rows {
            table.append(
                row.resource.name,
                row.resource.type.description,
                row.state.identity.group,
                row.state.status.word
            )
        }
        return table
    }

    /// The rows with where the resources are.
    static func wideTable(_ rows: [Row]) -> Table {
        var table = Table("RESOURCE", "TYPE", "GROUP", "STATE", "APPLICATION", "ENVIRONMENT")
        for row in rows {
            table.append(
                row.resource.name,
                row.resource.type.description,
                row.state.identity.group,
                row.state.status.word,
                row.state.identity.application ?? "",
                row.state.identity.environment
            )
        }
        return table
    }

    /// Reads a resource type as the user typed it.
    static func type(_ text: String) throws -> ResourceType {
        guard let type = ResourceType(text) else {
            throw ValidationError(
                "'\(text)' is no resource type; write it in full, as in Applications.Core/containers."
            )
        }
        return type
    }

    static func json(_ row: Row) -> Value {
        var members: ValueObject = [
            "id": .string(row.resource.id.description),
            "name": .string(row.resource.name),
            "type": .string(row.resource.type.description),
            "apiVersion": .string(row.resource.apiVersion),
            "environment": .string(row.state.identity.environment),
            "application": row.state.identity.application.map { .string($0) } ?? .null,
            "recipe": row.resource.recipe.map { .string($0) } ?? .null,
            "properties": .object(row.resource.properties),
            "outputResources": .array(
                row.outputs.map { output in
                    [
                        "id": .string(output.id.description),
                        "type": .string(output.type),
                        "location": .string(output.location),
                    ]
                }
            ),
        ]
        if !row.resource.tags.isEmpty { members["tags"] = .object(row.resource.tags) }
        return .object(members)
    }
}

extension ResourceRows.Row {
    /// The objects that were made for the resource.
    var outputs: [RecordedOutput] { state.outputs.filter { $0.owner == resource.id } }
}
