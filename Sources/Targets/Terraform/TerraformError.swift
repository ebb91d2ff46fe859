import Documents
import Engine
import Processes
import Recipes

extension ApplyError {
    /// Neither Terraform nor OpenTofu is on this machine.
    static let terraformMissing = ApplyError(
        code: "RAD6050",
        message: "a recipe needs Terraform, and there is no 'terraform' or 'tofu' on the PATH",
        help: "install one of them, or name its file in the variable RAD_TERRAFORM; rad never downloads it"
    )

    /// The variable that names the program names none.
    static func terraformNotAProgram(_ path: String) -> ApplyError {
        ApplyError(
            code: "RAD6050",
            message: "RAD_TERRAFORM is '\(path)', which is no program",
            help: "set it to the absolute path of 'terraform' or 'tofu'"
        )
    }

    /// The program is older than what rad can drive.
    static func terraformTooOld(_ program: Program, found: String, expected: String) -> ApplyError {
        ApplyError(
            code: "RAD6051",
            message: "'\(program.path)' is version \(found), expected \(expected) or later",
            help: "install a newer one, or name another file in the variable RAD_TERRAFORM"
        )
    }

    /// A command of Terraform failed; what it did before that is in its state.
    static func terraformFailed(
        _ command: TerraformCommand,
        of name: String,
        status: Int,
        cause: String
    ) -> ApplyError {
        ApplyError(
            code: "RAD6052",
            message: "'terraform \(command.name)' of '\(name)' failed with status \(status)",
            cause: cause.isEmpty ? nil : cause,
            help: command.keepsState
                ? "what it made is in its state: mend the cause and run the command again, which goes on from there"
                : "mend the cause and run the command again"
        )
    }

    /// Whether a command of Terraform ended with an error of its own.
    var isTerraformFailure: Bool { code == "RAD6052" }

    /// Something is missing, and nothing may be fetched.
    static func terraformOffline(of name: String, cause: String?) -> ApplyError {
        ApplyError(
            code: "RAD6059",
            message: "rad is offline, and Terraform does not find all on this machine that the recipe for "
                + "'\(name)' needs",
            cause: cause,
            help: "run the command once without '--offline' and RAD_OFFLINE, or put what is missing into a mirror on "
                + "this machine ('filesystem_mirror' in the file that TF_CLI_CONFIG_FILE names)"
        )
    }

    /// Terraform was asked to stop, and did.
    static func terraformStopped(_ command: TerraformCommand, of name: String) -> ApplyError {
        ApplyError(
            code: "RAD6053",
            message: "'terraform \(command.name)' of '\(name)' was stopped",
            help: "what it made is in its state: run the command again, which goes on from there"
        )
    }

    /// Terraform could not be run to an end.
    static func terraformNotRun(_ error: ProgramError, of name: String) -> ApplyError {
        ApplyError(
            code: "RAD6054",
            message: "cannot run Terraform for '\(name)'",
            cause: error.description,
            help: "run the command again; the state of Terraform is kept"
        )
    }

    /// Somebody else may write to the state.
    static func terraformLocked(_ lock: TerraformLock, _ unlocking: String) -> ApplyError {
        ApplyError(
            code: "RAD4114",
            message: "the state of Terraform for '\(lock.name)' is locked, \(lock)",
            details: lock.id.isEmpty ? [] : ["lock \(lock.id) of \(lock.place)"],
            help: lock.process.map { "wait until it has ended, or end it with 'kill \($0)', and run the command again" }
                ?? "wait until it has ended; if it was killed, lift its lock with '\(unlocking)'"
        )
    }

    /// What is kept of a state cannot be read.
    static func terraformStateUnreadable(_ path: String, cause: String) -> ApplyError {
        ApplyError(
            code: "RAD6055",
            message: "cannot read the state of Terraform in '\(path)'",
            cause: cause,
            help: "restore the file, or the file 'key' of the state that it was sealed with, from a backup"
        )
    }

    /// Terraform could not save its state where it was told to, and left it elsewhere.
    static func terraformStateLeft(_ path: String, of name: String) -> ApplyError {
        ApplyError(
            code: "RAD6056",
            message: "Terraform could not save the state of '\(name)'",
            cause: "it left it in '\(path)'",
            help: "free some space there and run the command again, which takes it over"
        )
    }

    /// Terraform could not fetch a module.
    static func moduleNotFetched(_ module: TerraformModuleReference, cause: String) -> ApplyError {
        ApplyError(
            code: "RAD6058",
            message: "'terraform get' cannot fetch '\(module.source)'\(module.version.map { " \($0)" } ?? "")",
            cause: cause.isEmpty ? nil : cause,
            help: "check the source and the version, and that git or the registry lets you in"
        )
    }

    /// An output has another shape than Radius defines.
    static func terraformResult(of name: String, found: String, expected: String) -> ApplyError {
        ApplyError(
            code: "RAD6057",
            message: "the output 'result' of the recipe for '\(name)' \(found), expected \(expected)",
            help: "correct the output 'result' in the module: { values = { … }, secrets = { … } }"
        )
    }
}
