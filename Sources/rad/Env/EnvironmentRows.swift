import AppModel
import Documents

/// Environments as rows, the way `list` and `show` print them.
enum EnvironmentRows {
    static func table(_ environments: [AppModel.Environment]) -> Table {
        var table = Table("RESOURCE", "TYPE", "GROUP", "STATE")
        for environment in environments {
            table.append(environment.name, environment.id.type.description, environment.id.group, "Succeeded")
        }
        return table
    }

    /// The rows with where applications go.
    static func wideTable(_ environments: [AppModel.Environment]) -> Table {
        var table = Table("RESOURCE", "TYPE", "GROUP", "STATE", "COMPUTE")
        for environment in environments {
            table.append(
                environment.name,
                environment.id.type.description,
                environment.id.group,
                "Succeeded",
                environment.place
            )
        }
        return table
    }

    /// The recipes of an environment, of any generation.
    static func recipes(of environment: AppModel.Environment) -> Table {
        var table = Table("RECIPE", "RESOURCE TYPE", "KIND", "SOURCE")
        for recipe in environment.recipes.all {
            table.append(recipe.name, recipe.type.description, recipe.kind.rawValue, recipe.source)
        }
        return table
    }
}

extension AppModel.Environment {
    /// Where applications go, in words: `kubernetes, namespace traderx`.
    var place: String {
        switch compute {
        case .kubernetes(let kubernetes): "kubernetes, namespace \(kubernetes.namespace)"
        case .containerInstances(let instances):
            "aci, resource group \(instances.resourceGroup) in \(instances.location)"
        }
    }

    /// The environment for programs, without the parameters of its recipes: they may be secret.
    var document: Value {
        [
            "id": .string(id.description),
            "name": .string(name),
            "type": .string(id.type.description),
            "compute": computeDocument,
            "recipes": .array(
                recipes.all.map { recipe in
                    [
                        "resourceType": .string(recipe.type.description),
                        "name": .string(recipe.name),
                        "kind": .string(recipe.kind.rawValue),
                        "source": .string(recipe.source),
                    ]
                }
            ),
        ]
    }

    private var computeDocument: Value {
        switch compute {
        case .kubernetes(let kubernetes):
            ["kind": "kubernetes", "namespace": .string(kubernetes.namespace)]
        case .containerInstances(let instances):
            ["kind": "aci", "resourceGroup": .string(instances.scope), "location": .string(instances.location)]
        }
    }
}
