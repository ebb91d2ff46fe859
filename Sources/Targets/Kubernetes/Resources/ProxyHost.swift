import AppModel

/// The host name of a gateway and the URL under which it is reached (Radius 0.60, gateway hostname rules).
struct ProxyHost {
    /// The name that the gateway answers to.
    let name: String
    /// The URL of that name, whether or not anybody knows yet where the cluster is reached.
    let url: String

    /// Chooses the host: an operator's override, then the author's own name, then one made from the public endpoint.
    init(of gateway: Gateway, named gatewayName: String, application: String?, at endpoint: PublicEndpoint) {
        let application = (application ?? gatewayName).lowercased()
        // Contour takes small letters only.
        let name: String
        switch (endpoint, gateway.hostname) {
        case (.override(let host, _), _):
            name = host
        case (_, .fullyQualified(let host)):
            name = host
        case (.address(let address, _), .derived):
            name = "\(gatewayName.lowercased()).\(Self.nipHost(application, address))"
        case (.address(let address, _), .prefix(let prefix)):
            name = "\(prefix).\(Self.nipHost(application, address))"
        case (.hostname(let host, _), .derived):
            name = host
        case (.hostname(let host, _), .prefix(let prefix)):
            name = "\(prefix).\(host)"
        case (.none, .derived), (.none, .prefix):
            name = application
        }
        self.name = name.lowercased()
        let scheme =
            switch gateway.tls {
            case .none: "http"
            case .passthrough, .certificate: "https"
            }
        url = "\(scheme)://\(name.lowercased())\(endpoint.port.map { ":\($0)" } ?? "")"
    }

    /// nip.io writes the colons of an IPv6 address as hyphens.
    private static func nipHost(_ application: String, _ address: String) -> String {
        "\(application).\(String(address.map { $0 == ":" ? "-" : $0 })).nip.io"
    }
}
