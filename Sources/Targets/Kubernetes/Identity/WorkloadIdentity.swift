import AppModel
import Documents
import Engine
import Recipes

/// The Azure identity of a container's pods: a managed identity that trusts their account, and what it may do
/// (Radius 0.60, workload identity of the container renderer).
struct WorkloadIdentity {
    /// A role that the identity needs for something.
    struct Grant {
        /// As the author wrote it: a name, a GUID or the id of a role definition.
        let role: String
        /// The ARM id of what the role is for.
        let scope: String
        /// The path of what asks for the role, below the container's `properties`.
        let path: ValuePath
    }

    private let resource: Resource
    private let settings: IdentitySettings
    private let subject: String
    private let grants: [Grant]

    /// Prepares the identity of a container whose account is `account` of a namespace.
    init(of resource: Resource, account: String, in namespace: String, settings: IdentitySettings, grants: [Grant]) {
        self.resource = resource
        self.settings = settings
        self.grants = grants
        subject = "system:serviceaccount:\(namespace):\(account)"
    }

    /// On the account and on the pods, so that the webhook of Azure lets them sign in.
    static let useLabel: (String, Value) = ("azure.workload.identity/use", "true")

    /// What the account says of the identity.
    var accountAnnotations: [(String, Value)] {
        [("azure.workload.identity/client-id", clientID), ("azure.workload.identity/tenant-id", tenantID)]
    }

    /// The identity's own id, as applications sign in with it.
    var clientID: Value { property("clientId") }
    /// The directory that the identity is in.
    var tenantID: Value { property("tenantId") }

    /// Emits the identity, its trust in the account, and its roles; returns those that pods must wait for.
    func emit(into emission: inout GraphEmission) -> [OutputResourceID] {
        let id = OutputResourceID(settings.id)
        emission.register(id, at: address)
        let identity = output(
            settings.id,
            .identity,
            ["location": .string(settings.location)],
            after: emission.prerequisites(of: resource),
            address: address
        )
        emission.addForeign(identity, for: resource)
        let credential = output(
            "\(settings.id)/federatedIdentityCredentials/\(credentialName)",
            .credential,
            [
                "properties": [
                    "issuer": .string(settings.issuer), "subject": .string(subject),
                    "audiences": ["api://AzureADTokenExchange"],
                ]
            ],
            after: [id]
        )
        emission.addForeign(credential, for: resource)
        var last = [credential.id]
        for grant in grants {
            guard let assignment = assignment(of: grant, after: id), !last.contains(assignment.id) else { continue }
            emission.addForeign(assignment, for: resource)
            last.append(assignment.id)
        }
        return last
    }

    /// The credential is called like the container, or like the identity where that is too short for Azure: it takes
    /// three letters or more.
    private var credentialName: String {
        resource.name.utf8.count < 3 ? KubernetesName.lastSegment(of: settings.id) : resource.name
    }

    private func assignment(of grant: Grant, after identity: OutputResourceID) -> OutputResource? {
        // Azure ignores the case of ids: one assignment must have one id, however its scope is spelled.
        let scope = grant.scope.lowercased()
        guard let role = AzureRole.definitionID(of: grant.role, at: scope) else { return nil }
        let name = StableGUID.of([scope, settings.id.lowercased(), role.lowercased()])
        return output(
            "\(scope)/providers/Microsoft.Authorization/roleAssignments/\(name)",
            .assignment,
            [
                "properties": [
                    "roleDefinitionId": .string(role), "principalId": property("principalId"),
                    // Azure then does not look for a principal that it has made a moment ago.
                    "principalType": "ServicePrincipal",
                ]
            ],
            after: [identity]
        )
    }

    // MARK: Parts

    private enum Kind {
        case identity, credential, assignment

        var type: String {
            switch self {
            case .identity: "Microsoft.ManagedIdentity/userAssignedIdentities"
            case .credential: "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials"
            case .assignment: "Microsoft.Authorization/roleAssignments"
            }
        }

        var apiVersion: String {
            switch self {
            case .identity, .credential: "2023-01-31"
            case .assignment: "2022-04-01"
            }
        }
    }

    private var address: String { "\(resource.address).identity" }

    private func output(
        _ id: String,
        _ kind: Kind,
        _ body: Value,
        after dependencies: [OutputResourceID],
        address: String? = nil
    ) -> OutputResource {
        OutputResource(
            id: OutputResourceID(id),
            platform: .azure,
            type: kind.type,
            apiVersion: kind.apiVersion,
            name: KubernetesName.lastSegment(of: id),
            owner: resource.id,
            body: body,
            dependencies: dependencies,
            address: address
        )
    }

    /// What Azure tells of the identity when it has made it.
    private func property(_ name: String) -> Value { Self.property(name, at: address) }

    private static func property(_ name: String, at address: String) -> Value {
        .unknown(
            Unknown(expression: "\(address).properties.\(name)", sources: [address]) { runtime in
                runtime[address]?["properties"]?[name] ?? property(name, at: address)
            }
        )
    }
}

/// Where an environment makes identities of containers, and whose word for their accounts Azure takes.
struct IdentitySettings {
    /// The ARM id of the container's identity.
    let id: String
    let location: String
    /// The URL that the cluster signs its accounts' tokens with.
    let issuer: String

    /// Why an environment makes no identities.
    enum Lack: Error {
        case workloadIdentity
        case azureScope
        case location
    }

    /// Finds what the identity of a container of an application needs.
    init(of container: String, application: String?, in environment: Environment) throws(Lack) {
        guard let identity = environment.kubernetes?.identity, identity.kind == "azure.com.workload",
            let issuer = identity.oidcIssuer, !issuer.isEmpty
        else { throw .workloadIdentity }
        guard let scope = environment.azureScope, let parts = AzureScopeID(scope), let group = parts.resourceGroup
        else { throw .azureScope }
        guard let location = environment.location else { throw .location }
        let name = [application, container].compactMap(\.self).joined(separator: "-")
        id =
            "/subscriptions/\(parts.subscription)/resourceGroups/\(group)"
            + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/\(name)"
        self.location = location
        self.issuer = issuer
    }

    /// What the container's `identity` tells others.
    var properties: Value {
        ["kind": "azure.com.workload", "oidcIssuer": .string(issuer), "resource": .string(id)]
    }
}
