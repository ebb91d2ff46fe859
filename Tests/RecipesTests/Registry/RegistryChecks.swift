import Bicep
import Diagnostics
import Foundation
import HTTP
import Synchronization
import TestSupport
import Testing

@testable import Recipes

/// The module that the registries of the tests serve.
let servedTemplate = Array(#"{"resources": [], "outputs": {}}"#.utf8)
let servedModule = ModulePackage(template: servedTemplate)

/// Reads files of the test's own folder.
struct DiskFiles: FileLoader {
    func load(_ path: String, from referrer: String) throws(FileLoadError) -> LoadedFile {
        guard let data = FileManager.default.contents(atPath: path) else { throw FileLoadError(reason: "no such file") }
        return LoadedFile(path: path, bytes: Array(data))
    }
}

/// What a registry answers that serves one module and asks nobody who they are.
func wellBehaved(_ request: SeenRequest) -> Reply {
    guard request.target.hasPrefix("/v2/shop/redis/") else { return .response(status: 404) }
    if request.target.contains("/manifests/") {
        return .response(
            status: 200,
            headers: ["Content-Type: application/vnd.oci.image.manifest.v1+json"],
            body: servedModule.manifest
        )
    }
    let blob = servedModule.blobs.first { request.target.hasSuffix("/blobs/\($0.descriptor.digest.text)") }
    return blob.map { .response(status: 200, body: $0.bytes) } ?? .response(status: 404)
}

/// A reference to a module of a server of the test.
func reference(_ server: LoopbackServer, _ version: String = ":1.0") throws -> ArtifactReference {
    try reference(at: "127.0.0.1:\(server.port)", version)
}

/// A reference to a module of a host.
func reference(at host: String, _ version: String = ":1.0") throws -> ArtifactReference {
    let text = "br:\(host)/shop/redis\(version)"
    let file = SourceFile(path: "reference", bytes: Array(text.utf8))
    return try #require(ArtifactReference.read(file, near: "main.bicep", files: NoFiles()).reference)
}

/// A client that speaks plain HTTP and does not wait between attempts.
func registryClient(_ change: (inout RegistryClient.Configuration) -> Void = { _ in }) -> RegistryClient {
    var configuration = RegistryClient.Configuration(userAgent: "rad/test")
    configuration.usePlainHTTP()
    configuration.retry = Retry(attempts: 3, firstDelay: .zero, longestDelay: .zero)
    change(&configuration)
    return RegistryClient(configuration: configuration)
}

/// A clock that notes for how long it was to wait, and does not.
final class NotedClock: Clock {
    private let noted = Mutex<[Swift.Duration]>([])
    private let isCancelled: Bool
    let now: ContinuousClock.Instant = ContinuousClock.now
    let minimumResolution = Swift.Duration.zero

    /// Creates a clock; its task may be cancelled whenever it waits.
    init(isCancelled: Bool = false) { self.isCancelled = isCancelled }

    var pauses: [Swift.Duration] { noted.withLock { $0 } }

    func sleep(until deadline: ContinuousClock.Instant, tolerance: Swift.Duration?) async throws {
        noted.withLock { $0.append(now.duration(to: deadline)) }
        if isCancelled { throw CancellationError() }
    }
}

/// Runs a test against a server of its own.
func withRegistry<Result>(
    _ reply: @escaping @Sendable (SeenRequest) -> Reply,
    test: (LoopbackServer) async throws -> Result
) async throws -> Result {
    let server = try LoopbackServer(reply: reply)
    defer { server.stop() }
    return try await test(server)
}

/// Pulls from a registry that misbehaves where its reply is not `nil`, and checks all that is said about it.
func checkPull(
    _ version: String = ":1.0",
    fails expected: String,
    sourceLocation: Testing.SourceLocation = #_sourceLocation,
    when misbehaving: @escaping @Sendable (SeenRequest) -> Reply?
) async throws {
    try await withRegistry({ misbehaving($0) ?? wellBehaved($0) }) { server in
        let reference = try reference(server, version)
        do throws(RegistryError) {
            _ = try await registryClient().pull(reference)
            Issue.record("nothing is wrong", sourceLocation: sourceLocation)
        } catch {
            #expect(error.text(server) == expected, sourceLocation: sourceLocation)
        }
    }
}

extension RegistryError {
    /// Code, reason and help, with the address of the server as `REGISTRY`.
    func text(_ server: LoopbackServer) -> String {
        "\(code) \(reason)\nhelp: \(help)".replacing("127.0.0.1:\(server.port)", with: "REGISTRY")
    }
}
