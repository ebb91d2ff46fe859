import Diagnostics
import Documents
public import Engine
import Glibc
import Processes

/// The program that runs modules of Terraform: `terraform` or `tofu`.
public struct TerraformProgram: Sendable {
    let program: Program

    /// The oldest version that rad can drive: the first that keeps provider versions in a lock file and whose output
    /// can be relied on.
    private static let oldest = (major: 1, minor: 0)

    /// Finds the program: the file that `RAD_TERRAFORM` names, or `terraform` or else `tofu` on the `PATH`.
    ///
    /// - Throws: `ApplyError` RAD6050 if there is none.
    public static func find(in environment: [String: String]) throws(ApplyError) -> TerraformProgram {
        if let path = environment["RAD_TERRAFORM"], !path.isEmpty {
            let program = Program(path: path)
            guard path.hasPrefix("/"), program.isExecutable else { throw .terraformNotAProgram(path) }
            return TerraformProgram(program: program)
        }
        let searchPath = environment["PATH"] ?? ""
        guard let program = Program.find("terraform", in: searchPath) ?? Program.find("tofu", in: searchPath) else {
            throw .terraformMissing
        }
        return TerraformProgram(program: program)
    }

    /// Makes sure that the program is not too old.
    func check(environment: [String: String]) async throws {
        var run = ProgramRun(program, ["version", "-json"], environment: environment)
        run.timeLimit = .seconds(60)
        let outcome: ProgramRun.Outcome
        do throws(ProgramError) {
            outcome = try await run.run()
        } catch {
            throw ApplyError.terraformNotRun(error, of: program.path)
        }
        let (document, _) = JSONReader.read(SourceFile(path: program.path, bytes: outcome.output))
        let found = document?.value["terraform_version"]?.stringValue ?? "unknown"
        let numbers = found.split(separator: ".").prefix(2).map { Int($0) ?? -1 }
        guard numbers.count == 2, (numbers[0], numbers[1]) >= Self.oldest else {
            throw ApplyError.terraformTooOld(
                program,
                found: found,
                expected: "\(Self.oldest.major).\(Self.oldest.minor)"
            )
        }
    }
}
