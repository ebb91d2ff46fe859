public import Diagnostics
import Documents

/// Storage that outlives containers: `Radius.Compute/persistentVolumes`.
public struct PersistentVolume: Sendable, Equatable {
    public let sizeInGib: Int
    /// `ReadWriteOnce`, `ReadOnlyMany` or `ReadWriteMany`.
    public let accessMode: String

    /// Creates a volume.
    public init(sizeInGib: Int, accessMode: String = "ReadWriteOnce") {
        self.sizeInGib = sizeInGib
        self.accessMode = accessMode
    }

    /// Reads a volume; `nil` for another type, or where its size is not known.
    public static func read(from resource: Resource) -> (volume: PersistentVolume?, diagnostics: [Diagnostic]) {
        guard resource.type == .persistentVolumes else { return (nil, []) }
        var diagnostics: [Diagnostic] = []
        let properties = PropertyReader(resource)
        guard let size = properties.integer("sizeInGib", &diagnostics) else { return (nil, diagnostics) }
        let mode = properties.text("allowedAccessModes", &diagnostics) ?? "ReadWriteOnce"
        return (PersistentVolume(sizeInGib: size, accessMode: mode), diagnostics)
    }
}
