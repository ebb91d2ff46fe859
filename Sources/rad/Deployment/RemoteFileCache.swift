import AppModel
import Archives
import Diagnostics
import Documents
import Glibc
import Recipes
import Targets

/// Folders that were fetched from elsewhere, in rad's cache: each under the digest of where it comes from and the
/// version that it is of.
///
/// A folder appears as a whole or not at all, and is never changed; which version a name means is noted beside them.
struct RemoteFileCache {
    /// The folder of the cache.
    let root: String
    /// The variables of this process.
    var environment: [String: String]

    /// The cache of this user.
    static var ofUser: RemoteFileCache {
        RemoteFileCache(root: LocalFiles.absolute(ModuleCache.root), environment: .process)
    }

    /// A folder that was fetched; `nil` if it was not, or not entirely.
    func find(_ folder: RemoteFile.Folder) -> MountedFolder? {
        switch folder {
        case .git(let source):
            guard let commit = source.commit ?? notedCommit(of: source) else { return nil }
            return MountedFolder("\(place(of: source))/\(commit)", as: source.name(at: commit))
        case .archive(let source):
            guard let digest = source.checksum ?? notedDigest(of: source) else { return nil }
            return MountedFolder(place(of: source, digest), as: source.name(with: digest))
        }
    }

    /// Fetches a folder.
    ///
    /// - Throws: `RemoteFileError` if it cannot be had, `Failure` or `ApplyError` if it cannot be kept.
    func fetch(_ folder: RemoteFile.Folder) async throws {
        switch folder {
        case .git(let source): try await fetch(source)
        case .archive(let source): try await fetch(source)
        }
    }

    /// Makes a folder for what is about to be fetched, and removes what is left of it.
    ///
    /// - Parameters:
    ///   - parent: The folder that is to keep what was fetched.
    ///   - work: Fills the folder; moves what is to be kept.
    /// - Throws: What `work` throws, or that the folder cannot be made.
    private func withDraft(in parent: String, _ work: (_ draft: String) async throws -> Void) async throws {
        try AtomicFile.createFolder(parent)
        let draft = try TemporaryFolder.make(named: ".draft", in: parent)
        defer { FolderTree.remove(draft) }
        try await work(draft)
    }

    /// Moves a folder to its place; of two that fetch the same at once one is first, and the other's is as good.
    private func keep(_ folder: String, at place: String) throws {
        guard rename(folder, place) == 0 || errno == ENOTEMPTY || errno == EEXIST else {
            throw Failure(.unwritableFile(place, errno))
        }
    }
}

// MARK: - Git

extension RemoteFileCache {
    private func fetch(_ source: GitFolder) async throws {
        let place = place(of: source)
        try await withDraft(in: place) { draft in
            let files = "\(draft)/\(GitClient.filesName)"
            try AtomicFile.createFolder(files)
            try AtomicFile.write(GitClient.attributes, to: "\(draft)/\(GitClient.attributesPath)")
            let commit = try await GitClient(environment: environment).checkOut(source, into: draft)
            try keep(files, at: "\(place)/\(commit)")
            guard source.commit == nil else { return }
            let note: Value = ["repository": .string(source.repository), "commit": .string(commit)]
            try AtomicFile.write(Array(note.json(.pretty).utf8), to: notePath(of: source))
        }
    }

    /// The commit that a name meant when it was last looked up; `nil` if it never was.
    private func notedCommit(of source: GitFolder) -> String? {
        let path = notePath(of: source)
        guard let bytes = try? LocalFiles.bytes(of: path) else { return nil }
        let (document, _) = JSONReader.read(SourceFile(path: path, bytes: bytes))
        guard let commit = document?.value["commit"]?.stringValue, commit.allSatisfy(\.isHexDigit) else { return nil }
        return commit
    }

    private func place(of source: GitFolder) -> String {
        "\(root)/git/\(hexSHA256(source.repository).prefix(32))"
    }

    private func notePath(of source: GitFolder) -> String {
        "\(place(of: source))/refs/\(hexSHA256(source.ref ?? "").prefix(32)).json"
    }
}

extension GitFolder {
    /// The repository with the first digits of the commit, as its files are shown.
    fileprivate func name(at commit: String) -> String { "git::\(repository)@\(commit.prefix(12))" }
}

// MARK: - Archives

extension RemoteFileCache {
    private func fetch(_ source: ArchiveFolder) async throws {
        let fetched = try await ArchiveClient.configured.fetch(source)
        let place = place(of: source, fetched.digest)
        try await withDraft(in: "\(root)/archives") { draft in
            for file in fetched.files {
                try AtomicFile.create(file.bytes, at: "\(draft)/\(file.path)")
            }
            try keep(draft, at: place)
        }
        guard source.checksum == nil else { return }
        let note: Value = ["address": .string(source.url), "digest": .string(fetched.digest)]
        try AtomicFile.write(Array(note.json(.pretty).utf8), to: notePath(of: source))
    }

    /// The digest of what an address gave when it was last asked; `nil` if it never was.
    private func notedDigest(of source: ArchiveFolder) -> String? {
        let path = notePath(of: source)
        guard let bytes = try? LocalFiles.bytes(of: path) else { return nil }
        let (document, _) = JSONReader.read(SourceFile(path: path, bytes: bytes))
        guard let digest = document?.value["digest"]?.stringValue, !digest.contains("/") else { return nil }
        return digest
    }

    /// One archive may be read as of several kinds, so the kind is part of the name.
    private func place(of source: ArchiveFolder, _ digest: String) -> String {
        "\(root)/archives/\(digest.replacing(":", with: "-")).\(source.kind)"
    }

    private func notePath(of source: ArchiveFolder) -> String {
        "\(root)/archives/addresses/\(hexSHA256(source.url + " " + source.kind).prefix(32)).json"
    }
}

extension ArchiveFolder {
    /// The address with the first digits of the digest, as its files are shown.
    fileprivate func name(with digest: String) -> String { "\(url)@\(digest.prefix("sha256:".count + 12))" }
}

extension ArchiveClient {
    /// A client with the credentials and the authorities of this process' environment.
    fileprivate static var configured: ArchiveClient {
        let environment = [String: String].process
        let netrc = environment["NETRC"] ?? environment["HOME"].map { "\($0)/.netrc" }
        return ArchiveClient(
            userAgent: "rad/\(Release.version)",
            authorities: environment["SSL_CERT_FILE"].flatMap { $0.isEmpty ? nil : $0 },
            netrc: netrc.flatMap { try? LocalFiles.bytes(of: $0) }.map { String(decoding: $0, as: UTF8.self) }
        )
    }
}
