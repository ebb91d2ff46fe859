import ArgumentParser
import Glibc

/// `--preview`, which Radius has on commands that know two generations of resources.
struct PreviewOption: ParsableArguments {
    @Flag(help: "Work with the current generation, Radius.Core, as RADIUS_PREVIEW=true does.")
    var preview = false

    /// Whether the current generation is asked for, by the flag or by the environment variable.
    var isOn: Bool {
        guard !preview, let variable = getenv("RADIUS_PREVIEW") else { return preview }
        return String(cString: variable).lowercased() == "true"
    }

    /// Refuses a flag that only the current generation has.
    ///
    /// - Throws: `ValidationError` unless the current generation is asked for.
    func require(for flag: String, _ isGiven: Bool) throws {
        guard isGiven, !isOn else { return }
        throw ValidationError(
            "The --\(flag) flag requires preview mode. Re-run with --preview or set RADIUS_PREVIEW=true."
        )
    }
}
