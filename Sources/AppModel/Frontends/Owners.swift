import Documents

/// Finds the environment and the application that a resource belongs to.
///
/// Authors give ids, or plain names as older files do; where a type needs one and none is
/// given, those of the deployment stand in.
struct Owners {
    private let scope: DeploymentScope
    private var declared: [String: ResourceID] = [:]
    /// Those that resources have named so far, by the text of the id.
    private var written: [String: ResourceID] = [:]

    /// Notes which environments and applications a file declares.
    init(declared ids: [ResourceID], scope: DeploymentScope) {
        self.scope = scope
        let scoped = [scope.environment, scope.application].compactMap { $0 }
        for id in scoped + ids {
            switch id.type {
            case .environments, .coreEnvironments: declared["environment/\(id.name.lowercased())"] = id
            case .applications, .coreApplications: declared["application/\(id.name.lowercased())"] = id
            case _: break
            }
        }
    }

    /// Writes full ids to `environment` and `application`, and tells which.
    mutating func complete(
        _ properties: inout ValueObject,
        of id: ResourceID,
        schema: ResourceTypeSchema
    ) -> [ResourceID] {
        [
            complete("environment", of: &properties, id, schema, standIn: scope.environment),
            complete("application", of: &properties, id, schema, standIn: scope.application),
        ].compactMap { $0 }
    }

    private mutating func complete(
        _ name: String,
        of properties: inout ValueObject,
        _ id: ResourceID,
        _ schema: ResourceTypeSchema,
        standIn: ResourceID?
    ) -> ResourceID? {
        guard let property = schema.properties[name] else { return nil }
        guard let value = properties[name], !value.isNull else {
            guard property.isRequired, let standIn else { return nil }
            properties[name] = .string(standIn.description)
            return standIn
        }
        guard let text = value.stringValue, !text.isEmpty else { return nil }
        guard !text.contains("/") else { return read(text) }
        let owner =
            declared["\(name)/\(text.lowercased())"]
            ?? ResourceID(group: id.group, type: ownerType(name, of: id), name: text)
        properties[name] = .string(owner.description)
        return owner
    }

    /// Most resources of a file have the same owners.
    private mutating func read(_ text: String) -> ResourceID? {
        if let known = written[text] { return known }
        let id = ResourceID(text)
        written[text] = id
        return id
    }

    /// An owner that is only named belongs to the generation of the environment, else to that of its resource.
    private func ownerType(_ name: String, of id: ResourceID) -> ResourceType {
        let namespace = scope.environment?.type.namespace ?? id.type.namespace
        let isLegacy = namespace.lowercased().hasPrefix("applications.")
        return ResourceType(namespace: isLegacy ? "Applications.Core" : "Radius.Core", name: "\(name)s")
    }
}
