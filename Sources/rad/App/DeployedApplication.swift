import ArgumentParser
import Engine

/// An application that was deployed, as commands that look at one name it.
struct DeployedApplication: ParsableArguments {
    @Argument(help: "The application.")
    var name: String?
    @OptionGroup var application: ApplicationOption
    @OptionGroup var environment: EnvironmentOption
    @OptionGroup var scope: ScopeOptions

    func validate() throws {
        _ = try application.name(or: name)
    }

    /// What is recorded of it, and where.
    ///
    /// - Throws: `Failure` if it is not deployed, or in several environments of which none was named.
    func found() async throws -> (session: Session, state: DeploymentState) {
        let session = try Session(scope)
        let name = try application.name(or: name)
        return (session, try await session.application(name, in: environment.environment))
    }
}
