import Engine

/// Where the files of a `DirectoryTarget` are: a function of what the objects are, not of what is there.
struct DirectoryLayout: Sendable {
    /// A file below the target's folder.
    struct File: Sendable, Equatable {
        /// The path of its folder below the target's.
        let folder: String
        let name: String

        var path: String { "\(folder)/\(name)" }
    }

    private let kubernetes: String
    private let azure: String
    private let aws: String

    init(environment: String, application: String?) {
        let environment = FileName.encoding(environment, ignoringCase: true)
        let application = application.map { FileName.encoding($0, ignoringCase: true) } ?? "_environment"
        kubernetes = "\(environment)/\(application)/kubernetes"
        azure = "\(environment)/\(application)/azure"
        aws = "\(environment)/\(application)/aws"
    }

    func file(for output: OutputResource) -> File {
        switch output.platform {
        case .kubernetes: kubernetesFile(type: output.type, name: output.name, namespace: output.namespace)
        case .azure: azureFile(id: output.id, type: output.type, name: output.name)
        case .aws: awsFile(type: output.type, name: output.name)
        case .terraform: preconditionFailure("a module of Terraform is no file")
        }
    }

    func file(for output: RecordedOutput) -> File {
        switch output.platform {
        case .kubernetes: kubernetesFile(type: output.type, name: output.name, namespace: output.namespace)
        case .azure: azureFile(id: output.id, type: output.type, name: output.name)
        case .aws: awsFile(type: output.type, name: output.name)
        case .terraform: preconditionFailure("a module of Terraform is no file")
        }
    }

    /// A manifest is in `kubernetes/<namespace or _cluster>/<kind>-<name>.yaml`.
    private func kubernetesFile(type: String, name: String, namespace: String) -> File {
        let slash = type.utf8.firstIndex(of: UInt8(ascii: "/"))
        let group = slash.map { String(type[..<$0]) } ?? "core"
        let kind = FileName.encoding(
            slash.map { String(type[type.utf8.index(after: $0)...]) } ?? type,
            ignoringCase: true
        )
        let isAmbiguous = Self.kindsOfKubernetes.contains(kind) && !Self.belongsToKubernetes(group)
        let prefix = isAmbiguous ? "\(kind).\(FileName.encoding(group, ignoringCase: true))" : kind
        return File(
            folder: "\(kubernetes)/\(namespace.isEmpty ? "_cluster" : FileName.encoding(namespace))",
            name: "\(prefix)-\(FileName.encoding(name)).yaml"
        )
    }

    /// A request is in `azure/<type without its namespace>-<name>.json`; ARM compares names ignoring case.
    ///
    /// The names of what a resource is part of come first, `virtualnetworks-subnets-net+default`.
    private func azureFile(id: OutputResourceID, type: String, name: String) -> File {
        let (types, names) = Self.path(of: id) ?? ([type.split(separator: "/").last ?? ""], [name[...]])
        func encoded(_ part: Substring) -> String { FileName.encoding(String(part), ignoringCase: true) }
        let type = types.map(encoded).joined(separator: "-")
        return File(folder: azure, name: "\(type)-\(names.map(encoded).joined(separator: "+")).json")
    }

    /// A request is in `aws/<service>-<type>-<name>.json`.
    private func awsFile(type: String, name: String) -> File {
        let parts = type.split { $0 == "." || $0 == "/" }.dropFirst().map {
            FileName.encoding(String($0), ignoringCase: true)
        }
        return File(folder: aws, name: "\(parts.joined(separator: "-"))-\(FileName.encoding(name)).json")
    }

    /// The types and names in an ARM id, outside in; `nil` if it is none.
    private static func path(of id: OutputResourceID) -> (types: [Substring], names: [Substring])? {
        let segments = id.description.split(separator: "/")
        guard let start = segments.lastIndex(where: { $0.lowercased() == "providers" }) else { return nil }
        let path = segments[(start + 1)...].dropFirst()
        guard !path.isEmpty, path.count.isMultiple(of: 2) else { return nil }
        let pairs = stride(from: path.startIndex, to: path.endIndex, by: 2)
        return (pairs.map { path[$0] }, pairs.map { path[$0 + 1] })
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
