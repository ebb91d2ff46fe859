import AppModel
import Diagnostics
import Documents

/// The diagnostics of the target for Azure Container Instances: what it cannot express, and why.
extension Diagnostic {
    /// A feature for which ACI has no form.
    static func notOnContainerInstances(
        _ feature: String,
        of resource: Resource,
        because reason: String,
        help: String,
        at path: ValuePath
    ) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5101",
            "\(feature) of '\(resource.name)' cannot be expressed on Azure Container Instances: \(reason)",
            at: resource.origin.span(ofProperty: path),
            help: help
        )
    }

    /// A container group that is larger than ACI allows.
    static func containerGroupTooLarge(
        _ limit: String,
        found: String,
        allowed: String,
        in resource: Resource
    ) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5102",
            "'\(resource.name)' asks for \(found) \(limit), and a container group may have \(allowed)",
            at: resource.origin.span(ofProperty: []),
            help: "move some of its containers to a resource of their own, or ask for less"
        )
    }

    /// Arguments without the command that they belong to.
    static func argumentsWithoutCommand(
        of container: String,
        in resource: Resource,
        at path: ValuePath
    ) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5103",
            "container '\(container)' of '\(resource.name)' has 'args' but no 'command': Azure Container Instances"
                + " replaces the image's entry point, so that arguments alone would be run as a program",
            at: resource.origin.span(ofProperty: path),
            help: "write the image's entry point as 'command'"
        )
    }

    /// A secret that is not to be found among what the container is connected to.
    static func secretNotFound(
        _ what: String,
        in resource: Resource,
        at path: ValuePath
    ) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5104",
            "\(what) of '\(resource.name)' comes from a secret that is not part of the application;"
                + " Azure Container Instances has no store from which to read it",
            at: resource.origin.span(ofProperty: path),
            help: "name a secret of the application, or connect to a resource whose recipe gives it"
        )
    }

    /// An object of Kubernetes that the definition itself declares.
    static func kubernetesObject(_ kind: String, _ resource: Resource) -> Diagnostic {
        notOnContainerInstances(
            "the Kubernetes object \(kind)",
            of: resource,
            because: "there is no Kubernetes",
            help: "use a Radius resource, or deploy to Kubernetes",
            at: []
        )
    }

    /// A recipe for Kubernetes in an environment without Kubernetes.
    static func kubernetesObjectFromRecipe(
        _ kind: String,
        named name: String,
        recipe: RecipeName,
        for resource: Resource
    ) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5105",
            "recipe '\(recipe.name)' for '\(resource.name)' makes the Kubernetes object \(kind) '\(name)',"
                + " and this environment runs on Azure Container Instances",
            at: resource.origin.span(ofProperty: ["recipe"]),
            notes: [Note("the recipe is '\(recipe.source)'")],
            help: "register a recipe for \(resource.type) that makes Azure resources"
        )
    }

    /// A route that leads to no container of the application, or to a port that it does not listen on.
    static func routeLeadsNowhere(
        _ destination: String,
        of resource: Resource,
        because reason: String,
        at path: ValuePath
    ) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5106",
            "a route of '\(resource.name)' leads to '\(destination)', \(reason)",
            at: resource.origin.span(ofProperty: path),
            help: "name a container of the application and one of its ports"
        )
    }

    /// Two ports of one container group that are the same.
    static func portTakenTwice(_ port: String, by containers: (String, String), in resource: Resource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5107",
            "port \(port) of '\(resource.name)' is taken twice, by container '\(containers.0)' and by"
                + " container '\(containers.1)'; the containers of a group share one address",
            at: resource.origin.span(ofProperty: []),
            help: "let one of them listen on another port"
        )
    }

    /// Two resources that come to one and the same ARM resource.
    static func armResourceMadeTwice(_ id: String, by first: String, and second: Resource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5108",
            "'\(second.name)' and '\(first)' both make the ARM resource '\(id)'",
            at: second.origin.span(ofBody: ["name"]),
            help: "give one of them another name"
        )
    }

    /// An amount of processor that is no Kubernetes quantity.
    static func unreadableProcessorAmount(_ text: String, of resource: Resource, at path: ValuePath) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5109",
            "'\(text)' is no amount of processor; expected a number of cores such as '0.5', or of thousandths"
                + " such as '500m'",
            at: resource.origin.span(ofProperty: path),
            help: "write '1' for one core"
        )
    }

    /// A setting for Kubernetes alone, which means nothing here.
    static func kubernetesOnly(_ setting: String, of resource: Resource, at path: ValuePath) -> Diagnostic {
        Diagnostic(
            .warning,
            "RAD5110",
            "'\(setting)' of '\(resource.name)' is for Kubernetes and has no effect on Azure Container Instances",
            at: resource.origin.span(ofProperty: path),
            help: "nothing needs to be done if the environment is the one that you mean"
        )
    }

    /// A variable that holds the name of a resource for which no host name is known.
    static func hostNotKnown(
        _ name: String,
        inVariable variable: String,
        of resource: Resource,
        because reason: String,
        help: String,
        at path: ValuePath
    ) -> Diagnostic {
        Diagnostic(
            .warning,
            "RAD5111",
            "variable '\(variable)' of '\(resource.name)' names '\(name)', which will not be found on"
                + " Azure Container Instances: \(reason)",
            at: resource.origin.span(ofProperty: path),
            help: help
        )
    }

    /// A persistent volume that no Azure file share stands behind.
    static func noFileShare(_ volume: Volume, of resource: Resource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5112",
            "volume '\(volume.name)' of '\(resource.name)' is persistent, and nothing in this environment provides"
                + " an Azure file share for it",
            at: resource.origin.span(ofProperty: volume.path),
            help: "register a recipe for the volume that gives 'storageAccountName', 'shareName' and the secret"
                + " 'storageAccountKey'"
        )
    }

    /// Two routes for one path.
    static func pathRoutedTwice(_ path: String, of resource: Resource, at place: ValuePath) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5113",
            "two routes of '\(resource.name)' match the path '\(path)'; an application gateway takes each path once",
            at: resource.origin.span(ofProperty: place),
            help: "remove one of the routes"
        )
    }

    /// Names of injected variables that ACI refuses, and what they become.
    static func variablesRenamed(
        _ names: [(from: String, to: String)],
        of resource: Resource,
        at path: ValuePath
    ) -> Diagnostic {
        let list = names.map { "'\($0.from)' becomes '\($0.to)'" }.joined(separator: ", ")
        return Diagnostic(
            .warning,
            "RAD5114",
            "Azure Container Instances takes letters, digits and '_' in the names of variables: \(list)"
                + " in '\(resource.name)'",
            at: resource.origin.span(ofProperty: path),
            help: "name the connection with letters, digits and '_' to have one name everywhere"
        )
    }

    /// A name that ARM does not accept.
    static func unusableName(_ name: String, as what: String, expected: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5115",
            "'\(name)' cannot be \(what); expected \(expected)",
            at: span,
            help: "choose another name"
        )
    }

    /// A secret in a field that ARM shows to everybody who may read the group.
    static func secretInTheOpen(_ field: String, of container: String, in resource: Resource, at path: ValuePath)
        -> Diagnostic
    {
        Diagnostic(
            .error,
            "RAD5116",
            "\(field) of container '\(container)' of '\(resource.name)' holds a secret, and Azure shows it to"
                + " everybody who may read the container group",
            at: resource.origin.span(ofProperty: path),
            help: "put the secret into an environment variable"
        )
    }
}

/// What a message says of a recipe.
struct RecipeName {
    let name: String
    let source: String
}
