import AppModel
import Diagnostics
import Documents
import Engine

extension Emission {
    /// What is left of an emission where nothing is deployed: no objects, and what they could not be is only a warning.
    var simulated: Emission {
        Emission(outputs: [], diagnostics: diagnostics.map(\.asWarning))
    }
}

extension Diagnostic {
    fileprivate var asWarning: Diagnostic {
        Diagnostic(.warning, code, message, at: span, notes: notes, help: help)
    }

    static func nothingIsDeployed(to environment: AppModel.Environment) -> Diagnostic {
        Diagnostic(
            .warning,
            "RAD7037",
            "environment '\(environment.name)' is simulated: its applications are recorded, and nothing is deployed",
            at: environment.origin.span(ofProperty: ["simulated"]),
            help: "remove 'simulated' to deploy"
        )
    }

    static func simulatedButDeployed(_ identity: DeploymentIdentity) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7038",
            "\(identity) is deployed, and its environment has become simulated: nothing would keep its objects",
            at: nil,
            help: "delete it first, or remove 'simulated' of the environment"
        )
    }
}
