import AppModel
import Diagnostics
import Documents
import Recipes

/// What a pod and its Service can have only once, and the names that they take.
struct ContainerRules {
    private let resource: Resource
    private let container: SharedContainer

    init(_ resource: Resource, _ container: SharedContainer) {
        self.resource = resource
        self.container = container
    }

    func check(_ connections: [ResolvedConnection], _ diagnostics: inout [Diagnostic]) {
        for volume in container.volumes where !KubernetesName.isLabel(name(of: volume)) {
            diagnostics.append(.volumeNameRefused(volume, of: resource))
        }
        for spec in container.specs {
            checkPorts(of: spec, &diagnostics)
            checkMounts(of: spec, &diagnostics)
            for variable in spec.environment where !KubernetesName.isVariable(variable.name) {
                let span = resource.origin.span(ofProperty: spec.path.appending("env").appending(variable.name))
                diagnostics.append(.variableNameRefused(variable.name, of: resource, at: span))
            }
        }
        for connection in connections {
            guard let variable = connection.variables.first(where: { !KubernetesName.isVariable($0.name) }) else {
                continue
            }
            let span = resource.origin.span(ofProperty: connection.connection.path)
            diagnostics.append(.variableNameRefused(variable.name, of: resource, at: span))
        }
    }

    /// The recipe of the current generation writes names in small letters.
    private func name(of volume: Volume) -> String {
        switch container.generation {
        case .legacy: volume.name
        case .current: volume.name.lowercased()
        }
    }

    /// A Service has each port once.
    private func checkPorts(of spec: ContainerSpec, _ diagnostics: inout [Diagnostic]) {
        guard spec.ports.count > 1 else { return }
        var names: [String: String] = [:]
        for port in spec.ports {
            let text = "\(port.servicePort ?? port.containerPort)/\(port.transportProtocol.rawValue)"
            guard let other = names.updateValue(port.name, forKey: text) else { continue }
            let path = spec.path.appending("ports").appending(port.name)
            let span = resource.origin.span(ofProperty: path)
            diagnostics.append(.portTakenTwice(text, by: (other, port.name), of: resource, at: span))
        }
    }

    /// A container has one volume at each path.
    private func checkMounts(of spec: ContainerSpec, _ diagnostics: inout [Diagnostic]) {
        guard spec.mounts.count > 1 else { return }
        var names: [String: String] = [:]
        for (index, mount) in spec.mounts.enumerated() {
            guard let other = names.updateValue(mount.volume, forKey: mount.mountPath) else { continue }
            let path: ValuePath =
                switch container.generation {
                case .legacy: spec.path.appending("volumes").appending(mount.volume).appending("mountPath")
                case .current:
                    spec.path.appending("volumeMounts").appending(.element(index)).appending("mountPath")
                }
            let span = resource.origin.span(ofProperty: path)
            diagnostics.append(.pathMountedTwice(mount.mountPath, by: (other, mount.volume), of: resource, at: span))
        }
    }
}
