import AppModel
import Documents
import Engine

/// The NGroup: how many container groups are made from a profile, and how they are replaced.
struct NGroup {
    /// The most characters of a prefix; with a GUID behind it, a group's name has 63.
    private static let longestPrefix = 27

    let group: ContainerGroup
    let profile: OutputResource
    /// `nil` for a resource that listens on nothing.
    let loadBalancer: OutputResourceID?

    private var landingZone: LandingZone { group.landingZone }

    var output: OutputResource {
        var body: ValueObject = ["location": .string(landingZone.compute.location), "tags": tags]
        if let identity = landingZone.compute.identity.flatMap(Self.identityValue) { body["identity"] = identity }
        body["properties"] = [
            "elasticProfile": [
                "desiredCount": .integer(Int64(group.container.replicas ?? 1)),
                "maintainDesiredCount": true,
                "containerGroupNamingPolicy": ["guidNamingPolicy": ["prefix": .string(prefix)]],
            ],
            "updateProfile": [
                "updateMode": "Rolling",
                "rollingUpdateProfile": [
                    "maxBatchPercent": 20,
                    "maxUnhealthyPercent": 20,
                    "pauseTimeBetweenBatches": "PT5S",
                    "inPlaceUpdate": false,
                ],
            ],
            "containerGroupProfiles": [.object(profileReference)],
        ]
        return landingZone.output(
            .nGroups,
            group.resource.name,
            owner: group.resource.id,
            body: .object(body),
            dependencies: [profile.id.description]
                + (loadBalancer.map { [$0.description] } ?? [])
                + [landingZone.virtualNetworkID, landingZone.zoneLinkID]
        )
    }

    private var profileReference: ValueObject {
        var reference: ValueObject = [
            "resource": ["id": .string(profile.id.description)],
            "containerGroupProperties": [
                "subnetIds": [
                    [
                        "id": .string(landingZone.subnetID(.containers)),
                        "name": .string(LandingZone.Subnet.containers.rawValue),
                    ]
                ]
            ],
        ]
        if let loadBalancer {
            let pool = landingZone.api.networkReference(LoadBalancer.poolID(in: loadBalancer))
            reference["networkProfile"] = ["loadBalancer": ["backendAddressPools": [["resource": pool]]]]
        }
        return reference
    }

    /// The group's tags, with the revision of the profile: a changed profile must change the NGroup, or
    /// running groups would keep the old one.
    ///
    /// The revision is known after the profile was applied. A target that counts none leaves the digest.
    private var tags: Value {
        guard case .object(var tags) = group.tags, let address = profile.address else { return group.tags }
        let digest = ProfileDigest.of(profile.body)
        tags["rad-profile"] = .unknown(
            Unknown(expression: "revision of \(profile.name), \(digest)", sources: [address]) { runtime in
                guard let revision = runtime[address]?["properties"]?["revision"]?.integerValue else {
                    return .string(digest)
                }
                return .string("\(revision)")
            }
        )
        return .object(tags)
    }

    private var prefix: String {
        "\(group.resource.name.lowercased().prefix(Self.longestPrefix - 1))-"
    }

    /// The identity as ARM writes it; `nil` for kinds that only Kubernetes knows.
    static func identityValue(_ identity: Environment.Identity) -> Value? {
        guard let type = identityTypes[identity.kind] else { return nil }
        var value: ValueObject = ["type": .string(type)]
        if !identity.managedIdentities.isEmpty {
            let identities = identity.managedIdentities.map { ($0, Value.object([:])) }
            value["userAssignedIdentities"] = .object(ValueObject(identities))
        }
        return .object(value)
    }

    static let identityTypes = [
        "systemAssigned": "SystemAssigned",
        "userAssigned": "UserAssigned",
        "systemAssignedUserAssigned": "SystemAssigned, UserAssigned",
    ]
}
