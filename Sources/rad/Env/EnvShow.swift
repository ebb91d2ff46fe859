import AppModel
import ArgumentParser
import Documents
import Engine
import Recipes

/// Shows one environment and its recipes.
struct EnvShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show an environment, and where its recipes come from.",
        discussion: """
            An environment of the current generation is shown with its providers and recipe packs.

            EXAMPLES
              rad env show
              rad env show aci -o json

              With where applications go, and every recipe:
                rad env show aci -o wide
            """
    )

    @Argument(help: "The environment (default: the workspace's).")
    var name: String?
    @OptionGroup var environment: EnvironmentOption
    @OptionGroup var preview: PreviewOption
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        _ = try environment.name(or: name)
    }

    func run() async throws {
        let session = try Session(scope)
        let environment = try await session.environment(session.environmentID(try environment.name(or: name)))
        let packs = try await session.joinedPacks(of: environment)
        output.format.print(
            table: environment.page(packs: packs),
            wide: {
                "\(EnvironmentRows.wideTable([environment]).text)\n\(EnvironmentRows.recipes(of: environment).text)"
            },
            json: environment.document
        )
    }
}

extension AppModel.Environment {
    /// The environment as Radius shows one of its generation to a person.
    fileprivate func page(packs joined: [RecipePack]) -> String {
        let row = EnvironmentRows.table([self]).text
        guard id.type == .coreEnvironments else { return row }
        var packs = Table("RECIPE PACK", "RESOURCE TYPE", "RECIPE KIND", "RECIPE SOURCE")
        for pack in joined {
            for recipe in pack.recipes.sorted(by: { $0.type.description < $1.type.description }) {
                packs.append(pack.id.name, recipe.type.description, recipe.kind.rawValue, recipe.source)
            }
        }
        return "\(row)\n\(providerTable.text)\n\(packs.text)"
    }

    private var providerTable: Table {
        var table = Table("PROVIDER", "PROPERTIES")
        if let scope = providers.azureScope.flatMap(AzureScopeID.init) {
            let group = scope.resourceGroup.map { ", resourceGroupName: '\($0)'" } ?? ""
            table.append("azure", "subscriptionId: '\(scope.subscription)'\(group)")
        }
        if let scope = providers.awsScope {
            let parts = scope.split(separator: "/").map(String.init)
            table.append("aws", "accountId: '\(parts.dropLast(2).last ?? "")', region: '\(parts.last ?? "")'")
        }
        switch compute {
        case .kubernetes(let kubernetes): table.append("kubernetes", "namespace: '\(kubernetes.namespace)'")
        case .containerInstances: break
        }
        return table
    }
}

extension Session {
    /// The recipe packs that an environment joins, in its order.
    fileprivate func joinedPacks(of environment: AppModel.Environment) async throws -> [RecipePack] {
        guard let record = try await store.environment(environment.name, in: environment.id.group) else { return [] }
        let known = recipePacks(of: record)
        return environment.recipePacks.compactMap { id in known.last { $0.id == id } }
    }
}
