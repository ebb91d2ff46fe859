import AppModel
import Diagnostics
import Documents

// MARK: - Azure identities of containers

extension Diagnostic {
    static func identityImpossible(
        _ lack: IdentitySettings.Lack,
        in environment: Environment,
        at path: ValuePath,
        of resource: Resource
    ) -> Diagnostic {
        let (what, help) =
            switch lack {
            case .workloadIdentity:
                (
                    "has no workload identity: OIDC Issuer URL is not specified",
                    "add identity: { kind: 'azure.com.workload', oidcIssuer: '<URL>' } to the environment's 'compute', "
                        + "or to 'providers.azure' of a Radius.Core/environments"
                )
            case .azureScope:
                (
                    "names no resource group for it",
                    "add providers: { azure: { scope: '/subscriptions/<id>/resourceGroups/<name>' } } to the environment"
                )
            case .location:
                (
                    "names no region for it, and rad does not ask Azure for that of the resource group",
                    "add the region beside the environment's 'name': location: 'westeurope'"
                )
            }
        return Diagnostic(
            .error,
            "RAD5007",
            "'\(resource.name)' needs an identity of Azure, and environment '\(environment.name)' \(what)",
            at: resource.origin.span(ofProperty: path),
            help: help
        )
    }

    static func rolesWithoutAccount(_ connection: Connection, of resource: Resource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5007",
            "connection '\(connection.name)' of '\(resource.name)' asks for Azure roles, "
                + "and \(resource.type) have no account that could have them",
            at: resource.origin.span(ofProperty: connection.path.appending("iam")),
            help: "use Applications.Core/containers, or remove 'iam' and assign the roles yourself"
        )
    }

    static func unknownRole(_ grant: WorkloadIdentity.Grant, of resource: Resource) -> Diagnostic {
        let help =
            suggestion(for: grant.role, among: AzureRole.names).map { "did you mean '\($0)'?" }
            ?? "write the GUID of the role or the id of its definition: rad knows the common built-in roles by name"
        return Diagnostic(
            .error,
            "RAD5035",
            "'\(grant.role)' is no role of Azure that rad knows",
            at: resource.origin.span(ofProperty: grant.path),
            help: help
        )
    }

    static func rolesOfNothing(_ connection: Connection, candidates: Int, of resource: Resource) -> Diagnostic {
        let what =
            candidates == 0
            ? "leads to no resource of Azure" : "leads to \(candidates) resources of Azure, expected one"
        return Diagnostic(
            .error,
            "RAD5036",
            "connection '\(connection.name)' of '\(resource.name)' asks for Azure roles and \(what)",
            at: resource.origin.span(ofProperty: connection.path),
            help: "lead it to the ARM id of the resource that the roles are for"
        )
    }

    static func volumeOfNoVault(_ volume: Volume, of resource: Resource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5008",
            "volume '\(volume.name)' of '\(resource.name)' leads to no Applications.Core/volumes with the ARM id of a "
                + "key vault, the only kind of persistent volume",
            at: resource.origin.span(ofProperty: volume.path),
            help: "lead 'source' to the 'id' of such a resource, or use Radius.Compute/containers with a "
                + "Radius.Compute/persistentVolumes"
        )
    }
}
