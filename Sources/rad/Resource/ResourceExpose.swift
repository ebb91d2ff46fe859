import ArgumentParser
import Diagnostics
import Engine
import Targets

/// Lets programs of this machine reach a port of a resource.
struct ResourceExpose: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "expose",
        abstract: "Reach a port of a resource from this machine.",
        discussion: """
            Opens a port of 127.0.0.1 and carries every connection to a replica of the resource, over the API \
            server; nothing has to be exposed in the cluster. It goes on until Ctrl-C, with another replica when \
            the one that it uses ends. Where no WebSocket is let through, 'kubectl' on the PATH carries them.

            EXAMPLES
              rad resource expose Applications.Core/containers frontend --port 3000
              rad resource expose Applications.Datastores/redisCaches cache -p 6380 --remote-port 6379
            """
    )

    @OptionGroup var resource: DeployedResource
    @Option(name: .shortAndLong, help: ArgumentHelp("The port of this machine.", valueName: "port"))
    var port: Int
    @Option(help: ArgumentHelp("The port of the resource, if it is another one.", valueName: "port"))
    var remotePort: Int?
    @Option(help: ArgumentHelp("Only this replica, by the name of its pod.", valueName: "pod"))
    var replica: String?

    func validate() throws {
        for port in [port, remotePort ?? port] where !(1...65_535 ~= port) {
            throw ValidationError("A port is a number from 1 to 65535; '\(port)' is none.")
        }
    }

    func run() async throws {
        let running = try await RunningResource(resource)
        guard let best = try await running.replicas(named: replica).first else {
            throw Failure(.nothingToExpose(running.name))
        }
        let remotePort = remotePort ?? port
        guard let forward = PortForward(running.workloads, to: best, remotePort: remotePort, localPort: port) else {
            throw Failure(.portTaken(port))
        }
        Terminal.standardError.write("Exposing replica \(best.name)\n")
        Terminal.standardError.write("127.0.0.1:\(port) leads to port \(remotePort). Ctrl-C ends it.\n")
        Interruption.listen()
        await withDiscardingTaskGroup { group in
            group.addTask {
                await forward.run { Terminal.standardError.write([.refusal($0)]) }
            }
            if replica == nil { group.addTask { await Self.keep(forward, to: running) } }
            while !Interruption.isRequested { try? await Task.sleep(for: .milliseconds(100)) }
            group.cancelAll()
        }
    }

    /// Lets new connections go to another replica when there is a better one.
    private static func keep(_ forward: PortForward, to running: RunningResource) async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(1))
            guard let best = try? await running.replicas(named: nil).first, best.name != forward.replica.name else {
                continue
            }
            forward.lead(to: best)
            Terminal.standardError.write("Exposing replica \(best.name)\n")
        }
    }
}

extension Diagnostic {
    fileprivate static func nothingToExpose(_ name: String) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7195",
            "'\(name)' has no replica at present",
            at: nil,
            help: "'rad app status' shows how its objects fare"
        )
    }

    fileprivate static func portTaken(_ port: Int) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7196",
            "port \(port) of 127.0.0.1 cannot be opened: another program has it, or you may not",
            at: nil,
            help: "choose another one with '--port', and name that of the resource with '--remote-port'"
        )
    }
}
