/// Types that definitions for old versions of Radius have, and Radius 0.60 has not.
enum RemovedTypes {
    /// What to do about such a type; `nil` for any other.
    static func help(for type: String) -> String? {
        let parts = type.lowercased().split(separator: "/").map(String.init)
        guard parts.count == 2 else { return nil }
        switch parts[0] {
        case "applications.core":
            guard parts[1] == "httproutes" else { return nil }
            return "remove it; lead gateways and connections to 'http://<container>:<port>'"
        case "applications.link", "applications.connector":
            guard let successor = successors[parts[1]] else { return nil }
            return "write '\(successor)'"
        case "radius.core":
            guard let successor = renamed[parts[1]] else { return nil }
            return "write '\(successor)'"
        case _: return nil
        }
    }

    /// Where the types of `Applications.Link`, earlier `Applications.Connector`, went in Radius 0.25.
    private static let successors = [
        "rediscaches": "Applications.Datastores/redisCaches",
        "mongodatabases": "Applications.Datastores/mongoDatabases",
        "sqldatabases": "Applications.Datastores/sqlDatabases",
        "rabbitmqmessagequeues": "Applications.Messaging/rabbitMQQueues",
        "daprstatestores": "Applications.Dapr/stateStores",
        "daprpubsubbrokers": "Applications.Dapr/pubSubBrokers",
        "daprsecretstores": "Applications.Dapr/secretStores",
        "extenders": "Applications.Core/extenders",
    ]

    /// Types that Radius 0.60 renamed.
    private static let renamed = [
        "terraformconfigs": "Radius.Core/terraformSettings",
        "bicepconfigs": "Radius.Core/bicepSettings",
    ]
}
