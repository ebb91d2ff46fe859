import AppModel
import Documents
import Engine

/// What makes the names of the private zone known inside the virtual network.
struct VirtualNetworkLink {
    let landingZone: LandingZone

    var output: OutputResource {
        landingZone.output(
            .virtualNetworkLinks,
            landingZone.zone,
            landingZone.environment.name,
            owner: landingZone.environment.id,
            body: [
                "location": "global",
                "tags": landingZone.tags(),
                "properties": [
                    "registrationEnabled": false,
                    "virtualNetwork": ["id": .string(landingZone.virtualNetworkID)],
                ],
            ],
            dependencies: [landingZone.zoneID, landingZone.virtualNetworkID]
        )
    }
}
