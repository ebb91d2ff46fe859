import AppModel
import Diagnostics
import Documents

/// What an environment asks for that cannot be had on ACI.
struct EnvironmentCheck {
    let environment: Environment
    let compute: Environment.ContainerInstances

    var diagnostics: [Diagnostic] {
        var found: [Diagnostic] = []
        let origin = environment.origin
        if environment.name.utf8.count < 2 {
            let expected = "2 to 64 characters"
            let what = "the name of a virtual network"
            let span = origin.span(ofBody: ["name"])
            found.append(.unusableName(environment.name, as: what, expected: expected, at: span))
        }
        if let kind = compute.identity?.kind, NGroup.identityTypes[kind] == nil {
            let expected = "'systemAssigned', 'userAssigned' or 'systemAssignedUserAssigned'"
            let what = "the kind of an identity on Azure Container Instances"
            let span = origin.span(ofProperty: ["compute", "identity", "kind"])
            found.append(.unusableName(kind, as: what, expected: expected, at: span))
        }
        return found
    }
}
