import AppModel
import Diagnostics
import Documents
import Engine
import Recipes

/// The volumes of key vaults that a container mounts, by the driver for them (Radius 0.60, container renderer).
struct VaultMounts {
    private let resource: Resource
    private let mounts: [Mount]

    /// One volume, by the name that the container knows it by.
    private struct Mount {
        let name: String
        let volume: KeyVaultVolume
        /// The ARM id of the vault.
        let scope: String
        let className: String
        let path: ValuePath
    }

    /// Finds the volumes; reports those that are of no key vault.
    init(of container: SharedContainer, _ resource: Resource, in emission: inout GraphEmission) {
        self.resource = resource
        var mounts: [Mount] = []
        for volume in container.volumes {
            guard case .persistent(let source, _) = volume.source else { continue }
            let found = source.stringValue.flatMap { ResourceID($0) }.flatMap { emission.resources[$0] }?.resource
            guard let found, let vault = KeyVaultVolume.read(from: found).volume,
                let scope = Self.vaultID(vault.vault)
            else {
                emission.diagnostics.append(.volumeOfNoVault(volume, of: resource))
                continue
            }
            mounts.append(
                Mount(
                    name: volume.name,
                    volume: vault,
                    scope: scope,
                    className: Self.className(for: found, mountedBy: resource, in: emission),
                    path: volume.path
                )
            )
        }
        self.mounts = mounts
    }

    /// The ARM id of a key vault; `nil` for that of anything else, which roles would be given for in its place.
    private static func vaultID(_ text: String) -> String? {
        guard let id = ConnectionGrants.armID(text) else { return nil }
        let parts = id.lowercased().split(separator: "/")
        let isVault =
            parts.count == 8 && parts[2] == "resourcegroups"
            && parts[4...6].elementsEqual(["providers", "microsoft.keyvault", "vaults"])
        return isVault ? id : nil
    }

    /// The roles that the container's identity needs to read the vaults.
    var grants: [WorkloadIdentity.Grant] {
        mounts.flatMap { mount in
            var roles: [String] = []
            let kinds = mount.volume.items.map(\.kind)
            if kinds.contains(.secret) { roles.append("Key Vault Secrets User") }
            if kinds.contains(where: { $0 != .secret }) { roles.append("Key Vault Crypto User") }
            // Of the two above, neither may read a certificate.
            if kinds.contains(where: { $0 != .secret && $0 != .key }) { roles.append("Key Vault Certificate User") }
            return roles.map { WorkloadIdentity.Grant(role: $0, scope: mount.scope, path: mount.path) }
        }
    }

    /// Where the first volume is mounted; `nil` if none is.
    var firstPath: ValuePath? { mounts.first?.path }

    /// The pod's volume of a container's volume.
    func podVolume(named name: String) -> Value? {
        mounts.first { $0.name == name }.map { mount in
            [
                "name": .string(name),
                "csi": [
                    "driver": "secrets-store.csi.k8s.io", "readOnly": true,
                    "volumeAttributes": ["secretProviderClass": .string(mount.className)],
                ],
            ]
        }
    }

    /// Emits what tells the driver which objects of the vault it mounts, and as whom it reads them.
    func emit(
        in scope: ResourceScope,
        as identity: WorkloadIdentity,
        after dependencies: [OutputResourceID],
        into emission: inout GraphEmission
    ) -> [OutputResourceID] {
        var seen: Set<String> = []
        return mounts.filter { seen.insert($0.className).inserted }.map { mount in
            let annotations = [("radapp.io/identity-type", "azure.com.workload" as Value)]
            let manifest = KubernetesManifest(
                .secretProviderClass,
                name: mount.className,
                namespace: scope.namespace,
                labels: scope.labels,
                annotations: ResourceScope.merged(scope.annotations ?? [:], annotations),
                ManifestFields([("spec", ["provider": "azure", "parameters": parameters(of: mount, as: identity)])])
            )
            return emission.add(manifest, for: resource, after: dependencies)
        }
    }

    private func parameters(of mount: Mount, as identity: WorkloadIdentity) -> Value {
        [
            "usePodIdentity": "false",
            "keyvaultName": .string(KubernetesName.lastSegment(of: mount.scope)),
            "objects": .string(mount.volume.objects),
            "clientID": identity.clientID,
            "tenantID": identity.tenantID,
        ]
    }

    /// The class is called like the volume.
    ///
    /// Several containers that mount one volume read it as different identities,
    /// so each has a class of its own then.
    private static func className(
        for volume: Resource,
        mountedBy resource: Resource,
        in emission: GraphEmission
    ) -> String {
        let name = volume.name.lowercased()
        return emission.resources.isShared(volume: volume.id) ? "\(name)-\(resource.name.lowercased())" : name
    }
}

extension KeyVaultVolume {
    /// The objects as the driver reads them: YAML whose list holds YAML.
    fileprivate var objects: String {
        let list = items.map { Value.string($0.object.yaml) }
        return (["array": .array(list)] as Value).yaml
    }
}

extension KeyVaultVolume.Item {
    fileprivate var object: Value {
        var fields = ManifestFields([("objectName", .string(name))])
        fields.add("objectAlias", alias.map { .string($0) })
        fields.add("objectType", .string(driverType))
        fields.add("objectVersion", version.map { .string($0) })
        fields.add("objectEncoding", encoding.map { .string($0) })
        fields.add("objectFormat", format.map { .string($0) })
        return fields.value
    }

    /// Radius writes `certificate` for a certificate, which the driver does not know.
    private var driverType: String {
        switch kind {
        case .secret, .privateKey: "secret"
        case .key, .publicKey: "key"
        case .certificate: "cert"
        }
    }
}

extension Value {
    fileprivate var yaml: String {
        var writer = YAMLWriter()
        write(to: &writer, disclosing: .redacted)
        return String(decoding: writer.finish(), as: UTF8.self)
    }
}
