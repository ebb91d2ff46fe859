import Foundation
public import Testing

/// The real API server that `RAD_TEST_KUBECONFIG` names, spoken to by curl: what rad did is seen with other eyes.
public struct TestCluster: Sendable {
    /// The path of the kubeconfig; CI sets it, so that nothing is skipped there.
    public static let kubeconfig = ProcessInfo.processInfo.environment["RAD_TEST_KUBECONFIG"]
        .flatMap { $0.isEmpty ? nil : $0 }

    /// Why a test is skipped.
    public static let need: Comment = "set RAD_TEST_KUBECONFIG to the kubeconfig of a cluster for tests"

    private let server: String
    private let token: String
    private let authority: String

    /// Reads the kubeconfig as `Scripts/kubernetes.sh` writes it.
    public init() throws { try self.init(kubeconfig: #require(Self.kubeconfig)) }

    /// Reads the kubeconfig of another server that the script started.
    public init(kubeconfig path: String) throws {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        server = String(try #require(text.firstMatch(of: /server: "([^"]+)"/)).output.1)
        token = String(try #require(text.firstMatch(of: /token: (\w+)/)).output.1)
        let name = String(try #require(text.firstMatch(of: /certificate-authority: ([^ }]+)/)).output.1)
        authority = "\(URL(fileURLWithPath: path).deletingLastPathComponent().path)/\(name)"
    }

    /// Looks something up.
    public func request(_ path: String) throws -> (status: Int, answer: [String: Any]) { try request("GET", path) }

    /// Sends a request and gives the status and the JSON of its answer.
    @discardableResult
    public func request(
        _ method: String,
        _ path: String,
        _ body: String? = nil,
        type: String = "application/json"
    ) throws -> (status: Int, answer: [String: Any]) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/curl")
        process.arguments =
            [
                "-s", "-X", method, "--cacert", authority, "-H", "Authorization: Bearer \(token)", "-w",
                "\n%{http_code}",
            ]
            + (body.map { ["-H", "Content-Type: \(type)", "--data", $0] } ?? []) + [server + path]
        let output = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let text = String(decoding: data, as: UTF8.self)
        let end = try #require(text.lastIndex(of: "\n"))
        let answer = try? JSONSerialization.jsonObject(with: Data(text[..<end].utf8)) as? [String: Any]
        return (Int(text[text.index(after: end)...]) ?? 0, answer ?? [:])
    }

    /// Applies fields of an object as somebody else.
    @discardableResult
    public func apply(_ path: String, _ body: String, as manager: String) throws -> (status: Int, answer: [String: Any])
    {
        let path = "\(path)?fieldManager=\(manager)&force=true"
        return try request("PATCH", path, body, type: "application/apply-patch+yaml")
    }

    /// The names of the objects of a kind in a namespace, sorted.
    public func names(_ path: String) throws -> [String] {
        let items = try request(path).answer["items"] as? [[String: Any]] ?? []
        return items.compactMap { ($0["metadata"] as? [String: Any])?["name"] as? String }.sorted()
    }

    /// Runs a test with a namespace of its own, which is removed after it.
    public func withNamespace<Result>(_ body: (_ name: String) async throws -> Result) async throws -> Result {
        let name = "test-\(UUID().uuidString.lowercased().prefix(8))"
        let manifest = #"{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"\#(name)"}}"#
        #expect(try request("POST", "/api/v1/namespaces", manifest).status == 201)
        defer { try? finish(namespace: name) }
        return try await body(name)
    }

    /// Removes a namespace as the controller of namespaces does, which is not part of an API server.
    public func finish(namespace name: String) throws {
        try request("DELETE", "/api/v1/namespaces/\(name)")
        let manifest =
            #"{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"\#(name)"},"spec":{"finalizers":[]}}"#
        try request("PUT", "/api/v1/namespaces/\(name)/finalize", manifest)
    }

    /// Lets the server serve HTTPProxies, of any content, as a cluster with Contour does.
    public func defineProxies() throws {
        let path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
        try request(
            "POST",
            path,
            """
            {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
            "metadata":{"name":"httpproxies.projectcontour.io"},"spec":{"group":"projectcontour.io","scope":"Namespaced",
            "names":{"plural":"httpproxies","singular":"httpproxy","kind":"HTTPProxy","listKind":"HTTPProxyList"},
            "versions":[{"name":"v1","served":true,"storage":true,
            "schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}]}}
            """
        )
        for _ in 0..<200 {
            if try request("/apis/projectcontour.io/v1/httpproxies").status == 200 { return }
            usleep(50_000)
        }
        Issue.record("the server does not serve HTTPProxies")
    }
}
