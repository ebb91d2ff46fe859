public import AppModel
import Diagnostics
public import Engine

extension Diagnostic {
    /// What rad was to remove is not what rad made.
    static func leftInCluster(_ output: RecordedOutput) -> Diagnostic {
        let place = output.namespace.isEmpty ? "" : " in namespace '\(output.namespace)'"
        return Diagnostic(
            .warning,
            "RAD6130",
            "\(output.type) '\(output.name)'\(place) is not the one that rad made for '\(output.owner.name)', and stays",
            at: nil,
            help: "remove it yourself if you do not need it"
        )
    }
}

extension ApplyError {
    /// What Azure keeps cannot be in a cluster.
    public static func notForClusters(_ type: String, _ name: String, of owner: ResourceID) -> ApplyError {
        ApplyError(
            code: "RAD6131",
            message: "\(type) '\(name)' of '\(owner.name)' is no object of Kubernetes, and the workspace is a cluster",
            help: "deploy it from a workspace of kind 'directory', or choose a recipe for Kubernetes"
        )
    }

    /// Something is still there after it was removed.
    static func stillThere(_ output: RecordedOutput, finalizers: [String]) -> ApplyError {
        ApplyError(
            code: "RAD6132",
            message: "\(output.type) '\(output.name)' is still there after it was removed",
            cause: finalizers.isEmpty
                ? "the cluster has not removed it yet" : "it waits for its finalizers \(finalizers.quotedList)",
            help: "wait for the cluster and run the command again, or do not wait for it: '--no-wait'"
        )
    }

    /// What is to be made cannot be as long as its predecessor of the same name is being removed.
    static func stillPassing(_ output: OutputResource, finalizers: [String]) -> ApplyError {
        ApplyError(
            code: "RAD6134",
            message: "\(output.type) '\(output.name)' is still being removed, and can only be made anew after that",
            cause: finalizers.isEmpty
                ? "the cluster has not removed it yet" : "it waits for its finalizers \(finalizers.quotedList)",
            help: "wait until it is gone and run the command again, or wait longer with '--resource-timeout'"
        )
    }
}
