import AppModel
import Diagnostics
import Documents
import Engine
import Recipes

/// An `Applications.Core/containers` resource on its way to Kubernetes objects (Radius 0.60, container renderer).
struct LegacyContainer {
    private let resource: Resource
    private let container: SharedContainer
    private let connections: [ResolvedConnection]
    private let scope: ResourceScope
    private var vaults: VaultMounts?
    private var identity: WorkloadIdentity?
    private var variables: [Variable] = []
    private var entries = SecretEntries()
    /// Whether nothing that the Deployment is made of is secret or waits for something.
    private var isPlain = false

    /// An environment variable with its place among those of the same name: the later wins.
    private struct Variable {
        let name: String
        let rank: Int
        let content: Content

        enum Content {
            case value(Value)
            case reference(Value)

            var value: Value {
                switch self {
                case .value(let value), .reference(let value): value
                }
            }
        }

        /// The variable as the pod has it.
        var field: Value {
            switch content {
            case .value(let value): ["name": .string(name), "value": value]
            case .reference(let reference): ["name": .string(name), "valueFrom": reference]
            }
        }
    }

    /// Prepares a resource.
    init(_ bound: BoundResource, _ container: SharedContainer, _ shared: SharedMetadata, in namespace: String) {
        resource = bound.resource
        self.container = container
        connections = bound.connections
        scope = shared.legacyScope(
            of: bound.resource,
            named: bound.resource.name.lowercased(),
            type: Self.typeLabel,
            in: namespace
        )
    }

    private static let typeLabel: Value = "applications.core-containers"

    /// Emits the objects in the order in which they are applied, and returns the last.
    mutating func emit(into emission: inout GraphEmission) -> [OutputResourceID] {
        guard let spec = container.specs.first else { return emission.prerequisites(of: resource) }
        let problems = emission.diagnostics.count
        check(spec, &emission.diagnostics)
        let base = BaseManifest.read(of: container, for: resource, &emission.diagnostics)
        addConnections()
        vaults = VaultMounts(of: container, resource, in: &emission)
        identity = workloadIdentity(in: &emission)
        let scaling = ContainerScaling(of: container, for: resource, &emission.diagnostics)
        addAuthored(spec, &emission)
        let volumes = container.volumes.compactMap { volume($0) }
        isPlain = isPlain(spec, volumes)
        guard !isPlain else {
            guard !emission.diagnostics[problems...].hasErrors else { return [] }
            return addObjects(spec, podSpec(spec, base: base, volumes), entries, base, scaling, to: &emission)
        }
        let pod = patched(podSpec(spec, base: base, volumes), &emission.diagnostics)
        guard !emission.diagnostics[problems...].hasErrors else { return [] }

        var lifting = SecretLifting(into: scope.name, entries: entries, mainContainer: scope.name)
        let lifted = lifting.lift(pod)
        return addObjects(spec, lifted, lifting.entries, base, scaling, to: &emission)
    }

    /// Whether the Deployment is certain to be small, and to hold neither secrets nor unknown values: all that authors
    /// can make secret or long is in these parts.
    private func isPlain(_ spec: ContainerSpec, _ volumes: [Value]) -> Bool {
        guard entries.isEmpty, identity == nil, container.kubernetesBase == nil, container.kubernetesPod == nil,
            spec.ports.count < 100
        else { return false }
        var survey = ValueSurvey()
        survey.visit(spec.image)
        for part in [spec.command, spec.arguments, spec.readiness?.values ?? [], spec.liveness?.values ?? [], volumes] {
            for value in part { survey.visit(value) }
        }
        for variable in variables {
            survey.visit(.string(variable.name))
            survey.visit(variable.content.value)
        }
        if scope.hasMetadata || !container.metadata.isEmpty {
            survey.visit(scope.labels(adding: container.metadata))
            survey.visit(scope.annotations(adding: container.metadata) ?? .null)
        }
        return survey.sources.isEmpty && survey.secretPath == nil && survey.size < KubernetesManifest.mostBytes / 10
    }

    private func addObjects(
        _ spec: ContainerSpec,
        _ pod: @autoclosure () -> ValueObject,
        _ entries: SecretEntries,
        _ base: BaseManifest,
        _ scaling: ContainerScaling,
        to emission: inout GraphEmission
    ) -> [OutputResourceID] {
        let roots = emission.roots(in: scope.namespace)
        var first = identity?.emit(into: &emission) ?? []
        let before = roots + first.prefix(1)
        func account() -> KubernetesManifest {
            .serviceAccount(of: scope, base: base.serviceAccount, identity: identity)
        }
        first.append(
            isPlain
                ? emission.addPlain(.serviceAccount, of: scope, after: before, account())
                : emission.add(account(), for: resource, after: before)
        )
        let role = emission.addPlain(.role, of: scope, after: roots, .role(of: scope))
        first.append(emission.addPlain(.roleBinding, of: scope, after: [role], .roleBinding(of: scope)))
        if !entries.isEmpty {
            let secret = KubernetesManifest.secret(
                named: scope.name,
                namespace: scope.namespace,
                labels: scope.descriptiveLabels,
                entries: entries
            )
            first.append(emission.add(secret, for: resource, after: roots))
        }
        for manifest in base.configuration(in: scope.namespace) {
            first.append(emission.add(manifest, for: resource, after: roots))
        }
        if let identity, let vaults {
            first += vaults.emit(in: scope, as: identity, after: roots, into: &emission)
        }
        first += emission.prerequisites(of: resource)
        func manifest() -> KubernetesManifest {
            let parts = parts(pod(), entries)
            return .deployment(of: scope, parts, base: base.deployment)
        }
        let deployment =
            isPlain
            ? emission.addPlain(.deployment, of: scope, after: first, manifest())
            : emission.add(manifest(), for: resource, after: first)
        scaling.emit(in: scope, for: resource, after: deployment, into: &emission)
        guard !spec.ports.isEmpty || base.service != nil else { return [deployment] }
        let service = emission.addPlain(
            .service,
            of: scope,
            after: [deployment],
            .service(of: scope, ports: spec.ports, base: base.service)
        )
        return [service]
    }

    private func parts(_ pod: ValueObject, _ entries: SecretEntries) -> DeploymentParts {
        var podAnnotations: [(String, Value)] = []
        if !entries.isEmpty { podAnnotations.append((SecretEntries.hashAnnotation, entries.hash)) }
        podAnnotations += DaprAnnotations.legacy(container.dapr)
        let annotations = scope.annotations(adding: container.metadata)
        podAnnotations += annotations?.objectValue.map { $0.map { ($0.key, $0.value) } } ?? []
        return DeploymentParts(
            labels: scope.labels(adding: container.metadata),
            annotations: annotations,
            // An autoscaler owns the number.
            replicas: container.autoScaling == nil ? container.replicas : nil,
            podAnnotations: ManifestFields(podAnnotations).valueUnlessEmpty,
            podLabels: identity == nil ? [] : [WorkloadIdentity.useLabel],
            podSpec: pod
        )
    }
}

// MARK: - Identity

extension LegacyContainer {
    /// The identity of the pods, if anything asks for one.
    private func workloadIdentity(in emission: inout GraphEmission) -> WorkloadIdentity? {
        guard let path = container.pathOfRoles ?? vaults?.firstPath else { return nil }
        let grants =
            ConnectionGrants(resource: resource, connections: connections).grants(in: &emission)
            + (vaults?.grants ?? [])
        for grant in grants where AzureRole.definitionID(of: grant.role, at: grant.scope) == nil {
            emission.diagnostics.append(.unknownRole(grant, of: resource))
        }
        do {
            let settings = try IdentitySettings(
                of: resource.name,
                application: emission.graph.application?.name,
                in: emission.graph.environment
            )
            return WorkloadIdentity(
                of: resource,
                account: scope.name,
                in: scope.namespace,
                settings: settings,
                grants: grants
            )
        } catch {
            emission.diagnostics.append(
                .identityImpossible(error, in: emission.graph.environment, at: path, of: resource)
            )
            return nil
        }
    }

    /// What others may read of a container before it runs: its identity.
    static func computedProperties(
        of container: SharedContainer,
        _ resource: Resource,
        _ application: Application?,
        in environment: Environment
    ) -> ValueObject {
        guard container.pathOfRoles != nil || container.mountsVaults, container.manualResources == nil else {
            return [:]
        }
        do {
            let settings = try IdentitySettings(of: resource.name, application: application?.name, in: environment)
            return ["identity": settings.properties]
        } catch {
            // The emission says what the environment lacks.
            return [:]
        }
    }
}

extension SharedContainer {
    /// Where the container asks for roles of Azure; `nil` if it does not.
    fileprivate var pathOfRoles: ValuePath? {
        content.connections.first { $0.roles != nil }?.path.appending("iam")
    }

    fileprivate var mountsVaults: Bool {
        content.volumes.contains { volume in
            if case .persistent = volume.source { true } else { false }
        }
    }
}

extension Probe {
    /// What the author may have taken from elsewhere.
    fileprivate var values: [Value] {
        switch check {
        case .http(_, _, _, let headers): headers.map(\.value)
        case .tcp: []
        case .command(let words): words
        }
    }
}

// MARK: - Pod

extension LegacyContainer {
    private func podSpec(_ spec: ContainerSpec, base: BaseManifest, _ volumes: [Value]) -> ValueObject {
        let basePod = base.podSpec
        var fields = ManifestFields([
            ("serviceAccountName", .string(scope.name)), ("enableServiceLinks", false),
        ])
        fields.add("restartPolicy", container.restartPolicy.map { .string($0) })
        fields.add("containers", .array(containers(spec, over: basePod?["containers"]?.arrayValue ?? [])))
        fields.add("volumes", list: (basePod?["volumes"]?.arrayValue ?? []) + volumes)
        if let basePod {
            fields.add(contentsOf: basePod.members(without: Set(fields.members.map(\.0))))
        }
        return ValueObject(fields.members)
    }

    /// The pod with the author's patch.
    private func patched(_ pod: ValueObject, _ diagnostics: inout [Diagnostic]) -> ValueObject {
        guard let patch = container.kubernetesPod else { return pod }
        do {
            return try StrategicMergePatch.apply(patch, to: pod)
        } catch {
            diagnostics.append(.invalidPodPatch(error, of: resource))
            return pod
        }
    }

    /// The containers of the base with the resource's own in the place of the one that is named like the resource.
    private func containers(_ spec: ContainerSpec, over base: [Value]) -> [Value] {
        let place = base.firstIndex { $0["name"]?.stringValue?.lowercased() == scope.name }
        let baseContainer = place.flatMap { base[$0].objectValue }.map { BaseObject($0) }
        let own = ContainerManifest.legacy(
            spec,
            named: scope.name,
            variables: sortedVariables(after: baseContainer?["env"]?.arrayValue ?? []),
            over: baseContainer
        )
        var containers = base
        guard let place else { return containers + [own] }
        containers[place] = own
        return containers
    }

    private func volume(_ volume: Volume) -> Value? {
        switch volume.source {
        case .ephemeral(let inMemory):
            return ["name": .string(volume.name), "emptyDir": inMemory ? ["medium": "Memory"] : [:]]
        case .persistent: return vaults?.podVolume(named: volume.name)
        case .secret(let name):
            return ["name": .string(volume.name), "secret": ["secretName": name]]
        }
    }

    private func check(_ spec: ContainerSpec, _ diagnostics: inout [Diagnostic]) {
        PodRules.check(name: scope.name, of: resource, &diagnostics)
        PodRules.check(restartPolicy: container.restartPolicy, of: resource, &diagnostics)
        for port in spec.ports where !KubernetesName.isLabel(port.name) {
            diagnostics.append(.servicePortIsNoLabel(port.name, in: spec, of: resource))
        }
    }
}

// MARK: - Environment variables

extension LegacyContainer {
    /// Values of resources go into the connection Secret, parts of a URL are plain.
    private mutating func addConnections() {
        let secret = Value.string(scope.name)
        for connection in connections {
            for variable in connection.variables {
                switch connection.target {
                case .resource:
                    entries.add(variable.name, EnvironmentText.text(of: variable.value))
                    add(variable.name, from: SecretLifting.reference(to: .string(variable.name), in: secret))
                case .url, .external:
                    add(variable.name, value: EnvironmentText.text(of: variable.value))
                }
            }
        }
    }

    /// The author's variables win over those of connections.
    private mutating func addAuthored(_ spec: ContainerSpec, _ emission: inout GraphEmission) {
        for variable in spec.environment {
            switch variable.source {
            case .value(let value):
                add(variable.name, value: EnvironmentText.text(of: value))
            case .secret(let secret, let key):
                let path = spec.path.appending("env").appending(variable.name)
                guard let name = SecretName.resolve(secret, key: key, at: path, of: resource, in: &emission) else {
                    continue
                }
                add(variable.name, from: SecretLifting.reference(to: key, in: name))
            }
        }
    }

    private mutating func add(_ name: String, value: Value) {
        variables.append(Variable(name: name, rank: variables.count, content: .value(value)))
    }

    private mutating func add(_ name: String, from reference: Value) {
        variables.append(Variable(name: name, rank: variables.count, content: .reference(reference)))
    }

    /// The variables by name, each once, after those of a base manifest that they do not replace.
    private func sortedVariables(after base: [Value]) -> [Value] {
        var sorted: [Variable] = []
        for variable in variables.sorted(by: { ($0.name, $0.rank) < ($1.name, $1.rank) }) {
            if sorted.last?.name == variable.name { sorted.removeLast() }
            sorted.append(variable)
        }
        guard !base.isEmpty else { return sorted.map(\.field) }
        let names = Set(sorted.map(\.name))
        return base.filter { !names.contains($0["name"]?.stringValue ?? "") } + sorted.map(\.field)
    }
}
