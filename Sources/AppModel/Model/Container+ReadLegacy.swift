import Diagnostics
import Documents

extension Container {
    /// Reads `Applications.Core/containers`, Radius 0.60.
    static func readLegacy(from resource: Resource, _ diagnostics: inout [Diagnostic]) -> Container? {
        let properties = PropertyReader(resource)
        guard let reader = properties.reader("container", &diagnostics) else { return nil }
        var container = Container(generation: .legacy)
        container.connections = connections(of: properties, &diagnostics)
        container.restartPolicy = properties.text("restartPolicy", &diagnostics)
        container.readExtensions(of: properties, &diagnostics)
        container.readRuntimes(of: properties, &diagnostics)
        if properties.text("resourceProvisioning", &diagnostics) == "manual" {
            container.manualResources = properties.elements("resources", &diagnostics)
                .compactMap { $0.text("id", &diagnostics) }
        }
        guard let image = reader.value("image") else { return container }
        var spec = ContainerSpec(name: resource.name, path: reader.path, image: image)
        spec.imagePullPolicy = reader.text("imagePullPolicy", &diagnostics)
        spec.command = values("command", of: reader)
        spec.arguments = values("args", of: reader)
        spec.workingDirectory = reader.text("workingDir", &diagnostics)
        spec.environment = environment(of: reader, secretReference: legacySecret, &diagnostics)
        spec.ports = ports(of: reader, &diagnostics)
        spec.readiness = legacyProbe("readinessProbe", of: reader, &diagnostics)
        spec.liveness = legacyProbe("livenessProbe", of: reader, &diagnostics)
        for (name, volume) in reader.members("volumes", &diagnostics) {
            container.read(volume, named: name, into: &spec, &diagnostics)
        }
        container.specs = [spec]
        return container
    }

    private mutating func readExtensions(of properties: PropertyReader, _ diagnostics: inout [Diagnostic]) {
        for reader in properties.elements("extensions", &diagnostics) {
            switch reader.text("kind", &diagnostics) {
            case "manualScaling": replicas = reader.integer("replicas", &diagnostics)
            case "autoScaling":
                autoScaling = reader.object
                autoScalingPath = reader.path
            case "daprSidecar":
                dapr = DaprSidecar(
                    appID: reader.text("appId", &diagnostics),
                    appPort: reader.integer("appPort", &diagnostics),
                    configuration: reader.text("config", &diagnostics),
                    appProtocol: reader.text("protocol", &diagnostics)
                )
            case "kubernetesMetadata": metadata = metadata.merging(KubernetesMetadata(reader, &diagnostics))
            case _: break
            }
        }
    }

    private mutating func readRuntimes(of properties: PropertyReader, _ diagnostics: inout [Diagnostic]) {
        guard let runtimes = properties.reader("runtimes", &diagnostics) else { return }
        let kubernetes = runtimes.reader("kubernetes", &diagnostics)
        kubernetesBase = kubernetes?.text("base", &diagnostics)
        kubernetesPod = kubernetes?.freeform("pod", &diagnostics)
        gatewayID = runtimes.reader("aci", &diagnostics)?.text("gatewayID", &diagnostics)
    }

    private static func legacySecret(
        _ reference: PropertyReader,
        _ diagnostics: inout [Diagnostic]
    ) -> EnvironmentVariable.Source? {
        guard let secret = reference.reader("secretRef", &diagnostics), let source = secret.value("source"),
            let key = secret.value("key")
        else { return nil }
        return .secret(secret: source, key: key)
    }

    private static func legacyProbe(
        _ name: String,
        of container: PropertyReader,
        _ diagnostics: inout [Diagnostic]
    ) -> Probe? {
        guard let reader = container.reader(name, &diagnostics),
            let check = legacyCheck(of: reader, &diagnostics)
        else { return nil }
        var probe = Probe(check: check)
        probe.initialDelay = reader.truncated("initialDelaySeconds", &diagnostics)
        probe.failureThreshold = reader.truncated("failureThreshold", &diagnostics)
        probe.period = reader.truncated("periodSeconds", &diagnostics)
        probe.timeout = reader.truncated("timeoutSeconds", &diagnostics)
        return probe
    }

    private static func legacyCheck(of reader: PropertyReader, _ diagnostics: inout [Diagnostic]) -> Probe.Check? {
        switch reader.text("kind", &diagnostics) {
        case "httpGet":
            guard let port = reader.integer("containerPort", &diagnostics),
                let path = reader.text("path", &diagnostics)
            else { return nil }
            let headers = reader.reader("headers", &diagnostics)?.object.map {
                Probe.Header(name: $0.key, value: $0.value)
            }
            return .http(port: port, path: path, scheme: nil, headers: headers ?? [])
        case "tcp":
            return reader.integer("containerPort", &diagnostics).map { .tcp(port: $0) }
        case "exec":
            // One text; Radius splits it at single spaces and knows no quotes.
            guard let command = reader.text("command", &diagnostics) else { return nil }
            return .command(command.split(separator: " ", omittingEmptySubsequences: false).map { .string(String($0)) })
        case _:
            return nil
        }
    }

    private mutating func read(
        _ volume: PropertyReader,
        named name: String,
        into spec: inout ContainerSpec,
        _ diagnostics: inout [Diagnostic]
    ) {
        let source: Volume.Source
        switch volume.text("kind", &diagnostics) {
        case "ephemeral":
            source = .ephemeral(inMemory: volume.text("managedStore", &diagnostics) == "memory")
        case "persistent":
            guard let resource = volume.value("source") else { return }
            source = .persistent(resource: resource, access: volume.text("permission", &diagnostics))
        case _:
            return
        }
        volumes.append(Volume(name: name, source: source, path: volume.path))
        guard let mountPath = volume.text("mountPath", &diagnostics) else { return }
        // Nobody writes into a vault through a file, whatever `permission` says.
        let isReadOnly = if case .persistent = source { true } else { false }
        spec.mounts.append(VolumeMount(volume: name, mountPath: mountPath, isReadOnly: isReadOnly))
    }
}
