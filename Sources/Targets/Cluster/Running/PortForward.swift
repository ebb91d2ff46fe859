import Documents
public import Engine
import HTTP
import Synchronization

/// A port of this machine behind which is a port of a pod.
public final class PortForward: Sendable {
    /// The port of this machine, on 127.0.0.1.
    public let localPort: Int
    public let remotePort: Int
    private let client: ClusterClient
    private let listener: LocalListener
    /// What carries connections if the server forwards no ports over WebSocket; `nil` if there is no such program.
    private let kubectl: KubectlCarrier?
    private let state: Mutex<State>

    private struct State {
        var replica: Replica
        /// What went wrong last: every connection may meet it, and it is told once.
        var told = ""
        /// Whether the server has refused to forward over WebSocket.
        var isWithoutWebSocket = false
    }

    /// How long a pod may be silent after the program on this machine has said all.
    private static let patience: Duration = .seconds(30)

    /// Opens a port, or fails if somebody else has it; nothing is sent to the cluster before somebody connects.
    ///
    /// - Parameters:
    ///   - workloads: The cluster.
    ///   - replica: The pod.
    ///   - remotePort: The port of the pod, 1...65535.
    ///   - localPort: The port of this machine; 0 for any that is free.
    public init?(_ workloads: ClusterWorkloads, to replica: Replica, remotePort: Int, localPort: Int) {
        guard let listener = LocalListener(port: localPort) else { return nil }
        self.listener = listener
        self.localPort = listener.port
        self.remotePort = remotePort
        state = Mutex(State(replica: replica))
        client = workloads.client
        kubectl = client.kubectl.map { KubectlCarrier($0, port: remotePort) }
    }

    deinit { listener.stop() }

    /// The pod that connections go to.
    public var replica: Replica { state.withLock { $0.replica } }

    /// Lets connections go to another pod from now on.
    public func lead(to replica: Replica) { state.withLock { $0.replica = replica } }

    /// Carries connections until the task is cancelled.
    ///
    /// - Parameter complain: Told what goes wrong with a connection; the others go on.
    public func run(complain: @escaping @Sendable (ApplyError) -> Void) async {
        await withTaskCancellationHandler {
            await withDiscardingTaskGroup { group in
                while let local = await listener.accept() {
                    group.addTask { await self.carry(local, complain) }
                }
                group.cancelAll()
            }
        } onCancel: {
            listener.stop()
        }
        await kubectl?.stop()
    }

    private func carry(_ local: LocalConnection, _ complain: @escaping @Sendable (ApplyError) -> Void) async {
        let replica = replica
        let attempt = "connect to port \(remotePort) of pod '\(replica.name)'"
        let problem: @Sendable (String) -> Void = { self.tell(.notForwarded(attempt, $0), complain) }
        do {
            try await carry(local, try await connect(to: replica, attempt, problem), problem)
        } catch let status as APIStatus {
            problem(status.message)
        } catch let failure as KubectlForward.Failure {
            problem(failure.cause)
        } catch let error as ApplyError {
            tell(error, complain)
        } catch {
            // The connection ended in the middle: the program on this machine sees that, too.
        }
        local.end()
    }

    /// Connects over WebSocket, or by kubectl once the server has refused that.
    private func connect(
        to replica: Replica,
        _ attempt: String,
        _ problem: @escaping @Sendable (String) -> Void
    ) async throws -> any PodConnection {
        guard !state.withLock({ $0.isWithoutWebSocket }) else {
            return try await byKubectl(to: replica, attempt, problem)
        }
        do {
            return try await client.connect(toPort: remotePort, of: replica.name, in: replica.namespace)
        } catch let status as APIStatus where status.refusesUpgrades {
            state.withLock { $0.isWithoutWebSocket = true }
            return try await byKubectl(to: replica, attempt, problem)
        }
    }

    private func byKubectl(
        to replica: Replica,
        _ attempt: String,
        _ problem: @escaping @Sendable (String) -> Void
    ) async throws -> any PodConnection {
        guard let kubectl else { throw ApplyError.noKubectl(attempt) }
        return try await kubectl.connect(to: replica, complain: problem)
    }

    private func carry(
        _ local: LocalConnection,
        _ channel: any PodConnection,
        _ complain: @escaping @Sendable (String) -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while case let bytes = await local.receive(), !bytes.isEmpty { try await channel.send(bytes) }
                // The pod may still have something to say.
                try await Task.sleep(for: Self.patience)
                channel.close()
            }
            group.addTask {
                defer { local.end() }
                try await withTaskCancellationHandler {
                    try await channel.receive { event in
                        switch event {
                        case .data(let bytes): if await !local.send(bytes) { channel.close() }
                        case .problem(let message): complain(message)
                        }
                    }
                } onCancel: {
                    channel.close()
                }
                throw CancellationError()
            }
            defer { group.cancelAll() }
            while try await group.next() != nil {}
        }
    }

    private func tell(_ error: ApplyError, _ complain: (ApplyError) -> Void) {
        let isNew = state.withLock { state in
            defer { state.told = error.description }
            return state.told != error.description
        }
        if isNew { complain(error) }
    }
}

extension ApplyError {
    /// A connection to a pod did not come about, or the port said no.
    fileprivate static func notForwarded(_ attempt: String, _ cause: String) -> ApplyError {
        ApplyError(
            code: "RAD6160",
            message: "cannot \(attempt)",
            cause: cause,
            help: "check that the container runs and listens to the port, on all addresses of the pod or on 127.0.0.1"
        )
    }

    /// The server forwards no ports over WebSocket, and nothing else is there that could.
    fileprivate static func noKubectl(_ attempt: String) -> ApplyError {
        ApplyError(
            code: "RAD6161",
            message: "cannot \(attempt): the API server, or a proxy before it, lets no WebSocket through",
            cause: "'kubectl', which can do without, is not on the PATH",
            help: "put 'kubectl' on the PATH, or let the proxy pass 'Upgrade: websocket' on"
        )
    }
}
