import ArgumentParser
import Documents

/// Where the applications of an environment go, as `rad env create` and `rad env update` take it.
struct ProviderOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The Kubernetes namespace.", valueName: "namespace"))
    var kubernetesNamespace: String?
    @Option(
        name: [.customShort("n"), .customLong("namespace")],
        help: ArgumentHelp("The old name of --kubernetes-namespace.", visibility: .hidden)
    )
    var namespace: String?
    @Option(help: ArgumentHelp("The Azure subscription; needs --azure-resource-group.", valueName: "id"))
    var azureSubscriptionId: String?
    @Option(help: ArgumentHelp("The Azure resource group; needs --azure-subscription-id.", valueName: "name"))
    var azureResourceGroup: String?
    @Option(help: ArgumentHelp("The AWS region; needs --aws-account-id.", valueName: "region"))
    var awsRegion: String?
    @Option(help: ArgumentHelp("The AWS account; needs --aws-region.", valueName: "id"))
    var awsAccountId: String?
    @Option(
        help: ArgumentHelp(
            "The Azure region of container groups, for environments on Azure Container Instances.",
            valueName: "region"
        )
    )
    var location: String?

    func validate() throws {
        guard kubernetesNamespace == nil || namespace == nil else {
            throw ValidationError("Give the namespace once: --namespace is the old name of --kubernetes-namespace.")
        }
        guard (azureSubscriptionId == nil) == (azureResourceGroup == nil) else {
            throw ValidationError("Give --azure-subscription-id and --azure-resource-group together.")
        }
        guard (awsRegion == nil) == (awsAccountId == nil) else {
            throw ValidationError("Give --aws-region and --aws-account-id together.")
        }
    }

    /// The namespace, under either name of its option.
    var chosenNamespace: String? { kubernetesNamespace ?? namespace }

    /// Whether nothing is given.
    var isEmpty: Bool {
        [chosenNamespace, azureSubscriptionId, awsRegion, location].allSatisfy { $0 == nil }
    }

    /// The providers as `Applications.Core` writes them.
    var legacyAzure: Value? {
        guard let azureSubscriptionId, let azureResourceGroup else { return nil }
        return ["scope": .string("/subscriptions/\(azureSubscriptionId)/resourceGroups/\(azureResourceGroup)")]
    }

    var legacyAWS: Value? {
        guard let awsRegion, let awsAccountId else { return nil }
        return ["scope": .string("/planes/aws/aws/accounts/\(awsAccountId)/regions/\(awsRegion)")]
    }

    /// The providers as `Radius.Core` writes them.
    var azure: Value? {
        guard let azureSubscriptionId, let azureResourceGroup else { return nil }
        return ["subscriptionId": .string(azureSubscriptionId), "resourceGroupName": .string(azureResourceGroup)]
    }

    var aws: Value? {
        guard let awsRegion, let awsAccountId else { return nil }
        return ["accountId": .string(awsAccountId), "region": .string(awsRegion)]
    }
}
