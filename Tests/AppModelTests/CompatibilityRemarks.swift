/// What rad makes of properties, where it is not what Radius makes of them.
enum CompatibilityRemarks: Equatable {
    case supported
    /// Has another effect than in Radius, or none that can be seen on Kubernetes.
    case different(String)
    /// An error or a warning says so.
    case notYet(String)

    var text: String {
        switch self {
        case .supported: "supported"
        case .different(let reason): "different: \(reason)"
        case .notYet(let reason): "not yet: \(reason)"
        }
    }

    /// What is said of a property: about itself, or about the nearest one that it is a part of.
    static func remark(on path: String, of type: String) -> CompatibilityRemarks {
        var rest = path[...]
        while true {
            if let found = all["\(type) \(rest)"] { return found }
            guard let end = rest.lastIndex(where: { $0 == "." || $0 == "[" }) else { return .supported }
            rest = rest[..<end]
        }
    }

    /// By type and path, with a blank between them; a remark counts for the parts of the property as well.
    static let all: [String: CompatibilityRemarks] = Dictionary(
        uniqueKeysWithValues: remarks.flatMap { type, paths in paths.map { ("\(type) \($0)", $1) } }
    )

    private static let resources = CompatibilityRemarks.different(
        "with `resourceProvisioning: 'manual'` rad makes nothing; what is named here is not drawn"
    )
    private static let option = CompatibilityRemarks.different(
        "rad's own, for gateways and routes; Radius drops the extension"
    )
    private static let ofApplication = CompatibilityRemarks.different("the environment of the application counts")
    private static let forRecipes = CompatibilityRemarks.different(
        "of effect only where the environment registers a recipe of one's own for the type"
    )
    private static let ofWorkloads = CompatibilityRemarks.different(
        "of no effect: an identity of the pods of a control plane, which rad is not"
    )
    private static let remarks: [String: [String: CompatibilityRemarks]] = [
        "Applications.Core/environments": [
            "compute.resourceId": .different("of no effect: the workspace says where a deployment goes"),
            "compute.identity.kind": .different(
                "of `azure.com.workload` pods sign in with `oidcIssuer`; the others count on Container Instances"
            ),
            "compute.identity.resource": .different("of no effect: each container has an identity of its own"),
            "compute.identity.managedIdentity": .different("for Container Instances"),
            "compute.resourceGroup": .different("for Container Instances"),
            "recipes.*.*.templateVersion": .different(
                "handed to Terraform, which knows the versions of its registries"
            ),
            "recipeConfig.bicep.authentication.*.secret": .different(
                "a store of type `basicAuthentication`; with others the registry gets what `docker login` has stored"
            ),
            "extensions[].api": option, "extensions[].gatewayName": option, "extensions[].gatewayNamespace": option,
            "extensions[].gatewayClass": option, "extensions[].publicEndpoint": option,
        ],
        "Applications.Core/applications": [
            "extensions[].resourceGroup": .different("of no effect; Container Instances has that of the environment")
        ],
        "Applications.Core/secretStores": [
            "data.*.valueFrom": .different("an error, as in Radius"), "environment": ofApplication,
        ],
        "Radius.Security/secrets": [
            "environment": ofApplication, "codeReference": forRecipes, "recipe": forRecipes,
            "connections.*.disableDefaultEnvVars": forRecipes,
        ],
        "Radius.Compute/persistentVolumes": [
            "environment": ofApplication, "codeReference": forRecipes, "recipe": forRecipes,
            "connections.*.disableDefaultEnvVars": forRecipes,
        ],
        "Applications.Core/containers": [
            "environment": ofApplication,
            "connections.*.iam.roles": .different(
                "built-in roles by name, all by GUID or id; a connection may lead to a resource with one of Azure behind"
            ),
            "container.volumes.*.permission": .different("of no effect, as in Radius: files of a vault are read-only"),
            "container.ports.*.scheme": .different("of no effect, as in Radius"),
            "resources": resources,
            "restartPolicy": .different(
                "Kubernetes restarts what a Deployment runs: others than `Always` are a warning"
            ),
            "runtimes.aci": .different("for Container Instances"),
        ],
        "Applications.Core/gateways": [
            "internal": .different("of no effect and a warning; in Radius of no effect"), "environment": ofApplication,
            "routes[].timeoutPolicy.backendRequest": .different("a warning: Contour limits the whole request only"),
        ],
        "Applications.Core/volumes": [
            "environment": ofApplication,
            "certificates.*.format": .different("`pfx` if not given, as in the renderer of Radius"),
            "certificates.*.certType": .different("a certificate is `cert` to the driver; `certificate` in Radius"),
        ],
        "Applications.Core/extenders": ["resources": resources],
        "Applications.Datastores/mongoDatabases": ["resources": resources],
        "Applications.Datastores/redisCaches": ["resources": resources],
        "Applications.Datastores/sqlDatabases": ["resources": resources],
        "Applications.Messaging/rabbitMQQueues": ["resources": resources],
        "Applications.Dapr/configurationStores": ["resources": resources],
        "Applications.Dapr/pubSubBrokers": ["resources": resources],
        "Applications.Dapr/secretStores": ["resources": resources],
        "Applications.Dapr/stateStores": ["resources": resources],
        "Radius.Compute/containers": [
            "platformOptions": .different("of no effect, as in Radius"),
            "codeReference": .different("of no effect"), "recipe": forRecipes,
        ],
        "Radius.Compute/containerImages": [
            "environment": ofApplication, "codeReference": forRecipes, "recipe": forRecipes,
            "connections.*.disableDefaultEnvVars": forRecipes,
            "build.source": .different("a repository: the cluster builds, and sees no folder of the user's"),
        ],
        "Radius.Compute/routes": [
            "listener": .different("not set"), "environment": ofApplication, "codeReference": forRecipes,
            "recipe": forRecipes, "connections.*.disableDefaultEnvVars": forRecipes,
        ],
        "Radius.Core/environments": [
            "providers.azure.identity": .different(
                "on Kubernetes for containers of `Applications.Core`, as `compute.identity` there"
            )
        ],
        "Radius.Core/bicepSettings": [
            "registryAuthentications.*.authenticationMethod": .different(
                "`BasicAuth`; with the others the registry gets what `docker login` or a helper has, as rad is no pod"
            ),
            "registryAuthentications.*.azureWiClientId": ofWorkloads,
            "registryAuthentications.*.azureWiTenantId": ofWorkloads,
            "registryAuthentications.*.awsIamRoleArn": ofWorkloads,
        ],
    ]
}
