internal import AppModel

/// A recipe that is part of the program, with its text.
struct EmbeddedRecipe {
    let pack: String
    let type: ResourceType
    let bytes: [UInt8]

    /// The name of the pack and the type: `local-dev/Applications.Datastores/redisCaches`.
    var name: String { "\(pack)/\(type)" }

    /// All of them, pack by pack.
    static let all = localDev + containerInstances + azure + aws

    private static let localDev = pack(
        BuiltinRecipes.localDevName,
        [
            (ResourceSchema.redisCaches.type, PackageResources.Applications_Datastores_redisCaches_bicep),
            (ResourceSchema.mongoDatabases.type, PackageResources.Applications_Datastores_mongoDatabases_bicep),
            (ResourceSchema.sqlDatabases.type, PackageResources.Applications_Datastores_sqlDatabases_bicep),
            (ResourceSchema.rabbitMQQueues.type, PackageResources.Applications_Messaging_rabbitMQQueues_bicep),
            (data("redisCaches"), PackageResources.Radius_Data_redisCaches_bicep),
            (data("postgreSqlDatabases"), PackageResources.Radius_Data_postgreSqlDatabases_bicep),
            (data("mySqlDatabases"), PackageResources.Radius_Data_mySqlDatabases_bicep),
            (data("mongoDatabases"), PackageResources.Radius_Data_mongoDatabases_bicep),
            (data("sqlServerDatabases"), PackageResources.Radius_Data_sqlServerDatabases_bicep),
            (data("neo4jDatabases"), PackageResources.Radius_Data_neo4jDatabases_bicep),
            (messaging("rabbitMQ"), PackageResources.Radius_Messaging_rabbitMQ_bicep),
            (messaging("kafka"), PackageResources.Radius_Messaging_kafka_bicep),
            (storage("objectStorage"), PackageResources.Radius_Storage_objectStorage_bicep),
            (intelligence("models"), PackageResources.Radius_AI_models_bicep),
            (intelligence("search"), PackageResources.Radius_AI_search_bicep),
            (dapr("stateStores"), PackageResources.Applications_Dapr_stateStores_bicep),
            (dapr("pubSubBrokers"), PackageResources.Applications_Dapr_pubSubBrokers_bicep),
            (dapr("configurationStores"), PackageResources.Applications_Dapr_configurationStores_bicep),
            (dapr("secretStores"), PackageResources.Applications_Dapr_secretStores_bicep),
        ]
    )

    private static let containerInstances = pack(
        BuiltinRecipes.containerInstancesName,
        [
            (ResourceSchema.redisCaches.type, PackageResources.aci_Applications_Datastores_redisCaches_bicep),
            (ResourceSchema.mongoDatabases.type, PackageResources.aci_Applications_Datastores_mongoDatabases_bicep),
            (ResourceSchema.sqlDatabases.type, PackageResources.aci_Applications_Datastores_sqlDatabases_bicep),
            (ResourceSchema.rabbitMQQueues.type, PackageResources.aci_Applications_Messaging_rabbitMQQueues_bicep),
            (data("redisCaches"), PackageResources.aci_Radius_Data_redisCaches_bicep),
            (data("postgreSqlDatabases"), PackageResources.aci_Radius_Data_postgreSqlDatabases_bicep),
            (data("mySqlDatabases"), PackageResources.aci_Radius_Data_mySqlDatabases_bicep),
            (data("mongoDatabases"), PackageResources.aci_Radius_Data_mongoDatabases_bicep),
            (data("sqlServerDatabases"), PackageResources.aci_Radius_Data_sqlServerDatabases_bicep),
            (data("neo4jDatabases"), PackageResources.aci_Radius_Data_neo4jDatabases_bicep),
            (messaging("rabbitMQ"), PackageResources.aci_Radius_Messaging_rabbitMQ_bicep),
            (messaging("kafka"), PackageResources.aci_Radius_Messaging_kafka_bicep),
            (storage("objectStorage"), PackageResources.aci_Radius_Storage_objectStorage_bicep),
            (intelligence("models"), PackageResources.aci_Radius_AI_models_bicep),
            (intelligence("search"), PackageResources.aci_Radius_AI_search_bicep),
        ]
    )

    private static let azure = pack(
        BuiltinRecipes.azureName,
        [
            (ResourceSchema.redisCaches.type, PackageResources.azure_Applications_Datastores_redisCaches_bicep),
            (ResourceSchema.mongoDatabases.type, PackageResources.azure_Applications_Datastores_mongoDatabases_bicep),
            (ResourceSchema.sqlDatabases.type, PackageResources.azure_Applications_Datastores_sqlDatabases_bicep),
            (ResourceSchema.rabbitMQQueues.type, PackageResources.azure_Applications_Messaging_rabbitMQQueues_bicep),
            (data("redisCaches"), PackageResources.azure_Radius_Data_redisCaches_bicep),
            (data("postgreSqlDatabases"), PackageResources.azure_Radius_Data_postgreSqlDatabases_bicep),
            (data("mySqlDatabases"), PackageResources.azure_Radius_Data_mySqlDatabases_bicep),
            (data("mongoDatabases"), PackageResources.azure_Radius_Data_mongoDatabases_bicep),
            (data("sqlServerDatabases"), PackageResources.azure_Radius_Data_sqlServerDatabases_bicep),
            (messaging("kafka"), PackageResources.azure_Radius_Messaging_kafka_bicep),
            (storage("objectStorage"), PackageResources.azure_Radius_Storage_objectStorage_bicep),
            (intelligence("models"), PackageResources.azure_Radius_AI_models_bicep),
            (intelligence("search"), PackageResources.azure_Radius_AI_search_bicep),
            (dapr("secretStores"), PackageResources.azure_Applications_Dapr_secretStores_bicep),
        ]
    )

    private static let aws = pack(
        BuiltinRecipes.awsName,
        [
            (ResourceSchema.redisCaches.type, PackageResources.aws_Applications_Datastores_redisCaches_bicep),
            (ResourceSchema.mongoDatabases.type, PackageResources.aws_Applications_Datastores_mongoDatabases_bicep),
            (ResourceSchema.sqlDatabases.type, PackageResources.aws_Applications_Datastores_sqlDatabases_bicep),
            (ResourceSchema.rabbitMQQueues.type, PackageResources.aws_Applications_Messaging_rabbitMQQueues_bicep),
            (data("redisCaches"), PackageResources.aws_Radius_Data_redisCaches_bicep),
            (data("postgreSqlDatabases"), PackageResources.aws_Radius_Data_postgreSqlDatabases_bicep),
            (data("mySqlDatabases"), PackageResources.aws_Radius_Data_mySqlDatabases_bicep),
            (data("mongoDatabases"), PackageResources.aws_Radius_Data_mongoDatabases_bicep),
            (data("sqlServerDatabases"), PackageResources.aws_Radius_Data_sqlServerDatabases_bicep),
            (messaging("rabbitMQ"), PackageResources.aws_Radius_Messaging_rabbitMQ_bicep),
            (storage("objectStorage"), PackageResources.aws_Radius_Storage_objectStorage_bicep),
            (intelligence("search"), PackageResources.aws_Radius_AI_search_bicep),
            (dapr("secretStores"), PackageResources.aws_Applications_Dapr_secretStores_bicep),
        ]
    )

    private static func pack(_ name: String, _ recipes: [(ResourceType, [UInt8])]) -> [EmbeddedRecipe] {
        recipes.map { EmbeddedRecipe(pack: name, type: $0, bytes: $1) }
    }

    private static func dapr(_ name: String) -> ResourceType {
        ResourceType(namespace: "Applications.Dapr", name: name)
    }

    private static func data(_ name: String) -> ResourceType { ResourceType(namespace: "Radius.Data", name: name) }

    private static func messaging(_ name: String) -> ResourceType {
        ResourceType(namespace: "Radius.Messaging", name: name)
    }

    private static func storage(_ name: String) -> ResourceType {
        ResourceType(namespace: "Radius.Storage", name: name)
    }

    private static func intelligence(_ name: String) -> ResourceType {
        ResourceType(namespace: "Radius.AI", name: name)
    }
}
