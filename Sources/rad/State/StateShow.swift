import AppModel
import ArgumentParser
import Documents
import Engine

/// Shows what is recorded of an application.
struct StateShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show what is recorded of an application: its objects, where they are, and their fingerprints.",
        discussion: """
            EXAMPLES
              rad state show traderx
              rad state show traderx -e aci -o json
            """
    )

    @OptionGroup var application: DeployedApplication
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let state = try await application.found().state
        output.format.print(table: Self.text(state), json: Self.document(state))
    }

    private static func text(_ state: DeploymentState) -> String {
        var heading = Table("APPLICATION", "ENVIRONMENT", "REVISION", "STATE", "UPDATED", "TARGET")
        heading.append(
            state.applicationID.name,
            state.identity.environment,
            "\(state.revision)",
            state.status.word,
            state.updated.description,
            state.target
        )
        var objects = Table("RESOURCE", "OBJECT", "NAME", "FINGERPRINT", "LOCATION")
        for output in state.outputs { objects.append(output, state: output.shortFingerprint) }
        for output in state.uncertain { objects.append(output, state: "uncertain") }
        return "\(heading.text)\n\(objects.text)"
    }

    private static func document(_ state: DeploymentState) -> Value {
        var members = state.summary.objectValue ?? [:]
        members["objects"] = .array(
            state.outputs.map { $0.document(isCertain: true) }
                + state.uncertain.map { $0.document(isCertain: false) }
        )
        return .object(members)
    }
}

extension Table {
    fileprivate mutating func append(_ output: RecordedOutput, state: String) {
        append(output.owner.name, output.type, output.name, state, output.location.isEmpty ? "-" : output.location)
    }
}

extension RecordedOutput {
    /// Enough of the fingerprint to tell it from others.
    fileprivate var shortFingerprint: String {
        String((appliedFingerprint.split(separator: ":").last ?? "-").prefix(12))
    }

    fileprivate func document(isCertain: Bool) -> Value {
        [
            "id": .string(id.description),
            "type": .string(type),
            "apiVersion": .string(apiVersion),
            "name": .string(name),
            "namespace": .string(namespace),
            "resource": .string(owner.description),
            "dependencies": .array(dependencies.map { .string($0.description) }),
            "wanted": .string(wantedFingerprint),
            "applied": .string(appliedFingerprint),
            "location": .string(location),
            "target": .string(place),
            "certain": .bool(isCertain),
        ]
    }
}
