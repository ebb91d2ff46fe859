import AppModel
import Documents
import Recipes

/// The volumes of a group: empty folders, Azure file shares and secrets.
extension ContainerGroup {
    mutating func volumeValue(_ volume: Volume) -> Value? {
        let name = Value.string(volume.name.lowercased())
        switch volume.source {
        case .ephemeral: return ["name": name, "emptyDir": [:]]
        case .persistent(let source, let access):
            guard let share = fileShare(source, access: access) else {
                report(.noFileShare(volume, of: resource))
                return nil
            }
            return ["name": name, "azureFile": share]
        case .secret(let source):
            guard let source = source.stringValue, let values = secrets.values(in: source) else {
                report(.secretNotFound("volume '\(volume.name)'", in: resource, at: volume.path))
                return nil
            }
            let files = values.map { ($0.key, Base64.encoded($0.value).concealed) }
            return ["name": name, "secret": .object(ValueObject(files))]
        }
    }

    private func fileShare(_ source: Value, access: String?) -> Value? {
        guard let id = source.stringValue.flatMap({ ResourceID($0) }), let volume = index[id] else { return nil }
        guard case .recipe(let result) = volume.role, let account = result.values["storageAccountName"],
            let share = result.values["shareName"], let key = result.secrets["storageAccountKey"]
        else { return nil }
        return [
            "shareName": share,
            "storageAccountName": account,
            "storageAccountKey": key.concealed,
            "readOnly": .bool(access == "ReadOnlyMany" || access == "read"),
        ]
    }

    mutating func mountValue(_ mount: VolumeMount, of spec: ContainerSpec) -> Value {
        if mount.mountPath.contains(":") {
            let path = spec.path.appending("volumeMounts")
            report(
                .notOnContainerInstances(
                    "the mount path '\(mount.mountPath)'",
                    of: resource,
                    because: "it takes no ':' in a mount path",
                    help: "mount the volume at a path without ':'",
                    at: path
                )
            )
        }
        var value: ValueObject = ["name": .string(mount.volume.lowercased()), "mountPath": .string(mount.mountPath)]
        if mount.isReadOnly { value["readOnly"] = true }
        return .object(value)
    }
}
