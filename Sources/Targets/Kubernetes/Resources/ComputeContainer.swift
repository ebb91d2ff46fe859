import AppModel
import Diagnostics
import Documents
import Engine
import Recipes

/// A `Radius.Compute/containers` resource on its way to Kubernetes objects: one pod with all its containers.
///
/// Follows the Kubernetes recipe that Radius 0.60 ships for the type.
struct ComputeContainer {
    private let resource: Resource
    private let container: SharedContainer
    private let connections: [ResolvedConnection]
    private let scope: ResourceScope

    /// Prepares a resource.
    init(_ bound: BoundResource, _ container: SharedContainer, in emission: GraphEmission) {
        resource = bound.resource
        self.container = SharedContainer(container.content.sortedByName)
        connections = bound.connections.sorted { $0.connection.name < $1.connection.name }
        scope = emission.shared.computeScope(of: bound.resource, in: emission.namespace)
    }

    /// The name of the Service of one container.
    static func serviceName(of container: String, in resource: String) -> String {
        "\(resource)-\(container.lowercased())"
    }

    /// The host names under which other containers reach those with ports.
    static func computedProperties(
        of container: SharedContainer,
        named name: String,
        in namespace: String
    ) -> ValueObject {
        guard container.generation == .current, container.manualResources == nil else { return [:] }
        let name = name.lowercased()
        let hosts: [(String, Value)] = container.specs.filter { !$0.ports.isEmpty }.map {
            ($0.name, .string("\(serviceName(of: $0.name, in: name)).\(namespace)"))
        }
        return hosts.isEmpty ? [:] : ["hosts": .object(ValueObject(hosts))]
    }

    /// Emits the objects in the order in which they are applied, and returns the last ones.
    func emit(into emission: inout GraphEmission) -> [OutputResourceID] {
        let problems = emission.diagnostics.count
        check(&emission.diagnostics)
        var lifting = SecretLifting(into: "\(scope.name)-env")
        var pod = podSpec(&lifting, &emission)
        let scaling = ContainerScaling(of: container, for: resource, &emission.diagnostics)
        guard !emission.diagnostics[problems...].hasErrors else { return [] }
        pod = lifting.lift(pod)
        return addObjects(pod, lifting, scaling, to: &emission)
    }

    private func addObjects(
        _ pod: ValueObject,
        _ lifting: SecretLifting,
        _ scaling: ContainerScaling,
        to emission: inout GraphEmission
    ) -> [OutputResourceID] {
        var first = emission.roots(in: scope.namespace)
        if !lifting.entries.isEmpty {
            let secret = KubernetesManifest.secret(
                named: lifting.secretName,
                namespace: scope.namespace,
                labels: scope.descriptiveLabels,
                entries: lifting.entries
            )
            first = [emission.add(secret, for: resource, after: first)]
        }
        let deployment = emission.add(
            .deployment(of: scope, parts(pod, lifting.entries), base: nil),
            for: resource,
            after: first + emission.prerequisites(of: resource)
        )
        var last: [OutputResourceID] = []
        for spec in container.specs where !spec.ports.isEmpty {
            let service = emission.addPlain(
                .service,
                of: scope,
                named: Self.serviceName(of: spec.name, in: scope.name),
                after: [deployment],
                .service(of: scope, container: spec)
            )
            last.append(service)
        }
        scaling.emit(in: scope, for: resource, after: deployment, into: &emission)
        return last.isEmpty ? [deployment] : last
    }

    private func parts(_ pod: ValueObject, _ entries: SecretEntries) -> DeploymentParts {
        let annotations = scope.annotations(adding: container.metadata)
        var podAnnotations = DaprAnnotations.current(container.dapr, name: scope.name)
        if !entries.isEmpty { podAnnotations.append((SecretEntries.hashAnnotation, entries.hash)) }
        podAnnotations += annotations?.objectValue.map { $0.map { ($0.key, $0.value) } } ?? []
        return DeploymentParts(
            labels: scope.labels(adding: container.metadata),
            annotations: annotations,
            // An autoscaler owns the number; writing it again would undo its work at every deployment.
            replicas: container.autoScaling == nil ? container.replicas ?? 1 : nil,
            podAnnotations: ManifestFields(podAnnotations).valueUnlessEmpty,
            podSpec: pod
        )
    }
}

// MARK: - Pod

extension ComputeContainer {
    private func podSpec(_ lifting: inout SecretLifting, _ emission: inout GraphEmission) -> ValueObject {
        let injected = connectionVariables(&lifting)
        let sources = secretSources(&emission)
        var containers: [Value] = []
        var initContainers: [Value] = []
        for spec in container.specs {
            let own = Set(spec.environment.map(\.name))
            let variables =
                authoredVariables(of: spec, &emission) + injected.filter { !own.contains($0.name) }.map(\.value)
            let manifest = ContainerManifest.current(spec, variables: variables, secretSources: sources)
            if spec.isInit { initContainers.append(manifest) } else { containers.append(manifest) }
        }
        var fields = ManifestFields([("enableServiceLinks", false)])
        fields.add("restartPolicy", container.restartPolicy.map { .string($0) })
        fields.add("initContainers", list: initContainers)
        fields.add("containers", .array(containers))
        fields.add("volumes", list: container.volumes.map { volume($0, &emission) })
        let pod = ValueObject(fields.members)
        guard let patch = container.kubernetesPod else { return pod }
        do {
            return try StrategicMergePatch.apply(patch, to: pod)
        } catch {
            emission.diagnostics.append(.invalidPodPatch(error, of: resource))
            return pod
        }
    }

    /// References to Secrets, then plain values, each by name: Kubernetes expands `$(NAME)` only from earlier ones.
    private func authoredVariables(of spec: ContainerSpec, _ emission: inout GraphEmission) -> [Value] {
        var references: [(name: String, value: Value)] = []
        var plain: [(name: String, value: Value)] = []
        for variable in spec.environment {
            let name = Value.string(variable.name)
            switch variable.source {
            case .value(let value):
                plain.append((variable.name, ["name": name, "value": EnvironmentText.text(of: value)]))
            case .secret(let secret, let key):
                let path = spec.path.appending("env").appending(variable.name)
                guard
                    let secretName = SecretName.resolve(secret, key: key, at: path, of: resource, in: &emission)
                else { continue }
                let reference = SecretLifting.reference(to: key, in: secretName)
                references.append((variable.name, ["name": name, "valueFrom": reference]))
            }
        }
        return (references.sorted { $0.name < $1.name } + plain.sorted { $0.name < $1.name }).map(\.value)
    }

    /// What connections inject into every container; secrets become entries of a Secret.
    ///
    /// A pod has each variable once: the last connection that gives it counts, and the author before all.
    private func connectionVariables(_ lifting: inout SecretLifting) -> [(name: String, value: Value)] {
        var values: [(name: String, value: Value)] = []
        for variable in connections.lazy.flatMap(\.variables) {
            let name = Value.string(variable.name)
            let text = EnvironmentText.text(of: variable.value)
            values.removeAll { $0.name == variable.name }
            guard case .secret = text else {
                values.append((variable.name, ["name": name, "value": text]))
                continue
            }
            lifting.add(variable.name, text)
            let reference = SecretLifting.reference(to: name, in: .string(lifting.secretName))
            values.append((variable.name, ["name": name, "valueFrom": reference]))
        }
        return values
    }

    /// Stores of secrets before what other resources name as theirs, as in the recipe.
    private func secretSources(_ emission: inout GraphEmission) -> [Value] {
        let stores = connections.filter(\.leadsToSecrets)
        let others = connections.filter { !$0.leadsToSecrets }
        for store in stores where !store.secretSources.isEmpty {
            guard case .resource(let end) = store.target else { continue }
            checkNamespace(of: end.id.description, at: store.connection.path, &emission)
        }
        return (stores + others).flatMap(\.secretSources).map {
            ["prefix": .string($0.prefix), "secretRef": ["name": .string($0.secret)]]
        }
    }

    private func volume(_ volume: Volume, _ emission: inout GraphEmission) -> Value {
        let name = Value.string(volume.name.lowercased())
        switch volume.source {
        case .ephemeral(let inMemory):
            return ["name": name, "emptyDir": inMemory ? ["medium": "Memory"] : [:]]
        case .persistent(let source, let access):
            if let access { check(access, of: volume, source, &emission) }
            if let id = source.stringValue { checkNamespace(of: id, at: volume.path, &emission) }
            let claim = source.stringValue.map { .string(KubernetesName.lastSegment(of: $0)) } ?? source
            var fields = ManifestFields([("claimName", claim)])
            fields.add("readOnly", access == "ReadOnlyMany" ? true : nil)
            return ["name": name, "persistentVolumeClaim": fields.value]
        case .secret(let secret):
            let path = volume.path.appending("secretName")
            SecretName.check(secret, at: path, of: resource, &emission.diagnostics)
            return ["name": name, "secret": ["secretName": secret]]
        }
    }

    /// A pod uses what is in its own namespace only.
    private func checkNamespace(of id: String, at path: ValuePath, _ emission: inout GraphEmission) {
        guard let provider = emission.resources[mentioned: id], let namespace = emission.otherNamespace(of: provider)
        else {
            return
        }
        emission.diagnostics.append(.providedInOtherNamespace(provider, namespace: namespace, at: path, of: resource))
    }

    /// Kubernetes does not compare what a pod wants with what its claim allows.
    private func check(_ access: String, of volume: Volume, _ source: Value, _ emission: inout GraphEmission) {
        guard let claim = source.stringValue.flatMap({ emission.resources[mentioned: $0] }), !claim.isExisting,
            let declared = PersistentVolume.read(from: claim).volume, !declared.allows(access)
        else { return }
        emission.diagnostics.append(
            .accessModeNotAllowed(access, of: volume, claim: claim, allowed: declared.accessMode, in: resource)
        )
    }

    private func check(_ diagnostics: inout [Diagnostic]) {
        PodRules.check(name: scope.name, of: resource, &diagnostics)
        PodRules.check(restartPolicy: container.restartPolicy, of: resource, &diagnostics)
        for connection in connections where connection.connection.roles != nil {
            diagnostics.append(.rolesWithoutAccount(connection.connection, of: resource))
        }
        for spec in container.specs {
            let name = spec.ports.isEmpty ? spec.name.lowercased() : Self.serviceName(of: spec.name, in: scope.name)
            if !KubernetesName.isLabel(spec.name.lowercased()) || !KubernetesName.isLabel(name) {
                diagnostics.append(
                    .objectNameIsNoLabel(name, of: resource, at: resource.origin.span(ofProperty: spec.path))
                )
            }
            for port in spec.ports where !KubernetesName.isPortName(port.name.lowercased()) {
                diagnostics.append(.containerPortIsNoName(port.name, in: spec, of: resource))
            }
            if spec.isInit, spec.readiness != nil || spec.liveness != nil {
                diagnostics.append(.probeOfInitContainer(spec, of: resource))
            }
        }
    }
}

extension Container {
    /// The container resource with everything that has a name in the order of names, as Bicep's `items()` gives it.
    fileprivate var sortedByName: Container {
        var sorted = self
        sorted.specs.sort { $0.name < $1.name }
        for place in sorted.specs.indices { sorted.specs[place].ports.sort { $0.name < $1.name } }
        sorted.volumes.sort { $0.name < $1.name }
        return sorted
    }
}

extension ResolvedConnection {
    /// Whether the connection leads to a store of secrets.
    fileprivate var leadsToSecrets: Bool {
        guard case .resource(let resource) = target else { return false }
        return resource.id.type == .securitySecrets
    }
}
