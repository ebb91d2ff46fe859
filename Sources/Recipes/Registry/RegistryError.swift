internal import HTTP

/// Why something could not be fetched from a registry, or put there.
public struct RegistryError: Error, Sendable, Equatable {
    /// The code of the diagnostic that it becomes.
    public let code: String
    /// What came of the attempt, as half a sentence: `'ghcr.io' has no 'shop/redis:1.0'`.
    ///
    /// It holds no credential and no token; of what the registry answered, only printable parts of a manifest.
    public let reason: String
    /// One concrete next step.
    public let help: String

    private init(_ code: String, _ reason: String, help: String) {
        self.code = code
        self.reason = reason
        self.help = help
    }
}

// MARK: - Access

extension RegistryError {
    /// The registry, or its token service, does not know who asks.
    static func unauthorized(_ registry: String, with owner: CredentialOwner?) -> RegistryError {
        let login = "docker login \(registry)"
        let (reason, help) =
            switch owner {
            case .environment:
                (
                    "does not accept the name and the password that the environment has for it",
                    "correct the secret that the environment's settings name for '\(registry)'"
                )
            case .user: ("does not accept the stored credentials", login)
            case nil: ("asks for credentials, and none are stored for it", login)
            }
        return RegistryError("RAD1110", "'\(registry)' \(reason)", help: help)
    }

    static func forbidden(_ registry: String, _ repository: String, _ access: RegistryAccess) -> RegistryError {
        let verb =
            switch access {
            case .pull: "pull from"
            case .push: "push to"
            }
        return RegistryError(
            "RAD1111",
            "'\(registry)' does not allow to \(verb) '\(repository)'",
            help: "ask its owner for the permission, or log in as somebody who has it: docker login \(registry)"
        )
    }

    static func credentialsUnreadable(_ what: String, help: String) -> RegistryError {
        RegistryError("RAD1120", what, help: help)
    }

    static func credentialsWithoutTLS(_ registry: String) -> RegistryError {
        RegistryError(
            "RAD1125",
            "'\(registry)' asks for credentials, and those that are stored are not sent without TLS",
            help: "leave '--plain-http' or 'plainHttp' out, or let '\(registry)' serve this without asking who is there"
        )
    }

    static func tokenService(_ registry: String, _ problem: String) -> RegistryError {
        RegistryError(
            "RAD1119",
            "no token can be had for '\(registry)': \(problem)",
            help: "tell the owner of the registry; nothing was sent to the token service that it named"
        )
    }

    static func noToken(_ registry: String, from service: String) -> RegistryError {
        RegistryError(
            "RAD1123",
            "'\(service)', which '\(registry)' named as its token service, answers without a token",
            help: "docker login \(registry)"
        )
    }
}

// MARK: - Answers

extension RegistryError {
    static func notFound(_ registry: String, _ name: String) -> RegistryError {
        RegistryError(
            "RAD1112",
            "'\(registry)' has no '\(name)'",
            help: "check the repository and the tag; some registries hide what they do not allow to see"
        )
    }

    static func busy(_ registry: String, status: Int) -> RegistryError {
        RegistryError(
            "RAD1113",
            status == 429
                ? "'\(registry)' answers that it was asked too often (status 429)"
                : "'\(registry)' is in trouble (status \(status))",
            help: "try again in a few minutes"
        )
    }

    static func unreachable(_ registry: String, _ error: HTTPError) -> RegistryError {
        RegistryError(
            "RAD1114",
            error.description,
            help:
                "check the name '\(registry)' and the network; 'restore' and 'publish' take '--plain-http' for those without TLS"
        )
    }

    static func unexpected(_ registry: String, _ what: String) -> RegistryError {
        RegistryError(
            "RAD1115",
            "'\(registry)' does not answer as a registry does: \(what)",
            help: "check that '\(registry)' is the registry, and not the site around it"
        )
    }

    static func redirect(_ registry: String, _ problem: String) -> RegistryError {
        RegistryError(
            "RAD1121",
            "'\(registry)' sends the request elsewhere, where it is not followed: \(problem)",
            help: "tell the owner of the registry"
        )
    }
}

// MARK: - Content

extension RegistryError {
    static func mismatch(_ registry: String, expected: String, found: String) -> RegistryError {
        RegistryError(
            "RAD1116",
            "what '\(registry)' sent is not what was asked for: expected \(expected), found \(found)",
            help: "try again; if it stays so, do not trust the registry or what is between"
        )
    }

    static func tooLarge(_ registry: String, _ what: String, limit: Int) -> RegistryError {
        RegistryError(
            "RAD1117",
            "\(what) on '\(registry)' is larger than the \(limit) bytes that rad accepts",
            help: "check that the reference names a Bicep module"
        )
    }

    static func noModule(_ name: String, _ problem: String) -> RegistryError {
        RegistryError(
            "RAD1118",
            "'\(name)' is no Bicep module: \(problem)",
            help: "name a module that was published with 'bicep publish' or 'rad bicep publish'"
        )
    }

    static func tagExists(_ registry: String, _ name: String) -> RegistryError {
        RegistryError(
            "RAD1122",
            "'\(registry)' has a '\(name)' already",
            help: "publish under another tag, or replace it with '--force'"
        )
    }
}
