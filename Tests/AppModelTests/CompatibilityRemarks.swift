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
    private static let settings = CompatibilityRemarks.notYet("kept; Terraform recipes are an error so far")

    private static let remarks: [String: [String: CompatibilityRemarks]] = [
        "Applications.Core/environments": [
            "compute.resourceId": .different("of no effect: the workspace says where a deployment goes"),
            "compute.resourceGroup": .different("for Container Instances"),
            "recipeConfig": settings,
            "recipes.*.*.templateVersion": .notYet("Terraform recipes are an error so far"),
        ],
        "Applications.Core/containers": [
            "container.ports.*.scheme": .different("of no effect, as in Radius"),
            "resources": resources,
            "restartPolicy": .different("Kubernetes restarts what a Deployment runs: others than `Always` are a warning"),
            "runtimes.aci": .different("for Container Instances"),
        ],
        "Radius.Core/environments": [
            "terraformSettings": settings,
            "bicepSettings": .notYet("kept; registries take the credentials of `~/.docker/config.json`"),
        ],
        "Radius.Core/terraformSettings": ["terraformrc": settings, "env": settings],
        "Radius.Core/bicepSettings": [
            "registryAuthentications": .notYet("kept; registries take the credentials of `~/.docker/config.json`")
        ],
    ]
}
