import AppModel
import Diagnostics
import Documents

/// The ports of a container group, and what the load balancer in front of it makes of them.
struct GroupPorts {
    /// A port that a container of the group listens on.
    struct Listening: Hashable {
        let port: Int
        let transport: ContainerPort.TransportProtocol

        var value: Value { ["port": .integer(Int64(port)), "protocol": .string(transport.rawValue)] }
        /// As messages show it: `5432/TCP`.
        var text: String { "\(port)/\(transport.rawValue)" }
    }

    /// A port under which others reach the group, and the port that it leads to.
    struct Front: Hashable {
        let port: Int
        let backend: Listening
        /// The health check for the backend; `nil` for UDP without any other port to ask.
        let probe: Check?

        /// What its rule is called: `tcp-5432`.
        var name: String { "\(backend.transport.rawValue.lowercased())-\(port)" }
    }

    /// How the load balancer finds out whether a container can be sent to.
    struct Check: Hashable {
        let port: Int
        /// Set for a check by HTTP, with the path that is asked for.
        let path: String?
        let usesTLS: Bool
        let interval: Int
        let threshold: Int

        /// What its probe is called: `http-8080`.
        var name: String { "\(transport.lowercased())-\(port)" }
        var transport: String { path == nil ? "Tcp" : usesTLS ? "Https" : "Http" }
    }

    private(set) var listening: [Listening] = []
    private(set) var fronts: [Front] = []
    private(set) var diagnostics: [Diagnostic] = []

    init(of group: ContainerGroup) {
        var owners: [Listening: String] = [:]
        var frontOwners: [String: String] = [:]
        let specs = group.container.specs.filter { !$0.isInit }
        let fallback = specs.lazy.flatMap(\.ports).first { $0.transportProtocol == .tcp }
        for spec in specs {
            for port in Self.distinct(spec.ports) {
                if let other = owners.updateValue(spec.name, forKey: port) {
                    report(port.text, taken: (other, spec.name), in: group.resource)
                } else {
                    listening.append(port)
                }
            }
            for port in spec.ports {
                let backend = Listening(port: port.containerPort, transport: port.transportProtocol)
                let front = Front(
                    port: port.servicePort ?? port.containerPort,
                    backend: backend,
                    probe: Self.check(of: backend, in: spec, generation: group.container.generation, or: fallback)
                )
                if let other = frontOwners.updateValue(spec.name, forKey: front.name) {
                    report("\(front.port)/\(backend.transport.rawValue)", taken: (other, spec.name), in: group.resource)
                } else {
                    fronts.append(front)
                }
            }
        }
    }

    private mutating func report(_ port: String, taken containers: (String, String), in resource: Resource) {
        let diagnostic = Diagnostic.portTakenTwice(port, by: containers, in: resource)
        if !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
    }

    /// The checks of all ports, each once.
    var checks: [Check] {
        var seen = Set<String>()
        return fronts.compactMap(\.probe).filter { seen.insert($0.name).inserted }
    }

    /// The ports that a container listens on; two services may lead to the same one.
    static func distinct(_ ports: [ContainerPort]) -> [Listening] {
        var seen = Set<Listening>()
        return ports.map { Listening(port: $0.containerPort, transport: $0.transportProtocol) }
            .filter { seen.insert($0).inserted }
    }

    /// The readiness probe where it asks this port, else whether the port takes connections.
    ///
    /// A load balancer cannot ask over UDP: there another port of the group answers.
    private static func check(
        of port: Listening,
        in spec: ContainerSpec,
        generation: Container.Generation,
        or fallback: ContainerPort?
    ) -> Check? {
        let defaults = Probe.Defaults(generation)
        let interval = max(spec.readiness?.period ?? defaults.period, 5)
        let threshold = max(spec.readiness?.failureThreshold ?? defaults.failureThreshold, 1)
        func plain(_ port: Int) -> Check {
            Check(port: port, path: nil, usesTLS: false, interval: interval, threshold: threshold)
        }
        guard let readiness = spec.readiness, let asked = readiness.port,
            asked == port.port || port.transport == .udp
        else {
            switch port.transport {
            case .tcp: return plain(port.port)
            case .udp: return fallback.map { plain($0.containerPort) }
            }
        }
        guard case .http(_, let path, let scheme, let headers) = readiness.check, headers.isEmpty else {
            return plain(asked)
        }
        let usesTLS = scheme?.lowercased() == "https"
        return Check(port: asked, path: path, usesTLS: usesTLS, interval: interval, threshold: threshold)
    }
}
