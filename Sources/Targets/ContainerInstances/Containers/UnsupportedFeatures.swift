import AppModel
import Diagnostics
import Documents

/// What a container resource asks for and ACI has no form of.
///
/// Each feature is named; none is dropped in silence.
struct UnsupportedFeatures {
    let resource: Resource
    let container: SharedContainer

    var diagnostics: [Diagnostic] {
        var found = resourceFeatures() + kubernetesSettings() + platformOptions() + tags()
        for spec in container.specs {
            found += openSecrets(in: spec)
            found += spec.isInit ? initFeatures(of: spec) : probeFeatures(of: spec)
            if spec.workingDirectory != nil {
                found.append(
                    feature(
                        "'workingDir'",
                        because: "a container starts in the working directory of its image",
                        help: "set WORKDIR in the image, or change the directory in 'command'",
                        at: spec.path.appending("workingDir")
                    )
                )
            }
        }
        for volume in container.volumes {
            guard case .ephemeral(inMemory: true) = volume.source else { continue }
            found.append(
                feature(
                    "the memory of volume '\(volume.name)'",
                    because: "an empty volume is kept on disk",
                    help: "let the volume be kept on disk",
                    at: volume.path
                )
            )
        }
        return found
    }

    private func resourceFeatures() -> [Diagnostic] {
        var found: [Diagnostic] = []
        if container.dapr != nil {
            found.append(
                feature(
                    "the Dapr sidecar",
                    because: "nothing there injects it",
                    help: "remove the extension, add the sidecar as a container, or deploy to Kubernetes",
                    at: ["extensions"]
                )
            )
        }
        if container.autoScaling != nil {
            found.append(
                feature(
                    "'autoScaling'",
                    because: "an NGroup keeps a fixed number of groups",
                    help: "set 'replicas' instead, or deploy to Kubernetes",
                    at: container.autoScalingPath
                )
            )
        }
        for connection in container.connections where connection.roles != nil {
            found.append(
                feature(
                    "'iam' of connection '\(connection.name)'",
                    because: "rad assigns no Azure roles there yet",
                    help: "assign the roles to the identity of the environment, and remove 'iam'",
                    at: connection.path
                )
            )
        }
        return found
    }

    private func kubernetesSettings() -> [Diagnostic] {
        var settings: [(String, ValuePath)] = []
        if container.kubernetesBase != nil { settings.append(("runtimes.kubernetes.base", ["runtimes"])) }
        if container.kubernetesPod != nil { settings.append(("runtimes.kubernetes.pod", ["runtimes"])) }
        return settings.map { .kubernetesOnly($0.0, of: resource, at: $0.1) }
    }

    private func platformOptions() -> [Diagnostic] {
        container.platformOptions.names.compactMap { name in
            guard !["sku", "confidentialComputeProperties"].contains(name) else { return nil }
            return feature(
                "platform option '\(name)'",
                because: "only 'sku' and 'confidentialComputeProperties' are known",
                help: "remove the option",
                at: ["platformOptions", .member(name)]
            )
        }
    }

    private func tags() -> [Diagnostic] {
        Tags.written(container.metadata).compactMap { name, value in
            guard value.count > Tags.mostCharacters else { return nil }
            return feature(
                "label or annotation '\(name)'",
                because: "it becomes a tag, and the value of a tag has at most \(Tags.mostCharacters) characters",
                help: "shorten the value",
                at: ["extensions"]
            )
        }
    }

    private func initFeatures(of spec: ContainerSpec) -> [Diagnostic] {
        let settings: [(name: String, isSet: Bool)] = [
            ("ports", !spec.ports.isEmpty),
            ("readinessProbe", spec.readiness != nil),
            ("livenessProbe", spec.liveness != nil),
            ("resources", spec.requests != ComputeResources() || spec.limits != ComputeResources()),
        ]
        return settings.filter(\.isSet).map { setting in
            feature(
                "'\(setting.name)' of init container '\(spec.name)'",
                because: "an init container has none",
                help: "remove '\(setting.name)' from the init container",
                at: spec.path.appending(setting.name)
            )
        }
    }

    private func probeFeatures(of spec: ContainerSpec) -> [Diagnostic] {
        var found: [Diagnostic] = []
        for (name, probe) in [("readinessProbe", spec.readiness), ("livenessProbe", spec.liveness)] {
            guard let probe, probe.terminationGracePeriod != nil else { continue }
            found.append(
                feature(
                    "'terminationGracePeriodSeconds' of '\(name)'",
                    because: "its probes know no grace period",
                    help: "remove the setting",
                    at: spec.path.appending(name)
                )
            )
        }
        if let liveness = spec.liveness, case .tcp = liveness.check {
            found.append(
                feature(
                    "the TCP check of 'livenessProbe'",
                    because: "a probe asks over HTTP or runs a command",
                    help: "use 'httpGet' or 'exec'",
                    at: spec.path.appending("livenessProbe")
                )
            )
        }
        if let readiness = spec.readiness, case .tcp(let port) = readiness.check,
            !spec.ports.contains(where: { $0.containerPort == port })
        {
            found.append(
                feature(
                    "the TCP check of 'readinessProbe'",
                    because: "the load balancer makes it, and port \(port) is not among the container's ports",
                    help: "declare port \(port), or use 'httpGet' or 'exec'",
                    at: spec.path.appending("readinessProbe")
                )
            )
        }
        return found
    }

    /// Secrets anywhere but in variables and volumes, which are the only places that ACI keeps from view.
    private func openSecrets(in spec: ContainerSpec) -> [Diagnostic] {
        var fields: [(name: String, values: [Value])] = [
            ("image", [spec.image]), ("command", spec.command), ("args", spec.arguments),
        ]
        for (name, probe) in [("readinessProbe", spec.readiness), ("livenessProbe", spec.liveness)] {
            switch probe?.check {
            case .http(_, _, _, let headers): fields.append((name, headers.map(\.value)))
            case .command(let command): fields.append((name, command))
            case .tcp, nil: break
            }
        }
        return fields.filter { $0.values.contains(where: \.isSecret) }.map { field in
            .secretInTheOpen("'\(field.name)'", of: spec.name, in: resource, at: spec.path.appending(field.name))
        }
    }

    private func feature(_ feature: String, because reason: String, help: String, at path: ValuePath) -> Diagnostic {
        .notOnContainerInstances(feature, of: resource, because: reason, help: help, at: path)
    }
}

extension Value {
    /// Whether the whole value is a secret.
    fileprivate var isSecret: Bool {
        if case .secret = self { true } else { false }
    }
}
