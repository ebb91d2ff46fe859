import AppModel
import Diagnostics
import Engine
import Targets

/// What runs of one resource in a cluster.
struct RunningResource {
    let workloads: ClusterWorkloads
    let name: String
    /// The objects that pods come of.
    let outputs: [RecordedOutput]

    /// Looks for what runs of a deployed resource.
    ///
    /// - Throws: `Failure` if the workspace is no cluster, or nothing runs of the resource.
    init(_ resource: DeployedResource) async throws {
        let (session, row) = try await resource.found()
        workloads = try session.workloads()
        name = row.resource.name
        outputs = row.outputs.filter(ClusterWorkloads.runs)
        guard !outputs.isEmpty else { throw Failure(.runsNothing(name, type: row.resource.type.description)) }
    }

    /// Looks for the pods of the resource.
    ///
    /// - Parameter replica: The only one that is wanted; `nil` for all.
    /// - Returns: The pods, the one that serves best first.
    /// - Throws: `Failure` if there is no such pod.
    func replicas(named replica: String?) async throws -> [Replica] {
        var found: [Replica] = []
        for output in outputs { found += try await workloads.replicas(of: output) }
        guard let replica else { return found }
        guard let wanted = found.first(where: { $0.name == replica }) else {
            throw Failure(.unknownReplica(replica, of: name, among: found.map(\.name)))
        }
        return [wanted]
    }

    /// Makes sure that some pod has a container of a name.
    func check(container: String?, in replicas: [Replica]) throws {
        let known = replicas.flatMap(\.containers).map(\.name)
        guard let container, !known.isEmpty, !known.contains(container) else { return }
        throw Failure(.unknownContainer(container, of: name, among: known))
    }
}

extension Session {
    /// What looks at what runs in the workspace.
    ///
    /// - Throws: `Failure` if it is a folder.
    func workloads() throws -> ClusterWorkloads {
        guard case .cluster(let client) = destination else { throw Failure(.nothingRuns(workspace.name)) }
        return ClusterWorkloads(client)
    }
}

extension Diagnostic {
    fileprivate static func nothingRuns(_ workspace: String) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7190",
            "workspace '\(workspace)' writes files: nothing runs there",
            at: nil,
            help: "use a workspace of kind 'kubernetes' with '-w'; 'rad workspace list' shows which there are"
        )
    }

    fileprivate static func runsNothing(_ name: String, type: String) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7191",
            "nothing runs of '\(name)': no pods come of what was made for this \(type)",
            at: nil,
            help: "'rad resource list' shows the resources; containers, and what recipes run as containers, have pods"
        )
    }

    fileprivate static func unknownReplica(_ replica: String, of name: String, among names: [String]) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7192",
            "'\(name)' has no replica '\(replica)'",
            at: nil,
            help: names.isEmpty
                ? "it has none at present: 'rad app status' tells why"
                : suggestion(for: replica, among: names).map { "did you mean '\($0)'?" }
                    ?? "it has \(names.listed(separator: ", ") { "'\($0)'" })"
        )
    }

    fileprivate static func unknownContainer(_ container: String, of name: String, among names: [String]) -> Diagnostic
    {
        let known = names.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        return Diagnostic(
            .error,
            "RAD7193",
            "'\(name)' has no container '\(container)'",
            at: nil,
            help: suggestion(for: container, among: known).map { "did you mean '\($0)'?" }
                ?? "it has \(known.listed(separator: ", ") { "'\($0)'" })"
        )
    }
}
