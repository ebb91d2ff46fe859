import AppModel
import Crypto
import Documents

/// The public name of a gateway, known before anything is made.
struct ARMGatewayHost {
    /// Azure takes at most 63 characters in a label; the hash and its hyphen are 11.
    private static let longestName = 52

    /// The label of the public address in `<label>.<region>.cloudapp.azure.com`.
    let label: String
    /// The name that clients use.
    let host: String
    /// Set when only requests for this name are taken.
    let listenerHost: String?

    /// Finds the names of a gateway that is called `name`.
    init(of gateway: Gateway, named name: String, in landingZone: LandingZone) {
        let hash = Insecure.SHA1.hash(data: Array(landingZone.compute.scope.utf8)).prefix(5).hexadecimal
        let prefix: String
        switch gateway.hostname {
        case .derived, .fullyQualified: prefix = name
        case .prefix(let given): prefix = given
        }
        label = "\(prefix.lowercased().prefix(Self.longestName))-\(hash)"
        switch gateway.hostname {
        case .derived, .prefix:
            listenerHost = nil
            host = gateway.hostnames.first ?? "\(label).\(landingZone.region).cloudapp.azure.com"
        case .fullyQualified(let given):
            listenerHost = given
            host = given
        }
    }
}
