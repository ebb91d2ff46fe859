import AppModel
import Documents
import Engine

/// The zone in which containers find each other by name.
struct PrivateDNSZone {
    let landingZone: LandingZone

    var output: OutputResource {
        landingZone.output(
            .privateDNSZones,
            landingZone.zone,
            owner: landingZone.environment.id,
            body: ["location": "global", "tags": landingZone.tags(), "properties": [:]]
        )
    }
}
