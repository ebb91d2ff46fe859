import Engine
import Synchronization
import Targets

/// The ports of this machine that lead to those of running services.
final class ServicePorts: Sendable {
    private struct Key: Hashable {
        let service: String
        let port: Int
    }

    private let workloads: ClusterWorkloads
    private let printer: LogPrinter
    private let forwards = Mutex<[Key: PortForward]>([:])
    private let (opened, continuation) = AsyncStream.makeStream(of: PortForward.self)

    /// Opens nothing yet.
    init(_ workloads: ClusterWorkloads, names: [String]) {
        self.workloads = workloads
        printer = LogPrinter(names: names, terminal: .standardError)
    }

    /// Lets the ports of a service lead to one of its pods, and opens those that are new.
    func lead(_ service: String, to replica: Replica) {
        for port in replica.containers.flatMap(\.ports) {
            let fresh = forwards.withLock { forwards -> PortForward? in
                let key = Key(service: service, port: port)
                if let open = forwards[key] {
                    open.lead(to: replica)
                    return nil
                }
                let forward =
                    PortForward(workloads, to: replica, remotePort: port, localPort: port)
                    ?? PortForward(workloads, to: replica, remotePort: port, localPort: 0)
                forwards[key] = forward
                return forward
            }
            guard let fresh else { continue }
            printer.print(service, "[port-forward] connected from localhost:\(fresh.localPort) -> ::\(port)")
            continuation.yield(fresh)
        }
    }

    /// Carries connections until it is cancelled.
    func run() async {
        await withDiscardingTaskGroup { group in
            for await forward in opened {
                group.addTask { await forward.run { Terminal.standardError.write([.refusal($0)]) } }
            }
            group.cancelAll()
        }
    }
}
