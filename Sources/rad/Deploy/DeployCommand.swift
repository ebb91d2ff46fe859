import ArgumentParser
import Engine
import Targets

/// Deploys a definition.
struct DeployCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deploy",
        abstract: "Deploy an application, or define an environment.",
        discussion: """
            Binds the definition to the environment's recipes, plans, shows the plan, and applies it. \
            What left the definition since the last deployment is removed. Nothing is written if \
            nothing changes, or if anything is wrong with the input.

            EXAMPLES
              Deploy into the workspace's environment:
                rad deploy app.bicep
                rad deploy app.yaml

              Define an environment, then deploy into it:
                rad deploy environments/aci.bicep
                rad deploy app.bicep -e aci

              Give parameters, one by one or from a file:
                rad deploy app.bicep -p image=nginx:1.27 -p replicas=3
                rad deploy app.bicep -p production.bicepparam

              Carry out a plan that was written down, or nothing if it would be another one now:
                rad plan app.bicep --out plan.json
                rad deploy plan.json

              Write the output somewhere else:
                rad deploy app.bicep --output-dir build/manifests

              Give a cluster five minutes, or do not wait for it at all:
                rad deploy app.bicep --timeout 5m
                rad deploy app.bicep --no-wait
            """
    )

    @OptionGroup var options: DeployOptions
    @OptionGroup var output: OutputOptions

    func run() async throws { try await options.deploy(as: "deploy", output.format) }

    /// Turns what went wrong into the exit status of the program.
    static func check(_ reports: [DeploymentReport]) throws {
        for report in reports {
            switch report.status {
            case .succeeded: continue
            case .failed, .interrupted:
                throw Failure(report.failures.map(\.error).withoutRepetitions.map { .refusal($0) })
            case .cancelled:
                Terminal.standardError.write("Stopped\(report.remainder). Run the command again to go on.\n")
                ExitStatus.interrupted.exit()
            }
        }
    }
}

extension DeploymentReport {
    /// What was done and what was not, of a deployment that was stopped.
    fileprivate var remainder: String {
        var (done, unawaited, untouched) = (0, 0, 0)
        for item in outcomes {
            switch item.outcome {
            case .applied, .removed, .left: done += 1
            case .unawaited: unawaited += 1
            case .skipped: untouched += 1
            case .failed: break
            }
        }
        let counts = [(done, "done"), (unawaited, "made but not waited for"), (untouched, "not begun")]
        let parts = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return parts.isEmpty ? "" : ": of the changes, \(parts.joined(separator: ", "))"
    }
}

extension [ApplyError] {
    /// The errors, each once: a server that lacks something says so for every object.
    fileprivate var withoutRepetitions: [ApplyError] {
        reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}
