internal import AppModel
internal import Documents

/// What a recipe is told about the resource that it provides: the `context` of Radius 0.60.
struct RecipeContext {
    let resource: Resource
    let application: Application?
    let environment: Environment
    /// The connected resources, by the connection's name, in the order of the definition.
    let connections: [(name: String, resource: ConnectedResource)]
    /// What is laid over the rest where a recipe is tried; nothing in a deployment.
    var overlay: ValueObject = [:]

    /// The object that is passed to the recipe.
    var value: ValueObject { known.overlaid(with: overlay) }

    private var known: ValueObject {
        var context: ValueObject = [
            "resource": .object(resourceValue),
            "application": [
                "name": .string(application?.name ?? ""),
                "id": .string(application?.id.description ?? ""),
            ],
            "environment": [
                "name": .string(environment.name),
                "id": .string(environment.id.description),
            ],
            "runtime": .object(runtime),
        ]
        context["azure"] = environment.azureScope.flatMap(AzureScopeID.init).map(azure)
        context["aws"] = aws
        return context
    }

    private var resourceValue: ValueObject {
        var value: ValueObject = [
            "name": .string(resource.name),
            "id": .string(resource.id.description),
            "type": .string(resource.type.description),
        ]
        if !resource.properties.isEmpty {
            value["properties"] = .object(resource.properties)
        }
        if !connections.isEmpty {
            value["connections"] = .object(ValueObject(connections.map { ($0.name, connected($0.resource)) }))
        }
        return value
    }

    /// A connected resource as it is stored: whatever is secret is null.
    private func connected(_ other: ConnectedResource) -> Value {
        [
            "id": .string(other.id.description),
            "name": .string(other.id.name),
            "type": .string(other.id.type.description),
            "properties": Value.object(other.properties).withoutSecrets ?? [:],
        ]
    }

    private var runtime: ValueObject {
        switch environment.compute {
        case .kubernetes(let kubernetes):
            let namespace = application?.namespace(in: kubernetes) ?? kubernetes.namespace
            return [
                "kubernetes": [
                    "namespace": .string(namespace),
                    "environmentNamespace": .string(kubernetes.namespace),
                ]
            ]
        case .containerInstances: return ["azureContainerInstances": [:]]
        }
    }

    private func azure(_ scope: AzureScopeID) -> Value {
        let subscription = "/subscriptions/\(scope.subscription)"
        let group = scope.resourceGroup
        let hashed = group.map { "\(subscription)/resourceGroups/\($0)" } ?? subscription
        return [
            "resourceGroup": [
                "name": .string(group ?? ""),
                "id": .string("\(subscription)/resourceGroups/\(group ?? "")"),
            ],
            "subscription": ["subscriptionId": .string(scope.subscription), "id": .string(subscription)],
            "resourceNameHash": .string(Self.nameHash(scope: hashed, resource: resource.id)),
        ]
    }

    private var aws: Value? {
        guard let region = awsRegion, let account = awsPart(after: "accounts") else { return nil }
        return ["region": .string(region), "account": .string(account)]
    }

    /// The region of AWS that recipes go to; `nil` for none.
    var awsRegion: String? { awsPart(after: "regions") }

    private func awsPart(after name: String) -> String? {
        guard let parts = environment.providers.awsScope?.split(separator: "/"),
            let place = parts.firstIndex(where: { $0 == name }), place + 1 < parts.count
        else { return nil }
        return String(parts[place + 1])
    }

    /// Sixteen hexadecimal digits that tell apart what one resource makes in one scope.
    private static func nameHash(scope: String, resource: ResourceID) -> String {
        String(hexSHA256("\(scope.lowercased())\0\(resource.description.lowercased())").prefix(16))
    }
}

extension ValueObject {
    /// The object with the members of another laid over it, objects within objects; null takes a member away.
    func overlaid(with other: ValueObject) -> ValueObject {
        var result = self
        for (name, value) in other {
            switch value {
            case .null: result[name] = nil
            case .object(let members):
                result[name] = .object((result[name]?.objectValue ?? [:]).overlaid(with: members))
            case .bool, .integer, .number, .string, .array, .secret, .unknown: result[name] = value
            }
        }
        return result
    }
}
