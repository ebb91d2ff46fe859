public import Documents

/// A container resource of either generation, read from its properties.
///
/// `Applications.Core/containers` has one container, named like the resource;
/// `Radius.Compute/containers` may have several. Texts stay values, because they may be
/// secret or unknown until something else has been applied.
public struct Container: Sendable {
    /// Which of Radius' two generations the resource belongs to; names and labels differ.
    public enum Generation: Sendable {
        /// `Applications.Core/containers`
        case legacy
        /// `Radius.Compute/containers`
        case current
    }

    public var generation: Generation
    /// In the order in which they were written.
    public var specs: [ContainerSpec] = []
    public var connections: [Connection] = []
    public var volumes: [Volume] = []
    public var replicas: Int?
    /// One of `Always`, `OnFailure` and `Never`.
    public var restartPolicy: String?
    public var dapr: DaprSidecar?
    /// The container's own `kubernetesMetadata` extension.
    public var metadata = KubernetesMetadata()
    /// Autoscaling by metrics or events, as written.
    public var autoScaling: ValueObject?
    /// The path of the autoscaling below the resource's `properties`.
    public var autoScalingPath: ValuePath = ["autoScaling"]
    /// `runtimes.kubernetes.base`: YAML text.
    public var kubernetesBase: String?
    /// `runtimes.kubernetes.pod`: a strategic merge patch of the pod.
    public var kubernetesPod: ValueObject?
    /// The gateway that leads to the container on ACI (`runtimes.aci.gatewayID`).
    public var gatewayID: String?
    /// `platformOptions`, as written.
    public var platformOptions: ValueObject = [:]
    /// Set for `resourceProvisioning: 'manual'`: the resources that stand for it, and nothing is emitted.
    public var manualResources: [String]?

    /// Creates a container resource without containers.
    public init(generation: Generation) {
        self.generation = generation
    }
}

/// One container of a container resource.
public struct ContainerSpec: Sendable {
    public var name: String
    /// The path of the container below the resource's `properties`, for diagnostics.
    public var path: ValuePath
    public var isInit = false
    public var image: Value
    public var imagePullPolicy: String?
    public var command: [Value] = []
    public var arguments: [Value] = []
    public var workingDirectory: String?
    /// In the order in which they were written.
    public var environment: [EnvironmentVariable] = []
    public var ports: [ContainerPort] = []
    public var readiness: Probe?
    public var liveness: Probe?
    public var mounts: [VolumeMount] = []
    public var requests = ComputeResources()
    public var limits = ComputeResources()

    /// Creates a container with an image.
    public init(name: String, path: ValuePath, image: Value) {
        self.name = name
        self.path = path
        self.image = image
    }
}

/// An environment variable that the author wrote.
public struct EnvironmentVariable: Sendable {
    /// Where the value comes from.
    public enum Source: Sendable {
        case value(Value)
        /// A key of a secret; `secret` is a secret store's id or the name of a Kubernetes Secret.
        case secret(secret: Value, key: Value)
    }

    public let name: String
    public let source: Source

    /// Creates a variable.
    public init(name: String, source: Source) {
        self.name = name
        self.source = source
    }
}

/// A port that a container listens on.
public struct ContainerPort: Sendable, Equatable {
    /// How a port is spoken to.
    public enum TransportProtocol: String, Sendable, CaseIterable {
        case tcp = "TCP"
        case udp = "UDP"
    }

    public var name: String
    /// A number from 1 to 65535.
    public var containerPort: Int
    /// The port of the service, where it differs (legacy).
    public var servicePort: Int?
    public var transportProtocol: TransportProtocol
    /// The application's protocol, such as `https` (legacy; informative).
    public var scheme: String?

    /// Creates a port.
    public init(
        name: String,
        containerPort: Int,
        servicePort: Int? = nil,
        transportProtocol: TransportProtocol = .tcp,
        scheme: String? = nil
    ) {
        self.name = name
        self.containerPort = containerPort
        self.servicePort = servicePort
        self.transportProtocol = transportProtocol
        self.scheme = scheme
    }
}

/// A health check.
///
/// Times are in seconds; `nil` stands for the generation's default.
public struct Probe: Sendable {
    /// What is asked.
    public enum Check: Sendable {
        case http(port: Int, path: String, scheme: String?, headers: [Header])
        case tcp(port: Int)
        case command([Value])
    }

    /// An HTTP header; the name may be missing in what Radius' schema allows.
    public struct Header: Sendable {
        public let name: String
        public let value: Value

        /// Creates a header.
        public init(name: String, value: Value) {
            self.name = name
            self.value = value
        }
    }

    public var check: Check
    public var initialDelay: Int?
    public var period: Int?
    public var timeout: Int?
    public var failureThreshold: Int?
    public var successThreshold: Int?
    public var terminationGracePeriod: Int?

    /// Creates a probe with the defaults of its generation.
    public init(check: Check) {
        self.check = check
    }
}

/// A volume of a container resource.
public struct Volume: Sendable {
    /// What the volume holds.
    public enum Source: Sendable {
        case ephemeral(inMemory: Bool)
        /// A persistent volume, by the resource's id; `access` is as written.
        case persistent(resource: Value, access: String?)
        case secret(name: Value)
    }

    public let name: String
    public let source: Source
    public let path: ValuePath

    /// Creates a volume.
    public init(name: String, source: Source, path: ValuePath) {
        self.name = name
        self.source = source
        self.path = path
    }
}

/// Where a volume is mounted.
public struct VolumeMount: Sendable {
    public let volume: String
    public let mountPath: String
    public let isReadOnly: Bool

    /// Creates a mount.
    public init(volume: String, mountPath: String, isReadOnly: Bool = false) {
        self.volume = volume
        self.mountPath = mountPath
        self.isReadOnly = isReadOnly
    }
}

/// Processor and memory of a container.
public struct ComputeResources: Sendable, Equatable {
    /// A Kubernetes quantity: `0.5`, `500m`.
    public var cpu: String?
    public var memoryInMib: Int?

    /// Creates resources; `nil` leaves the platform's default.
    public init(cpu: String? = nil, memoryInMib: Int? = nil) {
        self.cpu = cpu
        self.memoryInMib = memoryInMib
    }
}

/// The Dapr sidecar of a container resource.
public struct DaprSidecar: Sendable, Equatable {
    public var appID: String?
    public var appPort: Int?
    public var configuration: String?
    /// One of `http` and `grpc`.
    public var appProtocol: String?

    /// Creates a sidecar.
    public init(appID: String?, appPort: Int? = nil, configuration: String? = nil, appProtocol: String? = nil) {
        self.appID = appID
        self.appPort = appPort
        self.configuration = configuration
        self.appProtocol = appProtocol
    }
}

/// An authored edge from a resource to one that it uses.
public struct Connection: Sendable {
    public let name: String
    /// A resource's id or a URL.
    public let source: Value
    public let disablesVariables: Bool
    /// Azure roles that the connection asks for; `nil` without `iam`, which asks for an identity even without roles.
    public let roles: [String]?
    /// The path of the connection below the resource's `properties`.
    public var path: ValuePath { ["connections", .member(name)] }

    /// Creates a connection.
    public init(name: String, source: Value, disablesVariables: Bool = false, roles: [String]? = nil) {
        self.name = name
        self.source = source
        self.disablesVariables = disablesVariables
        self.roles = roles
    }
}
