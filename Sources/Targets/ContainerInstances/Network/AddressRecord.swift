import AppModel
import Documents
import Engine

/// The name of a container resource in the private zone.
struct AddressRecord {
    let landingZone: LandingZone
    let owner: ResourceID
    let address: String

    var output: OutputResource {
        landingZone.output(
            .addressRecords,
            landingZone.zone,
            owner.name.lowercased(),
            owner: owner,
            body: ["properties": ["ttl": 300, "aRecords": [["ipv4Address": .string(address)]]]],
            dependencies: [landingZone.zoneID, landingZone.id(.loadBalancers, owner.name)]
        )
    }
}
