import AppModel
import Diagnostics
import Engine

extension ApplyError {
    /// The file system refused.
    static func file(_ error: FileError) -> ApplyError {
        ApplyError(
            code: "RAD6030",
            message: "cannot \(error.action) '\(error.path)'",
            cause: error.reason,
            help: error.help
        )
    }

    /// Two objects would overwrite each other.
    static func sameFile(_ path: String, _ output: OutputResource, as other: OutputResourceID) -> ApplyError {
        ApplyError(
            code: "RAD6031",
            message: "'\(output.id)' and '\(other)' both come to the file '\(path)'",
            help: "give one of them another name"
        )
    }
}

extension Diagnostic {
    /// A file that rad was to remove is not what rad wrote.
    static func notMadeByRad(_ path: String, _ output: RecordedOutput) -> Diagnostic {
        Diagnostic(
            .warning,
            "RAD6032",
            "'\(path)' was changed since rad wrote it for '\(output.owner.name)', and stays where it is",
            at: nil,
            help: "remove it yourself if you do not need it"
        )
    }
}
