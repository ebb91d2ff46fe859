import Diagnostics
import Documents

extension Container {
    /// Reads `Radius.Compute/containers`, Radius 0.60; one `container` stands for one that is named like the resource.
    static func readCurrent(from resource: Resource, _ diagnostics: inout [Diagnostic]) -> Container? {
        let properties = PropertyReader(resource)
        var container = Container(generation: .current)
        container.connections = connections(of: properties, &diagnostics)
        container.restartPolicy = properties.text("restartPolicy", &diagnostics)
        container.replicas = properties.integer("replicas", &diagnostics)
        container.autoScaling = properties.freeform("autoScaling", &diagnostics)
        container.platformOptions = properties.freeform("platformOptions", &diagnostics) ?? [:]
        if let dapr = properties.reader("extensions", &diagnostics)?.reader("daprSidecar", &diagnostics) {
            container.dapr = DaprSidecar(
                appID: dapr.text("appId", &diagnostics),
                appPort: dapr.integer("appPort", &diagnostics),
                configuration: dapr.text("config", &diagnostics)
            )
        }
        for (name, volume) in properties.members("volumes", &diagnostics) {
            guard let source = source(of: volume, &diagnostics) else { continue }
            container.volumes.append(Volume(name: name, source: source, path: volume.path))
        }
        let single = properties.reader("container", &diagnostics).map { [(name: resource.name, reader: $0)] } ?? []
        for (name, reader) in properties.members("containers", &diagnostics) + single {
            guard let spec = spec(named: name, of: reader, &diagnostics) else { continue }
            container.checkMounts(of: spec, in: reader, &diagnostics)
            container.specs.append(spec)
        }
        if container.specs.isEmpty, !diagnostics.hasErrors {
            diagnostics.append(.noContainers(in: resource.name, at: properties.span("containers")))
        }
        return container
    }

    private static func spec(
        named name: String,
        of reader: PropertyReader,
        _ diagnostics: inout [Diagnostic]
    ) -> ContainerSpec? {
        guard let image = reader.value("image") else { return nil }
        var spec = ContainerSpec(name: name, path: reader.path, image: image)
        spec.isInit = reader.flag("initContainer", &diagnostics) ?? false
        spec.command = values("command", of: reader)
        spec.arguments = values("args", of: reader)
        spec.workingDirectory = reader.text("workingDir", &diagnostics)
        spec.environment = environment(of: reader, secretReference: currentSecret, &diagnostics)
        spec.ports = ports(of: reader, &diagnostics)
        spec.readiness = currentProbe("readinessProbe", of: reader, &diagnostics)
        spec.liveness = currentProbe("livenessProbe", of: reader, &diagnostics)
        if let resources = reader.reader("resources", &diagnostics) {
            spec.requests = quantities("requests", of: resources, &diagnostics)
            spec.limits = quantities("limits", of: resources, &diagnostics)
        }
        spec.mounts = reader.elements("volumeMounts", &diagnostics).compactMap { mount in
            guard let volume = mount.text("volumeName", &diagnostics),
                let path = mount.text("mountPath", &diagnostics)
            else { return nil }
            return VolumeMount(volume: volume, mountPath: path)
        }
        return spec
    }

    private func checkMounts(of spec: ContainerSpec, in reader: PropertyReader, _ diagnostics: inout [Diagnostic]) {
        let names = volumes.map(\.name)
        for (index, mount) in spec.mounts.enumerated() where !names.contains(mount.volume) {
            let path = reader.path.appending("volumeMounts").appending(.element(index)).appending("volumeName")
            diagnostics.append(.unknownVolume(mount.volume, declared: names, at: reader.origin.span(ofProperty: path)))
        }
    }

    private static func currentSecret(
        _ reference: PropertyReader,
        _ diagnostics: inout [Diagnostic]
    ) -> EnvironmentVariable.Source? {
        guard let secret = reference.reader("secretKeyRef", &diagnostics), let name = secret.value("secretName"),
            let key = secret.value("key")
        else { return nil }
        return .secret(secret: name, key: key)
    }

    private static func quantities(
        _ name: String,
        of resources: PropertyReader,
        _ diagnostics: inout [Diagnostic]
    ) -> ComputeResources {
        guard let reader = resources.reader(name, &diagnostics) else { return ComputeResources() }
        return ComputeResources(
            cpu: reader.text("cpu", &diagnostics),
            memoryInMib: reader.integer("memoryInMib", &diagnostics)
        )
    }

    private static func source(of volume: PropertyReader, _ diagnostics: inout [Diagnostic]) -> Volume.Source? {
        if let persistent = volume.reader("persistentVolume", &diagnostics) {
            guard let resource = persistent.value("resourceId") else { return nil }
            return .persistent(resource: resource, access: persistent.text("accessMode", &diagnostics))
        }
        if let name = volume.value("secretName") { return .secret(name: name) }
        guard let ephemeral = volume.reader("emptyDir", &diagnostics) else { return nil }
        return .ephemeral(inMemory: ephemeral.text("medium", &diagnostics) == "memory")
    }

    private static func currentProbe(
        _ name: String,
        of container: PropertyReader,
        _ diagnostics: inout [Diagnostic]
    ) -> Probe? {
        guard let reader = container.reader(name, &diagnostics),
            let check = currentCheck(of: reader, &diagnostics)
        else { return nil }
        var probe = Probe(check: check)
        probe.initialDelay = reader.integer("initialDelaySeconds", &diagnostics)
        probe.period = reader.integer("periodSeconds", &diagnostics)
        probe.timeout = reader.integer("timeoutSeconds", &diagnostics)
        probe.failureThreshold = reader.integer("failureThreshold", &diagnostics)
        probe.successThreshold = reader.integer("successThreshold", &diagnostics)
        probe.terminationGracePeriod = reader.integer("terminationGracePeriodSeconds", &diagnostics)
        return probe
    }

    private static func currentCheck(of reader: PropertyReader, _ diagnostics: inout [Diagnostic]) -> Probe.Check? {
        if let exec = reader.reader("exec", &diagnostics) { return .command(values("command", of: exec)) }
        if let tcp = reader.reader("tcpSocket", &diagnostics) {
            return tcp.integer("port", &diagnostics).map { .tcp(port: $0) }
        }
        guard let http = reader.reader("httpGet", &diagnostics), let port = http.integer("port", &diagnostics),
            let path = http.text("path", &diagnostics)
        else { return nil }
        let headers = http.elements("httpHeaders", &diagnostics).compactMap { header in
            header.value("value").map { Probe.Header(name: header.text("name", &diagnostics) ?? "", value: $0) }
        }
        return .http(port: port, path: path, scheme: http.text("scheme", &diagnostics), headers: headers)
    }
}
