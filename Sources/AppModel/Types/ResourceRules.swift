import Diagnostics
import Documents

/// Rules between the properties of a resource that no schema expresses, Radius 0.60.
enum ResourceRules {
    /// What is wrong with a resource that passed the check against its schema.
    static func check(_ resource: Resource) -> [Diagnostic] {
        switch resource.type.namespace.lowercased() {
        case "applications.datastores", "applications.messaging": checkRecipe(resource)
        case "applications.dapr": checkRecipe(resource) + checkComponent(resource)
        case "applications.core": checkCore(resource)
        case "radius.security": checkSecrets(resource)
        case _: []
        }
    }

    private static func checkCore(_ resource: Resource) -> [Diagnostic] {
        switch resource.type.name.lowercased() {
        case "extenders": checkRecipe(resource)
        case "secretstores": checkSecretStore(resource)
        case _: []
        }
    }

    private static func isManual(_ resource: Resource) -> Bool {
        resource.properties["resourceProvisioning"]?.stringValue == "manual"
    }

    private static func checkRecipe(_ resource: Resource) -> [Diagnostic] {
        guard isManual(resource), let recipe = resource.properties["recipe"], !recipe.isNull else { return [] }
        return [.recipeOfManualResource(resource.name, at: resource.origin.span(ofProperty: ["recipe"]))]
    }

    private static func checkComponent(_ resource: Resource) -> [Diagnostic] {
        ["type", "version", "metadata"].compactMap { name in
            let isGiven = resource.properties[name].map { !$0.isNull } ?? false
            switch (isManual(resource), isGiven) {
            case (true, false):
                return .manualResourceLacks(name, resource.name, at: resource.origin.declaration)
            case (false, true):
                let span = resource.origin.span(ofProperty: [.member(name)])
                return .componentOfRecipe(name, resource.name, at: span)
            case (true, true), (false, false): return nil
            }
        }
    }

    // MARK: Secret stores

    private static func checkSecretStore(_ resource: Resource) -> [Diagnostic] {
        let properties = resource.properties
        guard let data = properties["data"]?.objectValue else { return [] }
        let type = properties["type"]?.stringValue ?? "generic"
        let isReference = properties["resource"]?.stringValue.map { !$0.isEmpty } ?? false
        var diagnostics: [Diagnostic] = []
        for (key, entry) in data {
            let path: ValuePath = ["data", .member(key)]
            if entry["valueFrom"] != nil {
                let span = resource.origin.span(ofProperty: path.appending("valueFrom"))
                diagnostics.append(.secretFromElsewhere(key, at: span))
            } else if entry["value"] == nil, !isReference {
                diagnostics.append(.secretWithoutValue(key, at: resource.origin.span(ofProperty: path)))
            }
            if type == "certificate", entry["encoding"]?.stringValue == "raw" {
                let span = resource.origin.span(ofProperty: path.appending("encoding"))
                diagnostics.append(.rawCertificate(key, at: span))
            }
        }
        if let text = properties["resource"]?.stringValue, !text.isEmpty, SecretStore.Reference(text) == nil {
            diagnostics.append(.invalidSecretReference(text, at: resource.origin.span(ofProperty: ["resource"])))
        }
        let isScoped = ["application", "environment"].contains { properties[$0].map { !$0.isNull } ?? false }
        if !isReference, !isScoped {
            diagnostics.append(.globalStoreWithoutResource(resource.name, at: resource.origin.declaration))
        }
        // A Secret that exists has been made with the keys of its type.
        let needsKeys = type != "certificate" || !isReference
        return diagnostics + (needsKeys ? checkKeys(of: resource, in: data, type: type) : [])
    }

    private static func checkSecrets(_ resource: Resource) -> [Diagnostic] {
        guard let data = resource.properties["data"]?.objectValue else { return [] }
        return checkKeys(of: resource, in: data, type: resource.properties["kind"]?.stringValue ?? "generic")
    }

    private static func checkKeys(of resource: Resource, in data: ValueObject, type: String) -> [Diagnostic] {
        let span = resource.origin.span(ofProperty: ["data"])
        return requiredKeys(of: type).filter { data[$0] == nil }.map { .secretStoreLacks($0, type: type, at: span) }
    }

    private static func requiredKeys(of type: String) -> [String] {
        switch type {
        case "certificate", "certificate-pem": ["tls.crt", "tls.key"]
        case "basicAuthentication": ["username", "password"]
        case "azureWorkloadIdentity": ["clientId", "tenantId"]
        case "awsIRSA": ["roleARN"]
        case _: []
        }
    }
}

extension Diagnostic {
    fileprivate static func recipeOfManualResource(_ resource: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2026",
            "'\(resource)' is provisioned manually but names a recipe",
            at: span,
            help: "remove 'recipe', or remove 'resourceProvisioning'"
        )
    }

    fileprivate static func manualResourceLacks(_ name: String, _ resource: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2026",
            "'\(resource)' is provisioned manually and lacks '\(name)'",
            at: span,
            help: "add '\(name)', or remove 'resourceProvisioning' to use a recipe"
        )
    }

    fileprivate static func componentOfRecipe(_ name: String, _ resource: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2026",
            "'\(resource)' is provided by a recipe, which sets '\(name)' itself",
            at: span,
            help: "remove '\(name)', or add resourceProvisioning: 'manual'"
        )
    }

    fileprivate static func secretFromElsewhere(_ key: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2027",
            "the secret '\(key)' refers to another store, which secret stores on Kubernetes cannot do",
            at: span,
            help: "give a 'value', or name an existing Secret with 'resource'"
        )
    }

    fileprivate static func secretWithoutValue(_ key: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2027",
            "the secret '\(key)' has no value, and the store names no existing Secret",
            at: span,
            help: "add 'value', or name an existing Secret with 'resource'"
        )
    }

    fileprivate static func rawCertificate(_ key: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2027",
            "'\(key)' of a certificate is encoded 'raw', expected 'base64'",
            at: span,
            help: "remove 'encoding'"
        )
    }

    fileprivate static func invalidSecretReference(_ text: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2027",
            "'\(text)' names no Secret; expected '<name>' or '<namespace>/<name>', of small letters, digits and hyphens",
            at: span,
            help: "write, for example, 'default/tls-certificate'"
        )
    }

    fileprivate static func globalStoreWithoutResource(_ store: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2027",
            "'\(store)' belongs to no application and no environment, and names no existing Secret",
            at: span,
            help: "add 'application', 'environment' or 'resource'"
        )
    }

    fileprivate static func secretStoreLacks(_ key: String, type: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2027",
            "a secret store of type '\(type)' needs the key '\(key)'",
            at: span,
            help: "add '\(key)' to 'data'"
        )
    }
}
