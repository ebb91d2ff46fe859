import Documents
import Engine

/// Where the state of one module of Terraform is kept.
enum TerraformPlace {
    /// A folder beside rad's own state.
    case folder(TerraformFolder)
    /// A cluster, in which others find it.
    case cluster(TerraformClusterStates, name: String)

    /// How messages name it.
    var path: String {
        switch self {
        case .folder(let folder): folder.path
        case .cluster(let states, let name): states.path(of: name)
        }
    }

    /// What Terraform is told.
    var backend: TerraformRootModule.Backend {
        switch self {
        case .folder: .local
        case .cluster(let states, let name): .kubernetes(suffix: name, namespace: states.namespace)
        }
    }

    /// A fingerprint of the state; `nil` if there is none.
    func fingerprint() async throws -> String? {
        switch self {
        case .folder(let folder): try folder.fingerprint()
        case .cluster(let states, let name): try await states.fingerprint(of: name)
        }
    }

    /// The state in clear; `nil` if there is none.
    func state() async throws -> [UInt8]? {
        switch self {
        case .folder(let folder): try folder.state()
        case .cluster(let states, let name): try await states.state(name)
        }
    }

    /// What the module was last run with; `nil` if it never was.
    func settings() async throws -> TerraformSettingsFile? {
        switch self {
        case .folder(let folder): try folder.settings().flatMap(TerraformSettingsFile.init(bytes:))
        case .cluster(let states, let name):
            try await states.settings(of: name).flatMap(TerraformSettingsFile.init(bytes:))
        }
    }

    /// The choice of providers that Terraform made before.
    func providerLock() async throws -> [UInt8]? {
        switch self {
        case .folder(let folder): try folder.providerLock()
        case .cluster(let states, let name): try await states.providerLock(of: name)
        }
    }

    /// Who may write to the state now besides this process; `nil` if nobody does.
    ///
    /// - Parameters:
    ///   - folder: The folder that Terraform is to work in.
    ///   - name: The name of the resource.
    /// - Returns: The lock.
    /// - Throws: `ApplyError` if the cluster refuses or does not answer.
    func lock(besides folder: TerraformFolder, of name: String) async throws -> TerraformLock? {
        if let lock = try folder.lock(of: name) { return lock }
        switch self {
        case .folder: return nil
        case .cluster(let states, let state): return try await states.lock(of: state, for: name)
        }
    }

    /// Keeps what the module is about to be run with, where the folder that Terraform works in does not.
    func keep(_ settings: TerraformSettingsFile, providerLock: [UInt8]?) async throws {
        switch self {
        case .folder: return
        case .cluster(let states, let name):
            try await states.keep(settings: settings.bytes, providerLock: providerLock, of: name)
        }
    }

    /// Forgets the module.
    func remove() async throws {
        switch self {
        case .folder(let folder): folder.remove()
        case .cluster(let states, let name): try await states.remove(name)
        }
    }
}
