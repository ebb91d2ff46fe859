import AppModel
import Documents
import Recipes
import Synchronization

/// The resources of an application, found by what others call them.
///
/// A mention costs the same in applications of any size. The tables for that are made for the first one: most
/// applications of containers have none.
struct BoundResources: Sendable {
    private let all: [BoundResource]
    private let tables = LazyTables()

    private final class LazyTables: Sendable {
        let made = Mutex<Tables?>(nil)
    }

    /// Lists the resources of an application; of several with one name, the first counts.
    init(_ all: [BoundResource]) {
        self.all = all
    }

    private var known: Tables {
        tables.made.withLock { made in
            if let made { return made }
            let tables = Tables(all)
            made = tables
            return tables
        }
    }

    /// A resource and what it became, by its id.
    subscript(id: ResourceID) -> BoundResource? { known.placesByID[id].map { all[$0] } }

    /// A resource by the id that another resource mentions.
    subscript(mentioned text: String) -> Resource? { ResourceID(text).flatMap { self[$0]?.resource } }

    /// A container that rad makes, by the name of its resource.
    func container(named name: String) -> BoundResource? { known.containersByName[name].map { all[$0] } }

    /// The `Radius.Security/secrets` whose Secret has a name.
    func secrets(named name: String) -> BoundResource? { known.secretsByName[name].map { all[$0] } }

    /// Whether several containers mount a persistent volume.
    func isShared(volume id: ResourceID) -> Bool { known.mounts[id, default: 0] > 1 }
}

extension BoundResources {
    /// The places of resources in a list.
    private final class Tables: Sendable {
        let placesByID: [ResourceID: Int]
        let containersByName: [String: Int]
        let secretsByName: [String: Int]
        /// By a persistent volume, how many containers mount it.
        let mounts: [ResourceID: Int]

        init(_ all: [BoundResource]) {
            var placesByID = [ResourceID: Int](minimumCapacity: all.count)
            var containersByName = [String: Int](minimumCapacity: all.count)
            var secretsByName: [String: Int] = [:]
            var mounts: [ResourceID: Int] = [:]
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
            self.placesByID = placesByID
            self.containersByName = containersByName
            self.secretsByName = secretsByName
            self.mounts = mounts
        }
    }
}

extension Volume {
    /// The id of a persistent volume; `nil` for another kind, and for what is no id.
    fileprivate var persistentID: ResourceID? {
        guard case .persistent(let id, _) = source else { return nil }
        return id.stringValue.flatMap { ResourceID($0) }
    }
}
