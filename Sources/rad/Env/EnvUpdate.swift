import AppModel
import ArgumentParser
import Diagnostics
import Documents
import Engine

/// Changes an environment.
struct EnvUpdate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Change where an environment's applications go, or its recipe packs.",
        discussion: """
            Only what is given changes. Applications follow with their next deployment.

            EXAMPLES
              rad env update test --kubernetes-namespace team-test
              rad env update prod --azure-subscription-id 0000-1111 --azure-resource-group shop
              rad env update prod --clear-aws

              The recipe packs of an environment of the current generation:
                rad env update prod --preview --recipe-packs local-dev,team
            """
    )

    @Argument(help: "The environment (default: the workspace's).")
    var name: String?
    @OptionGroup var environment: EnvironmentOption
    @OptionGroup var providers: ProviderOptions
    @OptionGroup var packs: RecipePackOptions
    @Flag(help: "Remove the Azure provider.")
    var clearAzure = false
    @Flag(help: "Remove the AWS provider.")
    var clearAws = false
    @Flag(help: "Remove the Kubernetes provider (with --preview).")
    var clearKubernetes = false
    @OptionGroup var preview: PreviewOption
    @OptionGroup var scope: ScopeOptions

    func validate() throws {
        _ = try environment.name(or: name)
        try preview.require(for: "recipe-packs", packs.recipePacks != nil)
        try preview.require(for: "clear-kubernetes", clearKubernetes)
        let isEmpty = providers.isEmpty && packs.recipePacks == nil && !clearAzure && !clearAws && !clearKubernetes
        guard !isEmpty else { throw ValidationError("Say what to change, for example --kubernetes-namespace.") }
        guard !clearAzure || providers.azure == nil, !clearAws || providers.aws == nil,
            !clearKubernetes || providers.chosenNamespace == nil
        else { throw ValidationError("A provider is either set or cleared, not both.") }
    }

    func run() async throws {
        let session = try Session(scope)
        let id = session.environmentID(try environment.name(or: name))
        // An environment that is not there is not locked either.
        let known = try await record(of: id, in: session)
        try await EnvironmentEdit.change(known.id, in: session, command: "rad env update \(known.name)") { edit in
            try await change(&edit)
        }
        Terminal.standardOutput.write("\(known.id.type)/\(known.name) updated\n")
    }

    private func record(of id: ResourceID, in session: Session) async throws -> EnvironmentRecord {
        if let record = try await session.store.environment(id.name, in: id.group) { return record }
        // The built-in environment is there, and yet has nothing that could be changed.
        if id.name.lowercased() != "default" { _ = try await session.environment(id) }
        throw Failure(.builtinEnvironment(id.name))
    }

    private func change(_ edit: inout EnvironmentEdit) async throws {
        if clearAzure { edit.set("azure", of: "providers", to: nil) }
        if clearAws { edit.set("aws", of: "providers", to: nil) }
        if clearKubernetes { edit.set("kubernetes", of: "providers", to: nil) }
        if let namespace = providers.chosenNamespace { try edit.setNamespace(namespace) }
        edit.setClouds(providers)
        guard let names = packs.names else { return }
        guard edit.id.type == .coreEnvironments else { throw Failure(.noRecipePacks(edit.id)) }
        Terminal.standardError.write(
            "WARNING: The existing recipe pack list will be replaced with the specified packs.\n"
        )
        try await edit.setRecipePacks(names, group: packs.recipePackGroup)
    }
}

extension Diagnostic {
    fileprivate static func builtinEnvironment(_ name: String) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7114",
            "environment '\(name)' is the one that is built in, and was not defined yet",
            at: nil,
            help: "define it with 'rad env create \(name)' or a file, then change it"
        )
    }

    fileprivate static func noRecipePacks(_ id: ResourceID) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7115",
            "environment '\(id.name)' is of \(id.type.namespace), which has no recipe packs",
            at: nil,
            help: "delete it first with 'rad env delete \(id.name)', then define it anew with "
                + "'rad env create \(id.name) --preview'"
        )
    }
}
