import AppModel
import Diagnostics
import Documents
import Engine

extension ApplyError {
    /// The object that names what a deployment made is that of somebody else.
    static func applySetOfAnother(_ set: ApplySet, _ parent: Value) -> ApplyError {
        let owner = parent.metadataNote(ApplySet.toolNote).map { "it is the parent of an ApplySet of '\($0)'" }
        return ApplyError(
            code: "RAD6170",
            message:
                "ConfigMap '\(set.name)' in namespace '\(set.namespace)', in which rad notes what it makes, is not rad's",
            cause: owner ?? "it says nothing of rad",
            help: "remove it, or deploy to another namespace"
        )
    }

    /// A definition says itself of which set an object is a member.
    static func givenMember(_ output: OutputResource) -> ApplyError {
        ApplyError(
            code: "RAD6171",
            message:
                "\(output.type) '\(output.name)' of '\(output.owner.name)' has the label '\(ApplySet.memberLabel)'",
            cause: "rad writes it itself: it tells which deployment an object belongs to",
            help: "leave the label out of the definition"
        )
    }
}

extension Diagnostic {
    /// What a deployment made is labelled, and nothing says where it is.
    static func applySetWithoutParent(_ set: ApplySet, cause: String) -> Diagnostic {
        Diagnostic(
            .warning,
            "RAD6172",
            "cannot note in ConfigMap '\(set.name)' in namespace '\(set.namespace)' what the deployment made: \(cause)",
            at: nil,
            help: "ask for the right to write ConfigMaps there, so that other tools see what belongs together"
        )
    }
}
