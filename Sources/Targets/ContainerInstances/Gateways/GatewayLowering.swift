import AppModel
import Diagnostics
import Documents
import Engine
import Recipes

/// Lowers a gateway or routes to a public address and an application gateway.
struct GatewayLowering {
    let index: ApplicationIndex
    let resource: Resource
    let gateway: Gateway

    /// What the gateway comes to; destinations come first.
    func outputs(after providers: [OutputResourceID], reporting diagnostics: inout [Diagnostic]) -> [OutputResource] {
        diagnostics += unsupported()
        let routes = GatewayRoutes(of: gateway, owner: resource, in: index)
        diagnostics += routes.diagnostics
        let landingZone = index.landingZone
        let application = index.graph.application
        let metadata = landingZone.metadata(of: application)
        let tags = landingZone.tags(application: application, owner: resource.id, metadata: metadata)
        let host = ARMGatewayHost(of: gateway, named: resource.name, in: landingZone)
        let address = PublicIPAddress(
            landingZone: landingZone,
            name: resource.name,
            owner: resource.id,
            tags: tags,
            domainNameLabel: host.label
        )
        let applicationGateway = ApplicationGateway(
            landingZone: landingZone,
            owner: resource.id,
            tags: tags,
            hostNames: host.listenerHost.map { [$0] } ?? gateway.hostnames,
            routes: routes,
            providers: providers
        )
        return [address.output, applicationGateway.output]
    }

    private func unsupported() -> [Diagnostic] {
        var found: [Diagnostic] = []
        if gateway.isInternal {
            found.append(
                feature(
                    "'internal'",
                    because: "its application gateways have public addresses",
                    help: "remove the gateway, and connect to the container itself from inside",
                    at: ["internal"]
                )
            )
        }
        switch gateway.tls {
        case .none: break
        case .passthrough:
            found.append(
                feature(
                    "'sslPassthrough'",
                    because: "an application gateway always reads the request",
                    help: "remove 'tls', or deploy to Kubernetes",
                    at: ["tls", "sslPassthrough"]
                )
            )
        case .certificate:
            found.append(
                feature(
                    "'certificateFrom'",
                    because: "rad does not bring certificates to application gateways yet",
                    help: "remove 'tls', or deploy to Kubernetes",
                    at: ["tls", "certificateFrom"]
                )
            )
        }
        if gateway.kind != "HTTP" {
            found.append(
                feature(
                    "the kind '\(gateway.kind)'",
                    because: "an application gateway routes HTTP",
                    help: "use routes of kind 'HTTP', or deploy to Kubernetes",
                    at: ["kind"]
                )
            )
        }
        return found
    }

    private func feature(_ feature: String, because reason: String, help: String, at path: ValuePath) -> Diagnostic {
        .notOnContainerInstances(feature, of: resource, because: reason, help: help, at: path)
    }
}
