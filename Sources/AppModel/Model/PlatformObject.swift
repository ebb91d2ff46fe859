public import Bicep
public import Documents

/// A resource that is not Radius' own but a platform's: an object of Kubernetes or a resource of Azure or AWS.
///
/// It never changes; a class, because all resources have room for one and hardly any has one.
public final class PlatformObject: Sendable {
    /// What the object is.
    public enum Kind: Sendable, Equatable {
        /// `group` is empty for the core group; the namespace is empty for what is cluster-scoped or left to the target.
        case kubernetes(group: String, version: String, kind: String, namespace: String)
        /// An ARM resource: its full id and API version.
        case azure(id: String, type: String, apiVersion: String)
        /// A resource of AWS: its id, and its type as Bicep has it, `AWS.S3/Bucket`.
        case aws(id: String, type: String)
    }

    public let kind: Kind
    public let name: String
    /// The manifest without `apiVersion` and `kind`, the ARM body without `name`, or `properties` of AWS.
    public let body: ValueObject

    /// Why a resource is no object that a target can be asked for.
    public enum Problem: Error {
        /// Its name is not known before the deployment.
        case noName
        /// It belongs to a platform that no target reaches.
        case unknownPlatform
        /// It is of AWS, and there is no account and no region for it.
        case noAWSScope
    }

    /// What goes to AWS, and where.
    public enum AWSPlace: Sendable {
        /// Nothing does.
        case unreachable
        /// The account and the region of an environment: `/planes/aws/aws/accounts/<id>/regions/<name>`; `nil` if it
        /// has none.
        case scope(String?)
    }

    /// Tells what a resource of Bicep asks for.
    public convenience init(_ resource: EvaluatedResource, aws place: AWSPlace = .unreachable) throws(Problem) {
        switch resource.extensionName?.lowercased() {
        case nil: try self.init(azure: resource)
        case "kubernetes": try self.init(kubernetes: resource)
        case "aws":
            guard case .scope(let scope) = place else { throw .unknownPlatform }
            try self.init(aws: resource, in: scope)
        case .some: throw .unknownPlatform
        }
    }

    private init(_ kind: Kind, name: String, body: ValueObject) {
        self.kind = kind
        self.name = name
        self.body = body
    }

    /// The Bicep type `AWS.S3/Bucket@default` names a type of CloudFormation; `alias` is the name of the resource.
    private convenience init(aws resource: EvaluatedResource, in scope: String?) throws(Problem) {
        guard let scope else { throw .noAWSScope }
        guard let name = (resource.body["alias"] ?? resource.name).stringValue, !name.isEmpty else { throw .noName }
        guard resource.type.hasPrefix("AWS."), resource.type.contains("/") else { throw .unknownPlatform }
        self.init(
            .aws(id: "\(scope)/providers/\(resource.type)/\(name)", type: resource.type),
            name: name,
            body: ["properties": resource.body["properties"] ?? [:]]
        )
    }

    /// The Bicep type `apps/Deployment@v1` names the group, the kind and the version; the core group is `core`.
    private convenience init(kubernetes resource: EvaluatedResource) throws(Problem) {
        let parts = resource.type.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let version = resource.apiVersion else { throw .unknownPlatform }
        guard let name = resource.body["metadata"]?["name"]?.stringValue, !name.isEmpty else { throw .noName }
        let written = resource.body["metadata"]?["namespace"] ?? resource.extensionConfiguration["namespace"]
        let kind = Kind.kubernetes(
            group: parts[0] == "core" ? "" : String(parts[0]),
            version: version,
            kind: String(parts[1]),
            namespace: written?.stringValue ?? ""
        )
        var body = resource.body
        for member in ["apiVersion", "kind", "name"] { body[member] = nil }
        self.init(kind, name: name, body: body)
    }

    private convenience init(azure resource: EvaluatedResource) throws(Problem) {
        guard let name = resource.name.stringValue, !name.isEmpty, let apiVersion = resource.apiVersion,
            let id = resource.id.stringValue
        else { throw .noName }
        var body = resource.body
        body["name"] = nil
        self.init(.azure(id: id, type: resource.type, apiVersion: apiVersion), name: name, body: body)
    }
}

extension PlatformObject {
    /// The id under which the object stands in a graph and in the state, which know types and names of two parts only.
    ///
    /// Objects of one name in two namespaces are told apart as in Kubernetes' own host names, `name.namespace`, in which
    /// a complete name that has dots itself ends in one. The parts of a name in Azure are joined by dots, or by colons
    /// if a part has dots, and followed by the scope if that is not the environment's.
    ///
    /// - Parameters:
    ///   - group: The group of the resources.
    ///   - home: Where Azure resources go unless they say something else.
    /// - Returns: An id that no other object of a definition has.
    func id(in group: String, home: AzureScopeID) -> ResourceID {
        switch kind {
        case .kubernetes(let apiGroup, _, let kind, let namespace):
            let type = ResourceType(namespace: apiGroup.isEmpty ? "core" : apiGroup, name: kind)
            let complete = name.contains(".") ? "\(name)." : name
            return ResourceID(group: group, type: type, name: namespace.isEmpty ? complete : "\(name).\(namespace)")
        case .azure(let id, let type, _):
            let parts = type.split(separator: "/").map(String.init)
            let type = ResourceType(namespace: parts[0], name: parts.dropFirst().joined(separator: "."))
            let names = name.split(separator: "/").joined(separator: name.contains(".") ? ":" : ".")
            return ResourceID(group: group, type: type, name: names + Self.suffix(ofScope: id, from: home))
        case .aws(_, let type):
            let parts = type.split(separator: "/", maxSplits: 1).map(String.init)
            return ResourceID(group: group, type: ResourceType(namespace: parts[0], name: parts[1]), name: name)
        }
    }

    /// The body with a stand-in for everything that a `Secret` of Kubernetes or a secret of a key vault holds.
    var bodyWithoutSecrets: ValueObject {
        var body = body
        switch kind {
        case .kubernetes("", _, "Secret", _):
            for name in ["data", "stringData"] where body[name] != nil {
                body[name] = .object(
                    ValueObject((body[name]?.objectValue ?? [:]).map { ($0.key, .string(Value.redactedText)) })
                )
            }
        case .azure(_, let type, _) where type.lowercased() == "microsoft.keyvault/vaults/secrets":
            guard var properties = body["properties"]?.objectValue else { break }
            if properties["value"] != nil { properties["value"] = .string(Value.redactedText) }
            body["properties"] = .object(properties)
        case .kubernetes, .azure, .aws: break
        }
        return body
    }

    /// What tells a resource of another scope than the environment's from one of that.
    private static func suffix(ofScope id: String, from home: AzureScopeID) -> String {
        guard id.lowercased().contains("/providers/"), let scope = AzureScopeID(id) else { return "" }
        let isOfHome = scope.subscription.lowercased() == home.subscription.lowercased()
        guard isOfHome else { return ":\(scope.subscription)" + (scope.resourceGroup.map { ":\($0)" } ?? "") }
        guard let group = scope.resourceGroup, group.lowercased() != home.resourceGroup?.lowercased() else { return "" }
        return ":\(group)"
    }

    /// Whether the object is Azure's.
    var isAzure: Bool {
        switch kind {
        case .kubernetes, .aws: false
        case .azure: true
        }
    }

    /// Whether others may call the object by its name.
    var isHost: Bool {
        switch kind {
        case .kubernetes(let group, _, let kind, _): group.isEmpty && kind == "Service"
        case .azure, .aws: false
        }
    }
}
