import Diagnostics
import Engine
import Glibc
import Targets

extension Session {
    /// How to reach the cluster of a context of the kubeconfig; of the current one if the name is empty.
    ///
    /// - Throws: `Failure` if the kubeconfig does not say how.
    static func connection(to context: String) throws -> ClusterConnection {
        let (connection, diagnostics) = KubeconfigFiles(environment: .process).connection(to: context)
        guard let connection, !diagnostics.hasErrors else { throw Failure(diagnostics) }
        Terminal.standardError.write(diagnostics)
        return connection
    }

    /// The state of what is in the cluster of a context: with the user, as the cluster may be gone.
    static func store(ofContext context: String) -> FileStateStore {
        let home = getenv("HOME").map { String(cString: $0) } ?? "."
        return FileStateStore(path: "\(home)/.rad/clusters/\(FileName.encoding(context))/state")
    }

    /// Where objects of a deployment go, as it is recorded.
    var place: String {
        switch destination {
        case .folder(let folder): DirectoryTarget.place(ofFolder: folder)
        case .cluster(let client): client.place
        }
    }

    /// Why a part cannot go to the workspace; `nil` if it can.
    func foreignOutput(of part: DeploymentRequest.Part) -> ApplyError? {
        guard case .cluster = destination, !part.isSimulated else { return nil }
        return part.outputs.first { $0.platform == .azure }
            .map { .notForClusters($0.type, $0.name, of: $0.owner) }
    }
}
