import Diagnostics
import Documents

/// An object of a platform as a file declares it beside its Radius resources.
struct ObjectDraft: Sendable {
    let object: PlatformObject
    /// Where Azure resources of the file go unless they say something else.
    let home: AzureScopeID
    let apiVersion: String?
    let address: String
    /// The addresses of the resources that it mentions.
    let dependencies: [String]
    let isExisting: Bool
    let origin: Origin

    func id(in group: String) -> ResourceID { object.id(in: group, home: home) }

    /// The object as a node of the application.
    func resource(in group: String, ids: [String: ResourceID]) -> Resource {
        let id = id(in: group)
        return Resource(
            id: id,
            apiVersion: apiVersion ?? "",
            address: address,
            properties: [:],
            isExisting: isExisting,
            dependencies: dependencies.compactMap { ids[$0] }.filter { $0 != id },
            origin: origin,
            object: object
        )
    }
}

extension Definition {
    /// Gives the objects of platforms to the one application of the file: unlike resources, they name none.
    mutating func adoptObjects() {
        let isOwned = resources.contains { $0.object != nil && !$0.isExisting }
        guard isOwned, !diagnostics.hasErrors else { return }
        let owners = Set(resources.compactMap { $0.application?.name.lowercased() })
        let candidates =
            applications.count == 1 ? applications : applications.filter { owners.contains($0.name.lowercased()) }
        for position in resources.indices where resources[position].object != nil && !resources[position].isExisting {
            guard let owner = candidates.first, candidates.count == 1 else {
                let resource = resources[position]
                diagnostics.append(
                    .objectWithoutApplication(
                        resource.name,
                        applications: candidates.map(\.name),
                        at: resource.origin.declaration
                    )
                )
                continue
            }
            resources[position].properties["application"] = .string(owner.id.description)
        }
    }
}
