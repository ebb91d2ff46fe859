import AppModel
import Diagnostics
import Documents
import Recipes

/// A resource that only Kubernetes has a form of.
struct UnsupportedResource {
    let bound: BoundResource

    /// Prepares a bound resource.
    init(_ bound: BoundResource) {
        self.bound = bound
    }

    /// What is said of the resource; empty for one that ACI has a form of.
    var diagnostics: [Diagnostic] {
        switch bound.role {
        case .persistentVolume:
            [
                feature(
                    "the storage",
                    because: "nothing there makes the share that containers would mount",
                    help: "register a recipe for \(bound.resource.type) that makes an Azure file share"
                )
            ]
        case .daprComponent:
            [
                feature(
                    "the Dapr component",
                    because: "no Dapr runs there",
                    help: "connect to the service itself, or deploy to Kubernetes"
                )
            ]
        case .keyVaultVolume:
            [
                feature(
                    "the key vault volume",
                    because: "nothing there mounts a vault",
                    help: "read the vault from the application, or deploy to Kubernetes"
                )
            ]
        case .imageBuild:
            [
                feature(
                    "the build of an image",
                    because: "nothing there builds any",
                    help: "register a recipe for \(bound.resource.type), or build the image before you deploy"
                )
            ]
        case .application, .container, .gateway, .secretStore, .object, .recipe, .none: []
        }
    }

    private func feature(_ feature: String, because reason: String, help: String) -> Diagnostic {
        .notOnContainerInstances(feature, of: bound.resource, because: reason, help: help, at: [])
    }
}
