import ArgumentParser
import Diagnostics
import Engine
import Targets

/// Prints what the containers of a resource have written.
struct ResourceLogs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "Print what the containers of a resource write.",
        discussion: """
            Works for everything that runs as pods, containers and what recipes run as containers alike. With \
            several replicas or containers each line begins with who wrote it. With --follow it goes on until \
            Ctrl-C, with replicas that start later and containers that start again.

            EXAMPLES
              rad resource logs Applications.Core/containers frontend
              rad resource logs Applications.Core/containers frontend -a shop -e prod --follow
              rad resource logs Applications.Datastores/redisCaches cache --tail 20
              rad resource logs Applications.Core/containers frontend --since 10m

              Why a container has ended:
                rad resource logs Applications.Core/containers frontend --previous
            """
    )

    @OptionGroup var resource: DeployedResource
    @Flag(name: .shortAndLong, help: "Go on with what is written from now on.")
    var follow = false
    @Option(name: .shortAndLong, help: ArgumentHelp("Only this container.", valueName: "container"))
    var container: String?
    @Option(help: ArgumentHelp("Only this replica, by the name of its pod.", valueName: "pod"))
    var replica: String?
    @Option(help: ArgumentHelp("Only the last lines of each container; '-1' for all.", valueName: "lines"))
    var tail: Int?
    @Option(
        help: ArgumentHelp("Only lines younger than this, such as '90s' or '1h30m'; '0' for all.", valueName: "time")
    )
    var since: DurationArgument?
    @Flag(help: "What the containers wrote before they last started again.")
    var previous = false
    @Flag(help: "Begin each line with its time.")
    var timestamps = false

    func validate() throws {
        if let tail, tail < -1 { throw ValidationError("'--tail' is a number of lines, 0 or more, or -1 for all.") }
        if previous, follow {
            throw ValidationError("What was written before cannot be followed: leave '--follow' out.")
        }
        if replica != nil, follow {
            throw ValidationError("'--follow' goes on with whatever replica there is: leave '--replica' out.")
        }
    }

    func run() async throws {
        let running = try await RunningResource(resource)
        let replicas = try await running.replicas(named: replica)
        try running.check(container: container, in: replicas)
        var options = ClusterWorkloads.LogOptions()
        options.container = container
        options.isPrevious = previous
        options.tail = tail.flatMap { $0 < 0 ? nil : $0 }
        options.age = since?.limit
        options.hasTimes = timestamps
        let printer = LogLines(replicas, container: container, isFollowing: follow)
        guard follow else {
            guard !replicas.isEmpty else { return Terminal.standardError.write([.noReplica(running.name)]) }
            for replica in replicas {
                try await running.workloads.log(of: replica, options) { printer.print($0) }
            }
            return
        }
        Terminal.standardError.write("Following the logs of '\(running.name)'. Ctrl-C ends it.\n")
        try await running.workloads.follow(running.outputs, options) { _, line in printer.print(line) }
    }
}

/// Prints lines of one resource, with who wrote them if that may be several.
private struct LogLines {
    private let isPlain: Bool
    private let hasSeveralContainers: Bool

    init(_ replicas: [Replica], container: String?, isFollowing: Bool) {
        hasSeveralContainers = container == nil && replicas.contains { $0.containers.count > 1 }
        isPlain = !isFollowing && replicas.count == 1 && !hasSeveralContainers
    }

    func print(_ line: ClusterWorkloads.LogLine) {
        guard !isPlain else { return Terminal.standardOutput.write("\(line.text)\n") }
        let writer = hasSeveralContainers ? "\(line.replica)/\(line.container)" : line.replica
        Terminal.standardOutput.write("[\(writer)] \(line.text)\n")
    }
}

extension Diagnostic {
    fileprivate static func noReplica(_ name: String) -> Diagnostic {
        Diagnostic(
            .warning,
            "RAD7194",
            "'\(name)' has no replica at present, so nothing has been written",
            at: nil,
            help: "'rad app status' shows how its objects fare; '--follow' waits for the first one"
        )
    }
}
