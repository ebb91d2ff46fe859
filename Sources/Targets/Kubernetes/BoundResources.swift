import AppModel
import Documents
import Recipes

/// The resources of an application, found by what others call them.
///
/// Made once, so that a mention costs the same in applications of any size.
struct BoundResources {
    private let all: [BoundResource]
    private var placesByID: [ResourceID: Int] = [:]
    private var containersByName: [String: Int] = [:]
    private var secretsByName: [String: Int] = [:]
    /// By a persistent volume, how many containers mount it.
    private var mounts: [ResourceID: Int] = [:]

    /// Indexes the resources of an application; of several with one name, the first counts.
    init(_ all: [BoundResource]) {
        self.all = all
        placesByID.reserveCapacity(all.count)
        containersByName.reserveCapacity(all.count)
        for (place, bound) in all.enumerated() {
            let resource = bound.resource
            if placesByID[resource.id] == nil { placesByID[resource.id] = place }
            if resource.type == .securitySecrets, secretsByName[resource.name] == nil {
                secretsByName[resource.name] = place
            }
            guard case .container(let container) = bound.role else { continue }
            for volume in Set(container.volumes.compactMap(\.persistentID)) { mounts[volume, default: 0] += 1 }
            guard container.manualResources == nil, containersByName[resource.name] == nil else { continue }
            containersByName[resource.name] = place
        }
    }

    /// A resource and what it became, by its id.
    subscript(id: ResourceID) -> BoundResource? { placesByID[id].map { all[$0] } }

    /// A resource by the id that another resource mentions.
    subscript(mentioned text: String) -> Resource? { ResourceID(text).flatMap { self[$0]?.resource } }

    /// A container that rad makes, by the name of its resource.
    func container(named name: String) -> BoundResource? { containersByName[name].map { all[$0] } }

    /// The `Radius.Security/secrets` whose Secret has a name.
    func secrets(named name: String) -> BoundResource? { secretsByName[name].map { all[$0] } }

    /// Whether several containers mount a persistent volume.
    func isShared(volume id: ResourceID) -> Bool { mounts[id, default: 0] > 1 }
}

extension Volume {
    /// The id of a persistent volume; `nil` for another kind, and for what is no id.
    fileprivate var persistentID: ResourceID? {
        guard case .persistent(let id, _) = source else { return nil }
        return id.stringValue.flatMap { ResourceID($0) }
    }
}
