import Documents

/// A resource type: a namespace and a name, `Applications.Core/containers`.
///
/// Types are compared ignoring case and keep the author's spelling.
public struct ResourceType: Sendable {
    /// What stands before the `/`.
    public let namespace: String
    /// What stands after the `/`.
    public let name: String

    /// Reads a type from text; `nil` unless it has exactly one `/` with something on both sides.
    public init?(_ text: String) {
        self.init(text[...])
    }

    init?(_ text: Substring) {
        guard let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")) else { return nil }
        let namespace = text[..<slash]
        let name = text[text.utf8.index(after: slash)...]
        guard !namespace.isEmpty, !name.isEmpty, !name.utf8.contains(UInt8(ascii: "/")) else { return nil }
        self.init(namespace: String(namespace), name: String(name))
    }

    /// Creates a type whose parts are known to be good.
    public init(namespace: String, name: String) {
        self.namespace = namespace
        self.name = name
    }
}

extension ResourceType: CustomStringConvertible {
    public var description: String { "\(namespace)/\(name)" }
}

extension ResourceType: Hashable {
    public static func == (left: ResourceType, right: ResourceType) -> Bool {
        left.name.equalsIgnoringASCIICase(right.name) && left.namespace.equalsIgnoringASCIICase(right.namespace)
    }

    public func hash(into hasher: inout Hasher) {
        // FNV-1a: bytes one by one are dear to a `Hasher`.
        var digest: UInt64 = 0xcbf2_9ce4_8422_2325
        for part in [namespace, name] {
            for byte in part.utf8 { digest = (digest ^ UInt64(byte.asciiLowercased)) &* 0x100_0000_01b3 }
        }
        hasher.combine(digest)
    }
}

extension ResourceType {
    public static let applications = ResourceType(namespace: "Applications.Core", name: "applications")
    public static let environments = ResourceType(namespace: "Applications.Core", name: "environments")
    public static let containers = ResourceType(namespace: "Applications.Core", name: "containers")
    public static let gateways = ResourceType(namespace: "Applications.Core", name: "gateways")
    public static let extenders = ResourceType(namespace: "Applications.Core", name: "extenders")
    public static let coreApplications = ResourceType(namespace: "Radius.Core", name: "applications")
    public static let coreEnvironments = ResourceType(namespace: "Radius.Core", name: "environments")
    public static let recipePacks = ResourceType(namespace: "Radius.Core", name: "recipePacks")
    /// What environments refer to for the tools behind their recipes, one of each type.
    public static let settings = [terraformSettings, bicepSettings]
    public static let bicepSettings = ResourceType(namespace: "Radius.Core", name: "bicepSettings")
    public static let terraformSettings = ResourceType(namespace: "Radius.Core", name: "terraformSettings")
    public static let computeContainers = ResourceType(namespace: "Radius.Compute", name: "containers")
    public static let routes = ResourceType(namespace: "Radius.Compute", name: "routes")
    public static let containerImages = ResourceType(namespace: "Radius.Compute", name: "containerImages")
    public static let persistentVolumes = ResourceType(namespace: "Radius.Compute", name: "persistentVolumes")
    public static let secretStores = ResourceType(namespace: "Applications.Core", name: "secretStores")
    public static let volumes = ResourceType(namespace: "Applications.Core", name: "volumes")
    /// Its keys are given to those that connect to it as a whole.
    public static let securitySecrets = ResourceType(namespace: "Radius.Security", name: "secrets")
}
