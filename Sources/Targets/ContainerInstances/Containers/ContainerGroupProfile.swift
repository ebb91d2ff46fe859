import AppModel
import Documents

/// The profile: what a container group runs.
extension ContainerGroup {
    mutating func profile(listeningOn ports: GroupPorts) -> Value {
        var properties: ValueObject = [
            "sku": .string(sku),
            "osType": "Linux",
            "restartPolicy": .string(container.restartPolicy ?? "Always"),
            "containers": .array(container.specs.filter { !$0.isInit }.map { containerValue($0) }),
        ]
        let initContainers = container.specs.filter(\.isInit).map { initContainerValue($0) }
        if !initContainers.isEmpty { properties["initContainers"] = .array(initContainers) }
        let volumes = container.volumes.compactMap { volumeValue($0) }
        if !volumes.isEmpty { properties["volumes"] = .array(volumes) }
        if !ports.listening.isEmpty {
            properties["ipAddress"] = ["type": "Private", "ports": .array(ports.listening.map(\.value))]
        }
        if let policy = container.platformOptions["confidentialComputeProperties"]?.revealed["ccePolicy"] {
            properties["confidentialComputeProperties"] = ["ccePolicy": policy.concealed]
        }
        for diagnostic in GroupLimits(resource: resource, container: container, ports: ports).diagnostics {
            report(diagnostic)
        }
        return [
            "location": .string(landingZone.compute.location), "tags": tags, "properties": .object(properties),
        ]
    }

    private var sku: String { container.platformOptions["sku"]?.stringValue ?? "Standard" }

    private mutating func containerValue(_ spec: ContainerSpec) -> Value {
        var properties: ValueObject = ["image": spec.image]
        addCommand(of: spec, to: &properties)
        let ports = GroupPorts.distinct(spec.ports)
        if !ports.isEmpty { properties["ports"] = .array(ports.map(\.value)) }
        addShared(spec, to: &properties)
        properties["resources"] = resources(of: spec)
        if let probe = spec.readiness.flatMap({ probeValue($0, of: spec) }) { properties["readinessProbe"] = probe }
        if let probe = spec.liveness.flatMap({ probeValue($0, of: spec) }) { properties["livenessProbe"] = probe }
        return ["name": .string(spec.name.lowercased()), "properties": .object(properties)]
    }

    private mutating func initContainerValue(_ spec: ContainerSpec) -> Value {
        var properties: ValueObject = ["image": spec.image]
        addCommand(of: spec, to: &properties)
        addShared(spec, to: &properties)
        return ["name": .string(spec.name.lowercased()), "properties": .object(properties)]
    }

    /// The command with its arguments: ACI knows no arguments apart from the command.
    private mutating func addCommand(of spec: ContainerSpec, to properties: inout ValueObject) {
        guard !spec.command.isEmpty else {
            if !spec.arguments.isEmpty {
                let path = spec.path.appending("args")
                report(.argumentsWithoutCommand(of: spec.name, in: resource, at: path))
            }
            return
        }
        properties["command"] = .array(spec.command + spec.arguments)
    }

    private mutating func addShared(_ spec: ContainerSpec, to properties: inout ValueObject) {
        let variables = variables(of: spec)
        if !variables.isEmpty { properties["environmentVariables"] = .array(variables) }
        let mounts = spec.mounts.map { mountValue($0, of: spec) }
        if !mounts.isEmpty { properties["volumeMounts"] = .array(mounts) }
    }

    private mutating func resources(of spec: ContainerSpec) -> Value {
        var resources: ValueObject = ["requests": ComputeAmounts.requested(by: spec).value]
        var limits: ValueObject = [:]
        if let cpu = spec.limits.cpu.flatMap(ComputeAmounts.cores) { limits["cpu"] = .number(cpu) }
        if let mib = spec.limits.memoryInMib {
            limits["memoryInGB"] = .number(ComputeAmounts.gigabytes(fromMib: mib))
        }
        if !limits.isEmpty { resources["limits"] = .object(limits) }
        for (name, amounts) in [("requests", spec.requests), ("limits", spec.limits)] {
            guard let cpu = amounts.cpu, ComputeAmounts.cores(from: cpu) == nil else { continue }
            let path = spec.path.appending("resources").appending(name).appending("cpu")
            report(.unreadableProcessorAmount(cpu, of: resource, at: path))
        }
        return .object(resources)
    }
}

extension ComputeAmounts {
    /// What a container is given: what it requests, else what it is limited to, else the standard.
    static func requested(by spec: ContainerSpec) -> ComputeAmounts {
        let cpu = (spec.requests.cpu ?? spec.limits.cpu).flatMap(cores)
        let memory = (spec.requests.memoryInMib ?? spec.limits.memoryInMib).map(gigabytes)
        return ComputeAmounts(cpu: cpu ?? standard.cpu, memoryInGB: memory ?? standard.memoryInGB)
    }
}
