import AppModel
import ArgumentParser
import Diagnostics
import Engine

/// A resource that was deployed, as commands that look at one name it.
struct DeployedResource: ParsableArguments {
    @Argument(help: "The resource type, for example Applications.Core/containers.")
    var type: String
    @Argument(help: "The resource's name.")
    var name: String
    @OptionGroup var application: ApplicationOption
    @OptionGroup var environment: EnvironmentOption
    @OptionGroup var scope: ScopeOptions

    func validate() throws {
        _ = try ResourceRows.type(type)
    }

    /// The resource, and what was made for it.
    ///
    /// - Throws: `Failure` if it is not deployed, or in several places of which none was named.
    func found() async throws -> (session: Session, row: ResourceRows.Row) {
        let session = try Session(scope)
        return (session, try await row(of: try ResourceRows.type(type), in: session))
    }

    private func row(of type: ResourceType, in session: Session) async throws -> ResourceRows.Row {
        let wanted = application.application.map(session.applicationID)
        let states = try await session.applications(in: environment.environment, of: wanted?.group).filter {
            wanted == nil || $0.identity.application?.lowercased() == wanted?.name.lowercased()
        }
        let rows = states.flatMap { state in
            state.resources
                .filter { $0.type == type && $0.name.lowercased() == name.lowercased() }
                .map { ResourceRows.Row(resource: $0, state: state) }
        }
        guard let row = rows.first else {
            let names = states.flatMap(\.resources).filter { $0.type == type }.map(\.name)
            throw Failure(.unknownResource(name, type: type, among: names))
        }
        guard rows.count == 1 else {
            throw Failure(.resourceInSeveralPlaces(name, rows.map(\.state.identity)))
        }
        return row
    }
}

extension Diagnostic {
    fileprivate static func unknownResource(_ name: String, type: ResourceType, among names: [String]) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7034",
            "there is no resource '\(name)' of type \(type)",
            at: nil,
            help: suggestion(for: name, among: names).map { "did you mean '\($0)'?" }
                ?? "'rad resource list' shows what is deployed"
        )
    }

    fileprivate static func resourceInSeveralPlaces(_ name: String, _ places: [DeploymentIdentity]) -> Diagnostic {
        let isOneApplication = Set(places.map { $0.application?.lowercased() }).count == 1
        let isOneEnvironment = Set(places.map { $0.environment.lowercased() }).count == 1
        let application = places.first?.application.flatMap { isOneApplication ? nil : "-a \($0)" }
        let environment = places.first.flatMap { isOneEnvironment ? nil : "-e \($0.environment)" }
        return Diagnostic(
            .error,
            "RAD7035",
            "resource '\(name)' is deployed more than once: in \(places.map(\.description).joined(separator: ", in "))",
            at: nil,
            help: "name one, for example with '\([application, environment].compactMap(\.self).joined(separator: " "))'"
        )
    }
}
