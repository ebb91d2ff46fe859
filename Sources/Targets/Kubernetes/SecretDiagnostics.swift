import AppModel
import Diagnostics
import Documents

// MARK: - Secrets and storage that an application declares

extension Diagnostic {
    static func secretOfOthers(_ name: String, in namespace: String, of resource: Resource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5019",
            "'\(resource.name)' gives values for Secret '\(name)' in namespace '\(namespace)', "
                + "which is not the application's: rad changes nothing that it has not made",
            at: resource.origin.span(ofProperty: ["resource"]),
            help: "remove the values to use the Secret as it is, or remove 'resource' to have one made"
        )
    }

    static func secretKeyRefused(_ key: String, in property: String, of resource: Resource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5020",
            "'\(key)' cannot be a key of a Secret: a key has up to 253 letters, digits, '-', '_' and '.'",
            at: resource.origin.span(ofProperty: [.member(property), .member(key)]),
            help: "rename the key"
        )
    }

    static func secretIsNotBase64(_ key: String, of resource: Resource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5020",
            "the value of '\(key)' is said to be base64 and is not",
            at: resource.origin.span(ofProperty: ["data", .member(key), "value"]),
            help: "encode the value, or remove 'encoding'"
        )
    }

    static func secretTooLarge(_ manifest: KubernetesManifest, size: Int, largest: String, of resource: Resource)
        -> Diagnostic
    {
        Diagnostic(
            .error,
            "RAD5021",
            "\(manifest.kind.type) '\(manifest.name)', made for '\(resource.name)', would hold \(size) bytes, "
                + "and Kubernetes takes up to \(KubernetesManifest.mostData); the largest entry is '\(largest)'",
            at: resource.properties["data"]?[largest] == nil
                ? resource.origin.declaration : resource.origin.span(ofProperty: ["data", .member(largest)]),
            help: "split it, or keep the data elsewhere"
        )
    }

    static func noCertificate(_ store: Resource, lacking what: String, of resource: Resource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5022",
            "gateway '\(resource.name)' needs a secret store with \(what), which '\(store.name)' is not",
            at: resource.origin.span(ofProperty: ["tls", "certificateFrom"]),
            notes: [Note("'\(store.name)' is declared here", at: store.origin.declaration)],
            help: "give the store type: 'certificate', and the keys 'tls.crt' and 'tls.key'"
        )
    }

    static func accessModeNotAllowed(
        _ mode: String,
        of volume: Volume,
        claim: Resource,
        allowed: String,
        in resource: Resource
    ) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5023",
            "'\(resource.name)' mounts '\(claim.name)' as \(mode), and the volume allows \(allowed)",
            at: resource.origin.span(ofProperty: volume.path),
            notes: [Note("'\(claim.name)' is declared here", at: claim.origin.declaration)],
            help: "set allowedAccessModes: '\(mode)' of '\(claim.name)', or another 'accessMode' here"
        )
    }

    static func secretInOtherNamespace(
        _ store: Resource,
        namespace: String,
        at path: ValuePath,
        of resource: Resource
    ) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5024",
            "'\(store.name)' keeps its secrets in namespace '\(namespace)', "
                + "and the pods of '\(resource.name)' can read no Secret of another namespace",
            at: resource.origin.span(ofProperty: path),
            notes: [Note("'\(store.name)' is declared here", at: store.origin.declaration)],
            help: "name a Secret of the application's namespace, or let the store keep the values itself"
        )
    }

    /// The same for what rad makes of a resource that belongs to no application.
    static func providedInOtherNamespace(
        _ provider: Resource,
        namespace: String,
        at path: ValuePath,
        of resource: Resource
    ) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5024",
            "'\(provider.name)' belongs to no application, so that what it keeps is in namespace '\(namespace)', "
                + "and the pods of '\(resource.name)' can use no Secret or volume of another namespace",
            at: resource.origin.span(ofProperty: path),
            notes: [Note("'\(provider.name)' is declared here", at: provider.origin.declaration)],
            help: "add 'application' to '\(provider.name)', or deploy the application to that namespace"
        )
    }
}
