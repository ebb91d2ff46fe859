import AppModel
import Documents

/// One container of a pod as Kubernetes writes it.
enum ContainerManifest {
    /// The container of a legacy resource, laid over the container of a base manifest.
    ///
    /// What the resource says replaces what the base says; ports, variables and mounts are added (Radius 0.60).
    static func legacy(
        _ spec: ContainerSpec,
        named name: String,
        variables: [Value],
        over base: BaseObject?
    ) -> Value {
        var fields = ManifestFields([("name", .string(name)), ("image", spec.image)])
        fields.add("imagePullPolicy", spec.imagePullPolicy.map { .string($0) })
        addCommand(of: spec, to: &fields)
        let basePorts = base?["ports"]?.arrayValue ?? []
        fields.add("ports", list: basePorts + spec.ports.map(unnamedPort))
        fields.add("env", list: variables)
        fields.add("resources", resources(of: spec))
        fields.add("readinessProbe", spec.readiness.map(ProbeManifest.legacy))
        fields.add("livenessProbe", spec.liveness.map(ProbeManifest.legacy))
        let baseMounts = base?["volumeMounts"]?.arrayValue ?? []
        fields.add("volumeMounts", list: baseMounts + spec.mounts.map { mount($0, of: $0.volume) })
        if let base {
            fields.add(contentsOf: base.members(without: Set(fields.members.map(\.0))))
        }
        return fields.value
    }

    /// A container of a `Radius.Compute/containers` resource.
    static func current(_ spec: ContainerSpec, variables: [Value], secretSources: [Value]) -> Value {
        var fields = ManifestFields([("name", .string(spec.name.lowercased())), ("image", spec.image)])
        fields.add("imagePullPolicy", spec.imagePullPolicy.map { .string($0) })
        addCommand(of: spec, to: &fields)
        fields.add("ports", list: spec.ports.map(namedPort))
        fields.add("env", list: variables)
        fields.add("envFrom", list: secretSources)
        fields.add("resources", resources(of: spec))
        // Kubernetes refuses probes of init containers.
        if !spec.isInit {
            fields.add("readinessProbe", spec.readiness.map(ProbeManifest.current))
            fields.add("livenessProbe", spec.liveness.map(ProbeManifest.current))
        }
        fields.add("volumeMounts", list: spec.mounts.map { mount($0, of: $0.volume.lowercased()) })
        return fields.value
    }

    private static func addCommand(of spec: ContainerSpec, to fields: inout ManifestFields) {
        fields.add("command", list: spec.command)
        fields.add("args", list: spec.arguments)
        fields.add("workingDir", spec.workingDirectory.map { .string($0) })
    }

    private static func unnamedPort(_ port: ContainerPort) -> Value {
        ["containerPort": Value(port.containerPort), "protocol": .string(port.transportProtocol.rawValue)]
    }

    private static func namedPort(_ port: ContainerPort) -> Value {
        [
            "name": .string(port.name.lowercased()), "containerPort": Value(port.containerPort),
            "protocol": .string(port.transportProtocol.rawValue),
        ]
    }

    private static func mount(_ mount: VolumeMount, of volume: String) -> Value {
        var fields = ManifestFields([("name", .string(volume)), ("mountPath", .string(mount.mountPath))])
        fields.add("readOnly", mount.isReadOnly ? true : nil)
        return fields.value
    }

    private static func resources(of spec: ContainerSpec) -> Value? {
        var fields = ManifestFields()
        fields.add("requests", quantities(spec.requests))
        fields.add("limits", quantities(spec.limits))
        return fields.valueUnlessEmpty
    }

    private static func quantities(_ resources: ComputeResources) -> Value? {
        var fields = ManifestFields()
        fields.add("cpu", resources.cpu.map { .string($0) })
        fields.add("memory", resources.memoryInMib.map { .string("\($0)Mi") })
        return fields.valueUnlessEmpty
    }
}
