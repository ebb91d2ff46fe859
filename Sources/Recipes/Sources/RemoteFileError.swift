internal import Processes

/// Why the files of a repository could not be fetched.
public struct RemoteFileError: Error, Sendable, Equatable {
    /// The code of the diagnostic that it becomes.
    public let code: String
    /// What came of the attempt, as half a sentence; it holds no credential.
    public let reason: String
    /// One concrete next step.
    public let help: String
    /// Whether the server cannot leave the history out.
    private let isAboutDepth: Bool

    private init(_ code: String, _ reason: String, help: String, isAboutDepth: Bool = false) {
        self.code = code
        self.reason = reason
        self.help = help
        self.isAboutDepth = isAboutDepth
    }
}

// MARK: - Git

extension RemoteFileError {
    static let noGit = RemoteFileError(
        "RAD4131",
        "there is no program 'git' in the folders of PATH",
        help: "install git, for example with 'apt install git'"
    )

    static func gitNotRun(_ error: ProgramError) -> RemoteFileError {
        RemoteFileError("RAD4131", "\(error)", help: "run it by hand to see what it waits for: 'git ls-remote ADDRESS'")
    }

    static func noRef(_ source: GitFolder) -> RemoteFileError {
        RemoteFileError(
            "RAD4134",
            source.ref.map { "'\(source.repository)' has no branch, tag or commit '\($0)'" }
                ?? "'\(source.repository)' has no branch that it shows by itself",
            help: "see what it has: git ls-remote \(source.repository)"
        )
    }

    /// What git's own words mean.
    ///
    /// - Parameters:
    ///   - source: What was asked for.
    ///   - said: What git printed.
    /// - Returns: The error.
    static func git(_ source: GitFolder, said: String) -> RemoteFileError {
        func says(_ parts: String...) -> Bool { parts.contains { said.contains($0) } }
        let lines = said.split(whereSeparator: \.isNewline)
        let line = lines.first { $0.hasPrefix("fatal: ") || $0.hasPrefix("ERROR: ") } ?? lines.last ?? ""
        // Part of it may be the server's.
        let printable = String(line.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F })
        let cause = printable.replacing("fatal: ", with: "")
        if says("couldn't find remote ref", "not our ref", "unadvertised object") { return .noRef(source) }
        if says(
            "could not read Username",
            "could not read Password",
            "terminal prompts disabled",
            "Authentication failed",
            "Permission denied",
            "Host key verification failed",
            "returned error: 403"
        ) {
            return .notAllowed(source, said: cause)
        }
        return RemoteFileError(
            "RAD4132",
            "git cannot read '\(source.repository)': \(cause)",
            help: "check the address: git ls-remote \(source.repository)",
            isAboutDepth: says("shallow")
        )
    }

    private static func notAllowed(_ source: GitFolder, said cause: String) -> RemoteFileError {
        let isSSH = source.protocols == ["ssh"]
        return RemoteFileError(
            "RAD4133",
            "'\(source.repository)' does not let git in: \(cause)",
            help: isSSH
                ? "add a key that it knows to your agent, and the host to 'known_hosts'; then this works: git ls-remote \(source.repository)"
                : "store a user name and a token once, for example with 'git credential approve' or a credential helper; then this works: git ls-remote \(source.repository)"
        )
    }

    /// Whether there is no point in asking for more than the version.
    func isFinal(for source: GitFolder) -> Bool {
        switch code {
        case "RAD4131", "RAD4133": true
        case "RAD4134": source.commit == nil && !source.isAbbreviation
        case _: !isAboutDepth
        }
    }
}

// MARK: - Files

extension RemoteFileError {
    /// There is no such file in what was fetched.
    public static func noFile(_ path: String, in folder: String, _ reason: String) -> RemoteFileError {
        RemoteFileError(
            "RAD4135",
            "'\(path)' of '\(folder)' cannot be read: \(reason)",
            help: "name a Bicep file after '//', or a folder that holds 'main.bicep'"
        )
    }
}
