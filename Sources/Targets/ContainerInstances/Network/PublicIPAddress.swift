import AppModel
import Documents
import Engine

/// A static public address, with a host name of Azure's where one is wanted.
struct PublicIPAddress {
    let landingZone: LandingZone
    let name: String
    let owner: ResourceID
    let tags: Value
    /// The first label of `<label>.<region>.cloudapp.azure.com`.
    let domainNameLabel: String?

    var output: OutputResource {
        var properties: ValueObject = ["publicIPAddressVersion": "IPv4", "publicIPAllocationMethod": "Static"]
        if let domainNameLabel {
            properties["dnsSettings"] = ["domainNameLabel": .string(domainNameLabel)]
        }
        return landingZone.output(
            .publicIPAddresses,
            name,
            owner: owner,
            body: [
                "location": .string(landingZone.compute.location),
                "tags": tags,
                "sku": ["name": "Standard", "tier": "Regional"],
                "properties": .object(properties),
            ]
        )
    }
}
