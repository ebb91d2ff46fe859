import Processes
import Synchronization

/// Keeps one kubectl at work, for the pod that connections go to.
final class KubectlCarrier: Sendable {
    private let launch: KubectlForward.Launch
    private let port: Int
    private let current = Mutex<KubectlForward?>(nil)

    /// Starts nothing before it is needed.
    ///
    /// - Parameters:
    ///   - launch: How kubectl is started.
    ///   - port: The port of the pods.
    init(_ launch: KubectlForward.Launch, port: Int) {
        self.launch = launch
        self.port = port
    }

    /// Connects to a pod.
    ///
    /// - Throws: `KubectlForward.Failure` if kubectl does not get there.
    func connect(
        to replica: Replica,
        complain: @escaping @Sendable (String) -> Void
    ) async throws -> KubectlConnection {
        var ended: KubectlForward?
        while true {
            let (forward, replaced) = current.withLock { current -> (KubectlForward, KubectlForward?) in
                if let known = current, known !== ended, known.replica.name == replica.name { return (known, nil) }
                let fresh = KubectlForward(launch, to: replica, port: port, complain: complain)
                defer { current = fresh }
                return (fresh, current)
            }
            await replaced?.stop()
            do {
                if let far = try await forward.connect() { return KubectlConnection(far) }
                guard ended == nil else { throw KubectlForward.Failure(cause: "kubectl ends at once") }
            } catch let failure as KubectlForward.Failure {
                guard ended == nil else { throw failure }
            }
            // It ended with its pod, or the pod was not there yet; another one may get further.
            ended = forward
        }
    }

    /// Ends kubectl, and waits for its end.
    func stop() async { await current.withLock { $0 }?.stop() }
}

/// `kubectl port-forward` to a port of a pod, for API servers that forward no ports over WebSocket.
final class KubectlForward: Sendable {
    /// How kubectl is started.
    struct Launch: Sendable {
        let kubectl: Program
        /// All the variables that it gets.
        let environment: [String: String]
        /// The context of the kubeconfig; `nil` for the cluster that this process runs in.
        let context: String?
    }

    /// kubectl ended before it opened a port.
    struct Failure: Error {
        let cause: String
    }

    /// The pod that it leads to.
    let replica: Replica
    private let running: Task<Void, Never>
    private let opening: Task<Int, any Error>

    /// Starts kubectl, on a port of 127.0.0.1 that it chooses.
    ///
    /// - Parameters:
    ///   - launch: How it is started.
    ///   - replica: The pod.
    ///   - port: The port of the pod.
    ///   - complain: Told what kubectl says of connections that do not come about.
    init(
        _ launch: Launch,
        to replica: Replica,
        port: Int,
        complain: @escaping @Sendable (String) -> Void
    ) {
        self.replica = replica
        let context = launch.context.map { ["--context", $0] } ?? []
        let target = ["-n", replica.namespace, "pod/\(replica.name)", ":\(port)"]
        var run = ProgramRun(
            launch.kubectl,
            ["port-forward", "--address", "127.0.0.1"] + context + target,
            environment: launch.environment
        )
        let (ports, continuation) = AsyncThrowingStream.makeStream(of: Int.self)
        run.onLine = { stream, line in
            switch stream {
            case .output: if let port = Self.openedPort(in: line) { continuation.yield(port) }
            case .error: if let problem = Self.problem(in: line) { complain(problem) }
            }
        }
        running = Task { [run] in continuation.finish(throwing: Failure(cause: await Self.end(of: run))) }
        opening = Task {
            for try await port in ports { return port }
            throw CancellationError()
        }
    }

    /// Connects to the port once it is open.
    ///
    /// - Returns: The connection; `nil` if kubectl has ended since it opened the port.
    /// - Throws: `Failure` if it did not open one.
    func connect() async throws -> LocalConnection? {
        let port = try await withTaskCancellationHandler {
            try await opening.value
        } onCancel: {
            running.cancel()
        }
        return LocalConnection(toPort: port)
    }

    /// Ends kubectl, and waits for its end.
    func stop() async {
        running.cancel()
        await running.value
    }

    /// The port of `Forwarding from 127.0.0.1:41234 -> 8080`.
    private static func openedPort(in line: String) -> Int? {
        let opening = "Forwarding from 127.0.0.1:"
        guard line.hasPrefix(opening) else { return nil }
        return Int(line.dropFirst(opening.count).prefix(while: \.isNumber))
    }

    /// What a line of kubectl's log says (`E1128 02:40:01.123456 12345 portforward.go:413] what`); other lines say how
    /// it ended.
    private static func problem(in line: String) -> String? {
        guard line.hasPrefix("E"), let bracket = line.firstIndex(of: "]") else { return nil }
        return String(line[bracket...].dropFirst().drop(while: \.isWhitespace))
    }

    /// Runs kubectl to its end, and tells why it ended.
    private static func end(of run: ProgramRun) async -> String {
        do throws(ProgramError) {
            let outcome = try await run.run()
            let last = String(decoding: outcome.error, as: UTF8.self).split(separator: "\n").last
            return last.map(String.init) ?? "kubectl ended with status \(outcome.status)"
        } catch {
            return error.description
        }
    }
}

/// A connection that kubectl carries to a port of a pod.
struct KubectlConnection: PodConnection {
    private let far: LocalConnection

    init(_ far: LocalConnection) {
        self.far = far
    }

    func send(_ bytes: [UInt8]) async throws {
        guard await far.send(bytes) else { throw CancellationError() }
    }

    func receive(_ take: (PodEvent) async -> Void) async throws {
        while case let bytes = await far.receive(), !bytes.isEmpty { await take(.data(bytes)) }
    }

    func close() { far.end() }
}
