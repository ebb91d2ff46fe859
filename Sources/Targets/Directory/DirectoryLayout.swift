import Engine

/// Where the files of a `DirectoryTarget` are: a function of what the objects are, not of what is there.
struct DirectoryLayout: Sendable {
    /// A file below the target's folder.
    struct File: Sendable, Equatable {
        let folders: [String]
        let name: String

        var path: String { "\(folders.joined(separator: "/"))/\(name)" }
    }

    private let kubernetes: [String]
    private let azure: [String]

    init(environment: String, application: String?) {
        let environment = FileName.encoding(environment, ignoringCase: true)
        let application = application.map { FileName.encoding($0, ignoringCase: true) } ?? "_environment"
        kubernetes = [environment, application, "kubernetes"]
        azure = [environment, application, "azure"]
    }

    func file(for output: OutputResource) -> File {
        switch output.platform {
        case .kubernetes: kubernetesFile(type: output.type, name: output.name, namespace: output.namespace)
        case .azure: azureFile(type: output.type, name: output.name)
        }
    }

    func file(for output: RecordedOutput) -> File {
        switch output.platform {
        case .kubernetes: kubernetesFile(type: output.type, name: output.name, namespace: output.namespace)
        case .azure: azureFile(type: output.type, name: output.name)
        }
    }

    /// A manifest is in `kubernetes/<namespace or _cluster>/<kind>-<name>.yaml`.
    private func kubernetesFile(type: String, name: String, namespace: String) -> File {
        let parts = type.split(separator: "/")
        let group = parts.count > 1 ? String(parts[0]) : "core"
        let kind = FileName.encoding(parts.last.map(String.init) ?? "", ignoringCase: true)
        let isAmbiguous = Self.kindsOfKubernetes.contains(kind) && !Self.belongsToKubernetes(group)
        let prefix = isAmbiguous ? "\(kind).\(FileName.encoding(group, ignoringCase: true))" : kind
        return File(
            folders: kubernetes + [namespace.isEmpty ? "_cluster" : FileName.encoding(namespace)],
            name: "\(prefix)-\(FileName.encoding(name)).yaml"
        )
    }

    /// A request is in `azure/<type without its namespace>-<name>.json`; ARM compares names ignoring case.
    private func azureFile(type: String, name: String) -> File {
        let types = type.split(separator: "/").dropFirst().map { FileName.encoding(String($0), ignoringCase: true) }
        let names = name.split(separator: "/").map { FileName.encoding(String($0), ignoringCase: true) }
        return File(
            folders: azure,
            name: "\(types.joined(separator: "-"))-\(names.joined(separator: "+")).json"
        )
    }

    /// Kinds that other groups use as well, so that the kind alone does not tell.
    private static let kindsOfKubernetes: Set<String> = [
        "service", "deployment", "statefulset", "job", "pod", "secret", "configmap", "role", "ingress", "event", "node",
        "namespace", "gateway",
    ]

    private static func belongsToKubernetes(_ group: String) -> Bool {
        switch group {
        case "core", "apps", "batch", "autoscaling", "policy", "extensions": true
        default: group.hasSuffix(".k8s.io")
        }
    }
}
