import Foundation

/// A server of git over HTTP on a port of this machine: `git http-backend` behind a server in this process.
public struct GitServer: Sendable {
    /// Where the repositories are: `http://127.0.0.1:PORT`.
    public let url: String
    private let folder: ScratchFolder
    private let server: LoopbackServer

    /// Who may read a server that asks for a name and a password.
    public static let user = "anna"
    public static let password = "pass-word-1"

    /// Runs a test against a server of its own.
    ///
    /// - Parameters:
    ///   - asksForPassword: Whether only `user` with `password` may read.
    ///   - test: The test.
    /// - Returns: What the test gives.
    /// - Throws: What the test throws, or that there can be no server.
    public static func with<Result>(
        asksForPassword: Bool = false,
        test: (GitServer) async throws -> Result
    ) async throws -> Result {
        try await ScratchFolder.with { folder in
            let token = Data("\(user):\(password)".utf8).base64EncodedString()
            let server = try LoopbackServer { request in
                guard !asksForPassword || request.headers["authorization"] == "Basic \(token)" else {
                    return .response(status: 401, headers: ["WWW-Authenticate: Basic realm=\"git\""])
                }
                return (try? backend(request, in: folder)) ?? .response(status: 500)
            }
            defer { server.stop() }
            return try await test(GitServer(url: server.url, folder: folder, server: server))
        }
    }

    /// The path of a repository on this machine.
    public func path(of repository: String = "recipes") -> String { "\(folder.path)/\(repository).git" }

    /// The number of connections that clients have opened.
    public var connectionCount: Int { server.connectionCount }

    /// Stops answering.
    public func stop() { server.stop() }

    /// Commits files to the branch `main` of a repository, which is made if it is not there.
    ///
    /// - Parameters:
    ///   - files: Texts by their paths.
    ///   - repository: The name of the repository, without `.git`.
    ///   - script: What else is done in the folder of the files before they are committed.
    ///   - tag: A tag for the commit, put there whatever it meant before.
    /// - Returns: The commit.
    /// - Throws: What git says if it cannot.
    @discardableResult
    public func commit(
        _ files: [String: String],
        to repository: String = "recipes",
        script: String = "",
        tag: String? = nil
    ) throws -> String {
        let work = "\(repository)-work"
        for (name, text) in files { try folder.write(text, to: "\(work)/\(name)") }
        let outcome = try Self.run(
            "/bin/sh",
            [
                "-c",
                """
                set -e
                mkdir -p \(work) && cd \(work)
                [ -e .git ] || git init -q -b main
                \(script)
                git add -A && git commit -q --allow-empty -m change
                \(tag.map { "git tag -f \($0) >/dev/null" } ?? "")
                [ -e ../\(repository).git ] || git init -q --bare -b main ../\(repository).git
                git push -q --force ../\(repository).git main --tags
                git rev-parse HEAD
                """,
            ],
            in: folder
        )
        guard outcome.status == 0 else { throw GitFailure(text: String(decoding: outcome.errors, as: UTF8.self)) }
        return String(decoding: outcome.output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Why git did not do what a test asked for.
    private struct GitFailure: Error {
        let text: String
    }

    /// Answers a request as CGI (RFC 3875) has it.
    private static func backend(_ request: SeenRequest, in folder: ScratchFolder) throws -> Reply {
        let parts = request.target.split(separator: "?", maxSplits: 1)
        let variables = [
            "GIT_PROJECT_ROOT": folder.path, "GIT_HTTP_EXPORT_ALL": "1", "REQUEST_METHOD": request.method,
            "PATH_INFO": String(parts[0]), "QUERY_STRING": parts.count > 1 ? String(parts[1]) : "",
            "CONTENT_TYPE": request.headers["content-type"] ?? "",
            "HTTP_CONTENT_ENCODING": request.headers["content-encoding"] ?? "",
            "GIT_PROTOCOL": request.headers["git-protocol"] ?? "", "CONTENT_LENGTH": "\(request.body.count)",
        ]
        let outcome = try run("/usr/bin/git", ["http-backend"], variables, input: request.body, in: folder)
        guard let end = outcome.output.firstRange(of: Array("\r\n\r\n".utf8)) else { return .response(status: 500) }
        var status = 200
        var headers: [String] = []
        for line in String(decoding: outcome.output[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n") {
            if line.hasPrefix("Status: ") {
                status = Int(line.dropFirst("Status: ".count).prefix(3)) ?? 500
            } else {
                headers.append(line)
            }
        }
        return .response(status: status, headers: headers, body: Array(outcome.output[end.upperBound...]))
    }

    private static func run(
        _ program: String,
        _ arguments: [String],
        _ variables: [String: String] = [:],
        input: [UInt8] = [],
        in folder: ScratchFolder
    ) throws -> (status: Int32, output: [UInt8], errors: [UInt8]) {
        let environment = [
            "PATH": "/usr/bin:/bin", "HOME": folder.path, "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "a",
            "GIT_AUTHOR_EMAIL": "a@b.example", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b.example",
        ]
        let child = ChildProcess(
            program: program,
            arguments: arguments,
            folder: folder.path,
            environment: environment.merging(variables) { $1 }
        )
        let log = FileManager.default.temporaryDirectory.appendingPathComponent("rad-git-\(UUID().uuidString)")
        let streams = ["in", "out", "err"].map { log.appendingPathExtension($0) }
        try Data(input).write(to: streams[0])
        defer { for stream in streams { try? FileManager.default.removeItem(at: stream) } }
        let status = try child.run(input: streams[0].path, output: streams[1].path, errors: streams[2].path)
        return (status, [UInt8](try Data(contentsOf: streams[1])), [UInt8](try Data(contentsOf: streams[2])))
    }
}
