import AppModel
import Documents
import Engine

/// The way out of the container subnet: images are pulled and services are called through it.
struct NATGateway {
    let landingZone: LandingZone

    var output: OutputResource {
        let address = landingZone.id(.publicIPAddresses, landingZone.natGateway)
        return landingZone.output(
            .natGateways,
            landingZone.natGateway,
            owner: landingZone.environment.id,
            body: [
                "location": .string(landingZone.compute.location),
                "tags": landingZone.tags(),
                "sku": ["name": "Standard"],
                "properties": ["idleTimeoutInMinutes": 4, "publicIpAddresses": [["id": .string(address)]]],
            ],
            dependencies: [address]
        )
    }
}
