import ArgumentParser
import Engine
import Targets

/// Deploys a definition, then shows what its containers write and lets this machine reach them.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Deploy an application, follow its logs, and reach its ports from this machine.",
        discussion: """
            Deploys as 'rad deploy' does, into a cluster. Then it prints what all containers write, each line with \
            the resource that wrote it, and opens a port of 127.0.0.1 for every port that they listen to: the same \
            number if it is free, else another one. Ctrl-C ends it; the application goes on running.

            EXAMPLES
              rad run app.bicep
              rad run app.bicep -e test -p image=registry.example/web:dev

              Only what is written from now on:
                rad run app.bicep --tail 0
            """
    )

    @OptionGroup var options: DeployOptions
    @Option(help: ArgumentHelp("Of containers that run already, only the last lines.", valueName: "lines"))
    var tail: Int?
    @Flag(inversion: .prefixedNo, help: "Open ports of this machine for those of the containers.")
    var ports = true

    func validate() throws {
        if let tail, tail < 0 { throw ValidationError("'--tail' is a number of lines, 0 or more.") }
    }

    func run() async throws {
        let workloads = try Session(options.definition.scope).workloads()
        Interruption.listen()
        let request = try await options.deploy(as: "run", .table)
        var services: [RunningService] = []
        for part in request.parts where part.identity.application != nil {
            guard let state = try await request.session.store.state(of: part.identity) else { continue }
            services += RunningService.services(of: state)
        }
        guard !services.isEmpty else {
            return Terminal.standardError.write("Nothing runs of it: no pods come of what was made.\n")
        }
        var lines = ClusterWorkloads.LogOptions()
        lines.tail = tail
        try await follow(services, in: workloads, lines)
        Terminal.standardError.write("\nStopped. The application goes on running; 'rad app delete' removes it.\n")
    }

    /// Follows until the user stops it.
    private func follow(
        _ services: [RunningService],
        in workloads: ClusterWorkloads,
        _ lines: ClusterWorkloads.LogOptions
    ) async throws {
        let printer = LogPrinter(names: services.map(\.name))
        let forwards = ServicePorts(workloads, names: services.map(\.name))
        let opensPorts = ports
        Terminal.standardError.write("\nFollowing the logs. Ctrl-C ends it.\n\n")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for service in services {
                group.addTask {
                    try await workloads.follow([service.output], lines) { _, line in
                        printer.print(service.name(of: line), line.text)
                    } changed: { _, replicas in
                        printer.expect(service.note(replicas))
                        if opensPorts, let best = replicas.first { forwards.lead(service.name, to: best) }
                    }
                }
            }
            group.addTask { await forwards.run() }
            group.addTask {
                while !Interruption.isRequested { try await Task.sleep(for: .milliseconds(100)) }
                throw CancellationError()
            }
            defer { group.cancelAll() }
            do {
                while try await group.next() != nil {}
            } catch is CancellationError {
                return
            }
        }
    }
}
