import ArgumentParser
import Engine

/// Shows one resource and the objects that were made for it.
struct ResourceShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a resource and the objects that were made for it.",
        discussion: """
            EXAMPLES
              rad resource show Applications.Core/containers trade-service -e kubernetes
              rad resource show Applications.Datastores/sqlDatabases database -e aci -o json

              With where it is:
                rad resource show Applications.Core/containers trade-service -o wide
            """
    )

    @OptionGroup var resource: DeployedResource
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let row = try await resource.found().row
        var objects = Table("OBJECT", "TYPE", "LOCATION")
        for output in row.outputs {
            objects.append(output.name, output.type, output.location)
        }
        output.format.print(
            table: "\(ResourceRows.table([row]).text)\n\(objects.text)",
            wide: { "\(ResourceRows.wideTable([row]).text)\n\(objects.text)" },
            json: ResourceRows.json(row)
        )
    }
}
