import AppModel
import Documents

extension KubernetesManifest {
    /// The Service of a legacy container, completed from a base manifest.
    static func service(of scope: ResourceScope, ports: [ContainerPort], base: BaseObject?) -> KubernetesManifest {
        func spec() -> Value {
            let baseSpec = base.flatMap { BaseObject(in: $0, at: "spec") }
            var spec = ManifestFields([("type", "ClusterIP"), ("selector", scope.selector)])
            spec.add("ports", .array(servicePorts(ports, over: baseSpec?["ports"]?.arrayValue ?? [])))
            if let baseSpec { spec.add(contentsOf: baseSpec.members(without: ["type", "selector", "ports"])) }
            return spec.value
        }
        return KubernetesManifest(
            .service,
            name: scope.name,
            namespace: scope.namespace,
            metadata: BaseObject.metadata(
                of: base,
                name: scope.name,
                namespace: scope.namespace,
                labels: scope.labels,
                annotations: scope.annotations
            ),
            ManifestFields([("spec", spec())])
        )
    }

    /// The Service of one container of a `Radius.Compute/containers` resource.
    static func service(of scope: ResourceScope, container: ContainerSpec) -> KubernetesManifest {
        KubernetesManifest(
            .service,
            name: ComputeContainer.serviceName(of: container.name, in: scope.name),
            namespace: scope.namespace,
            labels: ResourceScope.merged(scope.labels, [("container", .string(container.name))]),
            annotations: scope.annotations,
            ManifestFields([
                (
                    "spec",
                    [
                        "type": "ClusterIP", "selector": scope.selector,
                        "ports": .array(container.ports.map { port(named: $0.name.lowercased(), $0) }),
                    ]
                )
            ])
        )
    }

    /// Adds ports to those of a base manifest; one with the same name, port or target is replaced (Radius 0.60).
    private static func servicePorts(_ ports: [ContainerPort], over base: [Value]) -> [Value] {
        ports.reduce(into: base) { list, containerPort in
            let new = port(named: containerPort.name, containerPort)
            let place = list.firstIndex { old in
                ["name", "port", "targetPort"].contains { name in old[name] != nil && old[name] == new[name] }
            }
            guard let place else { return list.append(new) }
            list[place] = new
        }
    }

    private static func port(named name: String, _ port: ContainerPort) -> Value {
        [
            "name": .string(name), "port": Value(port.servicePort ?? port.containerPort),
            "targetPort": Value(port.containerPort), "protocol": .string(port.transportProtocol.rawValue),
        ]
    }
}
