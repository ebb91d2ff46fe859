import Documents

@testable import AppModel

/// An application of the shape of TraderX: ten resources, twenty connections, a database by a recipe.
enum TraderX {
    static let connections: [(name: String, port: Int, targets: [String])] = [
        ("database", 5432, []),
        ("reference-data", 18085, []),
        ("trade-feed", 18086, []),
        ("people-service", 18089, []),
        ("account-service", 18088, ["database", "people-service"]),
        ("position-service", 18090, ["database"]),
        ("trade-service", 18092, ["database", "people-service", "account-service", "reference-data", "trade-feed"]),
        ("trade-processor", 18091, ["database", "trade-feed"]),
        ("web-front-end-angular", 18093, ["database", "trade-feed"]),
    ]

    static let behindIngress = [
        "database", "trade-feed", "people-service", "account-service", "position-service", "trade-service",
        "trade-processor", "web-front-end-angular",
    ]

    /// The resources; everything is a container but the database, which a recipe provides.
    static var resources: [Resource] {
        var resources = connections.map { service in
            service.name == "database"
                ? resource(
                    "Radius.Data/postgreSqlDatabases",
                    service.name,
                    ["size": "S", "username": "sa", "password": .secret("hunter2")]
                )
                : resource("Applications.Core/containers", service.name, properties(of: service))
        }
        resources.append(
            resource(
                "Applications.Core/containers",
                "ingress",
                properties(of: ("ingress", 8080, behindIngress))
            )
        )
        return resources
    }

    static var graph: ApplicationGraph {
        ApplicationGraph.build(application: id("Applications.Core/applications", "traderx"), from: resources).graph
    }

    static var presentation: GraphPresentation {
        let database = id("Radius.Data/postgreSqlDatabases", "database")
        var outputs: [ResourceID: [GraphOutput]] = [:]
        for resource in resources where resource.id != database {
            outputs[resource.id] = [
                output("apps/Deployment", resource.name), output("core/Service", resource.name),
            ]
        }
        outputs[database] = [
            output("core/Service", "database"), output("apps/StatefulSet", "database"),
            output("core/Secret", "database-credentials"),
        ]
        return GraphPresentation(
            environment: "kubernetes",
            outputs: outputs,
            recipes: [database: "default (recipes/postgres.bicep)"]
        )
    }

    static func id(_ type: StaticString, _ name: String) -> ResourceID {
        ResourceID(group: "default", type: .known(type), name: name)
    }

    private static func resource(_ type: StaticString, _ name: String, _ properties: ValueObject) -> Resource {
        var properties = properties
        properties["application"] = .string(id("Applications.Core/applications", "traderx").description)
        return Resource(
            id: id(type, name),
            apiVersion: "2023-10-01-preview",
            address: name,
            properties: properties,
            origin: .none
        )
    }

    private static func properties(of service: (name: String, port: Int, targets: [String])) -> ValueObject {
        let connections = service.targets.map { target -> (String, Value) in
            let type: StaticString =
                target == "database" ? "Radius.Data/postgreSqlDatabases" : "Applications.Core/containers"
            return (target, ["source": .string(id(type, target).description)])
        }
        return [
            "container": [
                "image": .string("ghcr.io/finos/traderx/\(service.name):latest"),
                "ports": ["web": ["containerPort": .integer(Int64(service.port))]],
            ],
            "connections": .object(ValueObject(connections)),
        ]
    }

    private static func output(_ type: String, _ name: String) -> GraphOutput {
        GraphOutput(id: "/planes/kubernetes/local/namespaces/traderx/providers/\(type)/\(name)", name: name, type: type)
    }
}
