import Documents

/// A cloud of Azure: `cloud` of a configuration, and what `environment()` tells of it.
///
/// Addresses: Azure's documentation of its national clouds.
public struct AzureCloud: Sendable {
    public var name: String
    /// Where resources are managed: `resourceManagerEndpoint` of a profile.
    public var resourceManager: String
    /// Where users log in: `activeDirectoryAuthority` of a profile.
    public var login: String
    private let addresses: Addresses

    /// The other addresses, which profiles do not set.
    private struct Addresses {
        var gallery: String
        var graph: String
        var portal: String
        var dataLake = ""
        var batch: String
        var media: String
        /// The address for management of old, without `https://`.
        var management: String
        var registrySuffix: String
        var dataLakeAnalyticsSuffix = ""
        var dataLakeStoreSuffix = ""
        var frontDoorSuffix = ""
        var keyVaultSuffix: String
        var databaseSuffix: String
        var storageSuffix: String
    }

    /// The clouds that need no profile.
    public static let known = [global, china, usGovernment]

    /// `AzureCloud`.
    public static let global = AzureCloud(
        name: "AzureCloud",
        resourceManager: "https://management.azure.com",
        login: "https://login.microsoftonline.com",
        addresses: Addresses(
            gallery: "https://gallery.azure.com/",
            graph: "https://graph.windows.net/",
            portal: "https://portal.azure.com",
            dataLake: "https://datalake.azure.net/",
            batch: "https://batch.core.windows.net/",
            media: "https://rest.media.azure.net",
            management: "management.core.windows.net",
            registrySuffix: ".azurecr.io",
            dataLakeAnalyticsSuffix: "azuredatalakeanalytics.net",
            dataLakeStoreSuffix: "azuredatalakestore.net",
            frontDoorSuffix: "azurefd.net",
            keyVaultSuffix: ".vault.azure.net",
            databaseSuffix: ".database.windows.net",
            storageSuffix: "core.windows.net"
        )
    )

    private static let china = AzureCloud(
        name: "AzureChinaCloud",
        resourceManager: "https://management.chinacloudapi.cn",
        login: "https://login.chinacloudapi.cn",
        addresses: Addresses(
            gallery: "https://gallery.chinacloudapi.cn/",
            graph: "https://graph.chinacloudapi.cn/",
            portal: "https://portal.azure.cn",
            batch: "https://batch.chinacloudapi.cn/",
            media: "https://rest.media.chinacloudapi.cn",
            management: "management.core.chinacloudapi.cn",
            registrySuffix: ".azurecr.cn",
            keyVaultSuffix: ".vault.azure.cn",
            databaseSuffix: ".database.chinacloudapi.cn",
            storageSuffix: "core.chinacloudapi.cn"
        )
    )

    private static let usGovernment = AzureCloud(
        name: "AzureUSGovernment",
        resourceManager: "https://management.usgovcloudapi.net",
        login: "https://login.microsoftonline.us",
        addresses: Addresses(
            gallery: "https://gallery.usgovcloudapi.net/",
            graph: "https://graph.windows.net/",
            portal: "https://portal.azure.us",
            batch: "https://batch.core.usgovcloudapi.net/",
            media: "https://rest.media.usgovcloudapi.net",
            management: "management.core.usgovcloudapi.net",
            registrySuffix: ".azurecr.us",
            keyVaultSuffix: ".vault.usgovcloudapi.net",
            databaseSuffix: ".database.usgovcloudapi.net",
            storageSuffix: "core.usgovcloudapi.net"
        )
    )

    /// What `environment()` gives.
    var environment: Value {
        let manager = resourceManager.withFinalSlash
        return [
            "name": .string(name),
            "gallery": .string(addresses.gallery),
            "graph": .string(addresses.graph),
            "portal": .string(addresses.portal),
            "graphAudience": .string(addresses.graph),
            "activeDirectoryDataLake": .string(addresses.dataLake),
            "batch": .string(addresses.batch),
            "media": .string(addresses.media),
            "sqlManagement": .string("https://\(addresses.management):8443/"),
            "vmImageAliasDoc":
                "https://raw.githubusercontent.com/Azure/azure-rest-api-specs/master/arm-compute/quickstart-templates/aliases.json",
            "resourceManager": .string(manager),
            "authentication": [
                "loginEndpoint": .string(login.withFinalSlash),
                "audiences": [.string("https://\(addresses.management)/"), .string(manager)],
                "tenant": "common",
                "identityProvider": "AAD",
            ],
            "suffixes": [
                "acrLoginServer": .string(addresses.registrySuffix),
                "azureDatalakeAnalyticsCatalogAndJob": .string(addresses.dataLakeAnalyticsSuffix),
                "azureDatalakeStoreFileSystem": .string(addresses.dataLakeStoreSuffix),
                "azureFrontDoorEndpointSuffix": .string(addresses.frontDoorSuffix),
                "keyvaultDns": .string(addresses.keyVaultSuffix),
                "sqlServerHostname": .string(addresses.databaseSuffix),
                "storage": .string(addresses.storageSuffix),
            ],
        ]
    }
}

extension String {
    fileprivate var withFinalSlash: String { hasSuffix("/") ? self : self + "/" }
}
