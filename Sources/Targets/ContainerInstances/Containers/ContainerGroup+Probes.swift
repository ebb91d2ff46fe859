import AppModel
import Documents

/// The health checks that ACI makes inside a group: HTTP requests and commands.
extension ContainerGroup {
    /// The probe, or `nil` for a TCP check, which only a load balancer can make.
    func probeValue(_ probe: Probe, of spec: ContainerSpec) -> Value? {
        var properties: ValueObject = [:]
        switch probe.check {
        case .http(let port, let path, let scheme, let headers):
            var get: ValueObject = [
                "path": .string(path),
                "port": .integer(Int64(port)),
                "scheme": .string(scheme?.lowercased() ?? "http"),
            ]
            if !headers.isEmpty {
                get["httpHeaders"] = .array(headers.map { ["name": .string($0.name), "value": $0.value] })
            }
            properties["httpGet"] = .object(get)
        case .command(let command): properties["exec"] = ["command": .array(command)]
        case .tcp: return nil
        }
        let defaults = Probe.Defaults(container.generation)
        properties["initialDelaySeconds"] = .integer(Int64(probe.initialDelay ?? 0))
        properties["periodSeconds"] = .integer(Int64(probe.period ?? defaults.period))
        properties["failureThreshold"] = .integer(Int64(probe.failureThreshold ?? defaults.failureThreshold))
        properties["successThreshold"] = .integer(Int64(probe.successThreshold ?? 1))
        properties["timeoutSeconds"] = .integer(Int64(probe.timeout ?? defaults.timeout))
        return .object(properties)
    }
}

extension Probe {
    /// What a probe does that does not say otherwise, as on Kubernetes.
    struct Defaults {
        let period = 10
        let failureThreshold = 3
        let timeout: Int

        init(_ generation: Container.Generation) {
            switch generation {
            case .legacy: timeout = 5
            case .current: timeout = 1
            }
        }
    }

    /// The port that is asked; a command has none.
    var port: Int? {
        switch check {
        case .http(let port, _, _, _), .tcp(let port): port
        case .command: nil
        }
    }
}
