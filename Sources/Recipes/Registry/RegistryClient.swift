public import Bicep
internal import Diagnostics
internal import Documents
internal import HTTP

/// Fetches Bicep modules from OCI registries, and publishes them.
///
/// Everything that a registry sends is compared with its digest before it is used.
public struct RegistryClient: Sendable {
    /// How registries are spoken to.
    public struct Configuration: Sendable {
        /// `rad/<version>`.
        public var userAgent: String
        /// What proves who is asking; `nil` for nothing.
        public var credentials: DockerCredentials?
        /// Those of an environment, which come first.
        var accounts = RegistryAccounts.none
        /// A file with the authorities to trust instead of those of the system, in PEM.
        public var authorities: String?

        var scheme = RegistryURL.Scheme.https
        var retry = Retry(attempts: 4, firstDelay: .milliseconds(300), longestRetryAfter: .seconds(20))
        var clock: any Clock<Duration> = ContinuousClock()
        var jitter: @Sendable () -> Double = { .random(in: 0...1) }

        /// Creates a configuration that speaks HTTPS.
        public init(userAgent: String) {
            self.userAgent = userAgent
        }

        /// Speaks HTTP without TLS to all registries; for those on a developer's machine.
        public mutating func usePlainHTTP() { scheme = .http }
    }

    /// The largest manifest that is accepted, in bytes, as the distribution specification recommends.
    static let manifestLimit = 4 << 20
    /// The largest template that is accepted, in bytes.
    static let blobLimit = 64 << 20

    /// Two clients, as they differ in what they accept.
    struct Clients: Sendable {
        let small: HTTPClient
        let large: HTTPClient

        init(_ configuration: Configuration) {
            var http = HTTPClient.Configuration(userAgent: configuration.userAgent)
            if let authorities = configuration.authorities { http.trust = .authorities(.file(authorities)) }
            http.maximumBodySize = RegistryClient.manifestLimit
            small = HTTPClient(configuration: http)
            http.maximumBodySize = RegistryClient.blobLimit
            http.totalTimeout = .seconds(300)
            large = HTTPClient(configuration: http)
        }
    }

    private var configuration: Configuration
    private let clients: Clients

    /// Creates a client; nothing is opened before the first request.
    public init(configuration: Configuration) {
        self.configuration = configuration
        clients = Clients(configuration)
    }

    /// The same client, signing in with accounts where there is one for a registry.
    public func signingIn(with accounts: RegistryAccounts) -> RegistryClient {
        var client = self
        client.configuration.accounts = accounts
        return client
    }

    /// Fetches a module.
    ///
    /// - Throws: `RegistryError` with the reason, if there is none, or none that can be trusted.
    public func pull(_ reference: ArtifactReference) async throws(RegistryError) -> PulledModule {
        var session = RegistrySession(reference, .pull, configuration, over: clients)
        let (bytes, digest, contentType) = try await session.manifest()
        let manifest: ModuleManifest
        do throws(ModuleManifest.Problem) {
            manifest = try ModuleManifest(bytes, contentType: contentType)
        } catch {
            throw .noModule(reference.name, error.reason)
        }
        let template = try await session.blob(manifest.template)
        guard template.isTemplate else { throw .noModule(reference.name, "its layer is no ARM template in JSON") }
        return PulledModule(template: template, manifest: bytes, digest: digest.text)
    }

    /// Publishes a module under a tag.
    ///
    /// - Parameters:
    ///   - module: The module.
    ///   - reference: Where it goes.
    ///   - existing: What becomes of a tag that is there already.
    /// - Returns: The reference by digest: `br:ghcr.io/shop/redis@sha256:…`.
    /// - Throws: `RegistryError` with the reason.
    public func push(
        _ module: ModulePackage,
        to reference: ArtifactReference,
        existing: ExistingTag
    ) async throws(RegistryError) -> String {
        var session = RegistrySession(reference, .push, configuration, over: clients)
        switch existing {
        case .isKept where try await session.hasManifest(): throw .tagExists(reference.registry, reference.name)
        case .isKept, .isReplaced: break
        }
        for blob in module.blobs { try await session.upload(blob) }
        let digest = try await session.publish(module.manifest)
        return "br:\(reference.registry)/\(reference.repository)@\(digest.text)"
    }

    /// What becomes of a tag that is there already.
    public enum ExistingTag: Sendable {
        case isKept
        case isReplaced
    }
}

/// A module as a registry keeps it.
public struct PulledModule: Sendable {
    /// The compiled template, in JSON.
    public let template: [UInt8]
    /// The manifest, byte for byte.
    public let manifest: [UInt8]
    /// The digest of the manifest: `sha256:…`.
    public let digest: String

    /// Whether a template of a cache is the one that the manifest beside it names, and that the reference's digest.
    ///
    /// Without a digest a manifest that is none, or is not there, says nothing.
    public static func isWhole(_ reference: ArtifactReference, template: [UInt8], manifest: [UInt8]?) -> Bool {
        if case .digest(let digest) = reference.version {
            guard let manifest, ContentDigest(of: manifest).text == digest else { return false }
        }
        guard let manifest, let known = try? ModuleManifest(manifest, contentType: nil) else { return true }
        return known.template.digest == ContentDigest(of: template)
    }
}

extension ArtifactReference {
    /// The repository with its tag or digest.
    var name: String {
        switch version {
        case .tag(let tag): "\(repository):\(tag)"
        case .digest(let digest): "\(repository)@\(digest)"
        }
    }

    /// What follows `manifests/` in an address.
    var tagOrDigest: String {
        switch version {
        case .tag(let tag): tag
        case .digest(let digest): digest
        }
    }
}

extension [UInt8] {
    /// Whether this is a compiled template: an object with resources, be it an empty list.
    fileprivate var isTemplate: Bool {
        let (document, diagnostics) = JSONReader.read(SourceFile(path: "main.json", bytes: self))
        return !diagnostics.hasErrors && document?["resources"] != nil
    }
}
