public import Diagnostics
import Glibc
import HTTP

/// Finds the kubeconfig of this process: files, or what a pod is given.
public struct KubeconfigFiles: Sendable {
    private let environment: [String: String]
    private let read: @Sendable (_ path: String) throws(FileProblem) -> [UInt8]?

    /// A file that is there and cannot be read.
    struct FileProblem: Error {
        let reason: String
    }

    /// Looks where the variables of this process point to.
    public init(environment: [String: String]) {
        self.init(environment: environment) { path throws(FileProblem) in try Self.bytes(of: path) }
    }

    init(
        environment: [String: String],
        read: @escaping @Sendable (_ path: String) throws(FileProblem) -> [UInt8]?
    ) {
        self.environment = environment
        self.read = read
    }

    /// The connection to a context, or from within a pod to its own cluster if there is no kubeconfig at all.
    ///
    /// - Parameter context: The name of the context; the current one if it is empty.
    /// - Returns: The connection, and what is wrong with the files.
    public func connection(to context: String) -> (connection: ClusterConnection?, diagnostics: [Diagnostic]) {
        var files: [SourceFile] = []
        for path in paths {
            do throws(FileProblem) {
                guard let bytes = try read(path) else { continue }
                files.append(SourceFile(path: path, bytes: bytes))
            } catch {
                return (nil, [.unreadableKubeconfig(path, reason: error.reason)])
            }
        }
        let (kubeconfig, diagnostics) = Kubeconfig.read(files)
        guard !diagnostics.hasErrors else { return (nil, diagnostics) }
        if kubeconfig.isEmpty, context.isEmpty || context == Self.inClusterContext, let own = ownCluster {
            return (own, diagnostics)
        }
        let (connection, found) = kubeconfig.connection(to: context)
        return (connection, diagnostics + found)
    }

    /// The variables by which Terraform and its providers reach the cluster of a context (Terraform 1.0).
    ///
    /// - Parameters:
    ///   - context: The name of the context.
    ///   - absolute: Gives the path that a path means from anywhere.
    /// - Returns: The variables by their names.
    public func terraformVariables(for context: String, absolute: (String) -> String) -> [String: String] {
        guard context != Self.inClusterContext else { return ["KUBE_IN_CLUSTER_CONFIG": "true"] }
        let found = paths.filter { (try? read($0)) ?? nil != nil }.map(absolute)
        let files =
            found.count == 1
            ? ["KUBE_CONFIG_PATH": found[0]] : ["KUBE_CONFIG_PATHS": found.joined(separator: ":")]
        return files.merging(["KUBE_CTX": context]) { first, _ in first }
    }

    /// The name that the cluster has for those who run in it.
    static let inClusterContext = "in-cluster"

    /// `KUBECONFIG`, each path once, or else `~/.kube/config`.
    private var paths: [String] {
        let listed = (environment["KUBECONFIG"] ?? "").split(separator: ":").map(String.init)
        guard listed.isEmpty else {
            var seen: Set<String> = []
            return listed.filter { seen.insert($0).inserted }
        }
        return environment["HOME"].map { ["\($0)/.kube/config"] } ?? []
    }

    /// The cluster that this process runs in, as its pod is told; `nil` outside of pods.
    private var ownCluster: ClusterConnection? {
        guard let host = environment["KUBERNETES_SERVICE_HOST"], !host.isEmpty,
            let port = environment["KUBERNETES_SERVICE_PORT"], !port.isEmpty,
            let token = try? read("\(Self.accountFolder)/token"), !token.isEmpty
        else { return nil }
        let address = host.contains(":") ? "[\(host)]" : host
        let namespace = (try? read("\(Self.accountFolder)/namespace")).flatMap { $0 }
            .map { String(decoding: $0, as: UTF8.self).filter { !$0.isWhitespace } }
        var connection = ClusterConnection(
            context: Self.inClusterContext,
            server: "https://\(address):\(port)",
            namespace: namespace.flatMap { $0.isEmpty ? nil : $0 } ?? "default"
        )
        connection.trust = .authorities(.file("\(Self.accountFolder)/ca.crt"))
        connection.bearer = .tokenFile("\(Self.accountFolder)/token")
        return connection
    }

    private static let accountFolder = "/var/run/secrets/kubernetes.io/serviceaccount"

    /// A kubeconfig is some kilobytes; something that never ends is none.
    private static let largest = 16 << 20

    /// The bytes of a file; `nil` if there is none.
    static func bytes(of path: String) throws(FileProblem) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        if descriptor < 0, errno == ENOENT { return nil }
        guard descriptor >= 0 else { throw FileProblem(reason: reason(errno)) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FileProblem(reason: reason(errno)) }
            guard count > 0 else { return bytes }
            bytes.append(contentsOf: chunk[..<count])
            guard bytes.count <= largest else { throw FileProblem(reason: "it is larger than \(largest) bytes") }
        }
    }

    private static func reason(_ number: Int32) -> String {
        strerror(number).map { String(cString: $0).lowercased() } ?? "error \(number)"
    }
}
