import AppModel
import ArgumentParser
import Documents
import Engine

/// Shows how an application is and where it can be reached.
struct AppStatus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show how many resources an application has, and where its gateways are.",
        discussion: """
            EXAMPLES
              rad app status traderx
              rad app status traderx -e aci -o json
            """
    )

    @OptionGroup var application: DeployedApplication
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let state = try await application.found().state
        output.format.print(table: Self.text(state), json: Self.document(state))
    }

    private static func text(_ state: DeploymentState) -> String {
        var table = Table("APPLICATION", "RESOURCES")
        table.append(state.applicationID.name, "\(state.resources.count)")
        let gateways = state.gateways
        guard !gateways.isEmpty else { return table.text }
        var endpoints = Table("GATEWAY", "ENDPOINT")
        for gateway in gateways { endpoints.append(gateway.name, gateway.endpoint) }
        return "\(table.text)\n\(endpoints.text)"
    }

    private static func document(_ state: DeploymentState) -> Value {
        [
            "name": .string(state.applicationID.name),
            "state": .string(state.status.word),
            "resources": .integer(Int64(state.resources.count)),
            "gateways": .array(
                state.gateways.map { ["name": .string($0.name), "endpoint": .string($0.endpoint)] }
            ),
        ]
    }
}

extension DeploymentState {
    /// The gateways that can be reached, with their addresses.
    fileprivate var gateways: [(name: String, endpoint: String)] {
        resources.compactMap { resource in resource.endpoint.map { (resource.id.name, $0) } }
    }
}
