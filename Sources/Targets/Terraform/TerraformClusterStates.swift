import Archives
import Documents
import Engine

/// States of Terraform in Secrets of a cluster: where Terraform's own backend `kubernetes` keeps them (Terraform 1.0),
/// under the names that Radius gives them (Radius 0.60).
///
/// Beside each is a Secret with what its module was last run with, so that whoever shares the cluster can remove it.
struct TerraformClusterStates: Sendable {
    let client: ClusterClient
    /// The namespace of the Secrets: that of rad's own state.
    let namespace: String

    /// The most bytes that a state may come to; a Secret holds less than a MiB of it, made small.
    private static let largest = 256 << 20

    private static func secretName(ofState name: String) -> String { "tfstate-default-\(name)" }
    static func leaseName(ofState name: String) -> String { "lock-\(secretName(ofState: name))" }
    private static func settingsName(ofState name: String) -> String { "rad-terraform-\(name)" }

    /// The state as the backend keeps it: small, and in base64; `nil` if there is none.
    private func packed(_ name: String) async throws -> String? {
        let secret = try await client.secret(Self.secretName(ofState: name), in: namespace)
        return secret?["tfstate"]?.stringValue
    }

    /// A fingerprint of the state that is kept; `nil` if there is none.
    func fingerprint(of name: String) async throws -> String? {
        try await packed(name).map { Fingerprint.text(of: Array($0.utf8)) }
    }

    /// The state in clear; `nil` if there is none.
    func state(_ name: String) async throws -> [UInt8]? {
        guard let text = try await packed(name) else { return nil }
        guard let bytes = Base64.decoded(text), let state = try? Gzip.unpacked(bytes, limit: Self.largest) else {
            throw ApplyError.terraformStateUnreadable(path(of: name), cause: "it is not what Terraform writes there")
        }
        return state
    }

    /// How messages name the place of a state.
    func path(of name: String) -> String { "secret/\(namespace)/\(Self.secretName(ofState: name))" }

    /// The root module and its surroundings as they were last applied; `nil` if they never were.
    func settings(of name: String) async throws -> [UInt8]? { try await part("settings", of: name) }

    /// The choice of providers that Terraform made before.
    func providerLock(of name: String) async throws -> [UInt8]? { try await part("lock", of: name) }

    private func part(_ key: String, of name: String) async throws -> [UInt8]? {
        let secret = try await client.secret(Self.settingsName(ofState: name), in: namespace)
        return secret?[key]?.stringValue.flatMap(Base64.decoded)
    }

    /// Keeps what a module is about to be run with.
    func keep(settings: [UInt8], providerLock: [UInt8]?, of name: String) async throws {
        var texts: ValueObject = ["settings": .string(String(decoding: settings, as: UTF8.self))]
        texts["lock"] = providerLock.map { .string(String(decoding: $0, as: UTF8.self)) }
        let secret = Self.settingsName(ofState: name)
        try await client.keepSecret(secret, in: namespace, type: "radapp.io/terraform-module", texts)
    }

    /// Forgets a module: its state, what it was run with, and the lock that Terraform leaves.
    func remove(_ name: String) async throws {
        try await client.removeSecret(Self.secretName(ofState: name), in: namespace)
        try await client.removeSecret(Self.settingsName(ofState: name), in: namespace)
        let leases = "/apis/coordination.k8s.io/v1/namespaces/\(namespace)/leases"
        try await client.remove("\(leases)/\(Self.leaseName(ofState: name))")
    }
}
