internal import Processes

/// Fetches files from repositories with the program `git`.
///
/// Git asks nobody for anything, runs no hooks and no filters, looks at no submodules, and speaks only what the address
/// says. The user's own settings hold: credentials, proxies, authorities.
public struct GitClient: Sendable {
    /// The variables of this process.
    private let environment: [String: String]
    /// How long one run of git may take.
    private let patience: Duration

    /// Prepares a client; git is looked for when it is first needed.
    public init(environment: [String: String], patience: Duration = .seconds(600)) {
        self.environment = environment
        self.patience = patience
    }

    /// The name of the folder that a checkout is left in.
    public static let filesName = "files"
    fileprivate static let repositoryName = "repository"

    /// Where the attributes of files are said that come before those of the repository.
    public static let attributesPath = "\(repositoryName)/info/attributes"

    /// Attributes by which files are what was committed, byte for byte: no filter, no other ends of lines.
    public static let attributes = Array("* -filter -text -eol -ident -working-tree-encoding\n".utf8)

    /// Puts the files of a version into the folder `files` of one that the caller made, with `files` and the attributes.
    ///
    /// Only the version itself is fetched, unless the server does not give that; then its branches and tags.
    ///
    /// - Returns: The commit, in hexadecimal digits.
    /// - Throws: `RemoteFileError` if there is no git, or the version cannot be had.
    public func checkOut(_ source: GitFolder, into folder: String) async throws(RemoteFileError) -> String {
        guard let program = Program.find("git", in: environment["PATH"] ?? "") else { throw .noGit }
        let run = Run(program: program, source: source, folder: folder, variables: variables(for: source), patience)
        try await run.git(["init", "--quiet", "--bare", "--template=", Self.repositoryName], outside: true)
        let commit = try await fetch(with: run)
        let wanted = source.commit ?? commit
        guard wanted == commit else { throw .noRef(source) }
        try await run.git(["--work-tree", Self.filesName, "checkout", "--quiet", "--force", "--detach", commit])
        return commit
    }

    private func fetch(with run: Run) async throws(RemoteFileError) -> String {
        let source = run.source
        let ref = source.ref ?? "HEAD"
        let options = ["fetch", "--quiet", "--no-tags", "--no-recurse-submodules"]
        do throws(RemoteFileError) {
            try await run.git(options + ["--depth=1", "--", source.repository, ref])
            return try await run.commit("FETCH_HEAD")
        } catch  where error.isFinal(for: source) {
            throw error
        } catch {
            guard source.commit != nil || source.isAbbreviation else {
                // The server may not know how to leave the history out.
                try await run.git(options + ["--", source.repository, ref])
                return try await run.commit("FETCH_HEAD")
            }
            let all = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"]
            try await run.git(options + ["--", source.repository] + all)
            return try await run.commit(ref)
        }
    }

    private func variables(for source: GitFolder) -> [String: String] {
        // Whoever runs rad inside of git, as hooks do, means another repository.
        let others = [
            "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
            "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_TEMPLATE_DIR", "GIT_PREFIX", "GIT_ASKPASS", "SSH_ASKPASS",
        ]
        var variables = environment.filter { name, _ in !others.contains(name) && !name.hasPrefix("GIT_TRACE") }
        variables["GIT_TERMINAL_PROMPT"] = "0"
        variables["GIT_ALLOW_PROTOCOL"] = source.protocols.joined(separator: ":")
        variables["GIT_LFS_SKIP_SMUDGE"] = "1"
        // What it says is told apart below.
        variables["LC_ALL"] = "C"
        return variables
    }
}

/// Runs of git in one folder for one source.
private struct Run {
    let program: Program
    let source: GitFolder
    let folder: String
    let variables: [String: String]
    let patience: Duration

    init(program: Program, source: GitFolder, folder: String, variables: [String: String], _ patience: Duration) {
        self.program = program
        self.source = source
        self.folder = folder
        self.variables = variables
        self.patience = patience
    }

    /// Files are to be as they were committed, whatever the user prefers to work with.
    private static let settings = [
        "core.hooksPath=/dev/null", "core.fsmonitor=false", "core.autocrlf=false", "core.eol=lf", "core.symlinks=true",
        "core.attributesFile=/dev/null", "core.askPass=", "submodule.recurse=false", "gc.auto=0",
        "maintenance.auto=false", "credential.interactive=false", "advice.detachedHead=false",
    ]

    /// Runs git; `outside` of a repository if there is none yet.
    @discardableResult
    func git(_ arguments: [String], outside: Bool = false) async throws(RemoteFileError) -> String {
        var all = Self.settings.flatMap { ["-c", $0] }
        if !outside { all.append("--git-dir=\(GitClient.repositoryName)") }
        var run = ProgramRun(program, all + arguments, environment: variables, in: folder)
        run.timeLimit = patience
        let outcome: ProgramRun.Outcome
        do throws(ProgramError) {
            outcome = try await run.run()
        } catch {
            throw .gitNotRun(error)
        }
        guard outcome.status == 0 else {
            throw .git(source, said: String(decoding: outcome.error, as: UTF8.self))
        }
        return String(decoding: outcome.output, as: UTF8.self)
    }

    /// The commit that a name means.
    func commit(_ name: String) async throws(RemoteFileError) -> String {
        let text: String
        do throws(RemoteFileError) {
            text = try await git(["rev-parse", "--verify", "--quiet", "--end-of-options", "\(name)^{commit}"])
        } catch {
            throw .noRef(source)
        }
        let commit = text.filter { !$0.isWhitespace }
        guard [40, 64].contains(commit.utf8.count), commit.allSatisfy(\.isHexDigit) else { throw .noRef(source) }
        return commit
    }
}
