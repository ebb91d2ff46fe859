import Archives
import Bicep
import Diagnostics
@testable import Recipes
import Testing

/// Addresses of files in repositories, as users write them.
@Suite struct RemoteFileTests {
    @Test(
        arguments: [
            ("git::https://git.example/r.git", "https://git.example/r.git", "", nil),
            ("git::https://git.example/r.git//redis", "https://git.example/r.git", "redis", nil),
            ("git::https://git.example/r.git//a/./b/c.bicep?ref=v1", "https://git.example/r.git", "a/b/c.bicep", "v1"),
            ("git::https://git.example/r.git?ref=feature%2Fx", "https://git.example/r.git", "", "feature/x"),
            ("git::ssh://git@git.example:22/r.git//redis?ref=main", "ssh://git@git.example:22/r.git", "redis", "main"),
            ("git::file:///srv/r.git//redis", "file:///srv/r.git", "redis", nil),
            ("git::http://127.0.0.1:80/r.git//redis", "http://127.0.0.1:80/r.git", "redis", nil),
            ("git::http://[::1]:80/r.git//redis", "http://[::1]:80/r.git", "redis", nil),
        ] as [(String, String, String, String?)]
    )
    func anAddressOfGitIsTakenApart(text: String, repository: String, path: String, ref: String?) throws {
        let file = try RemoteFile(RemoteFileAddress(text, allowsPlainHTTP: false))
        guard case .git(let folder) = file.folder else { return }
        #expect(folder.repository == repository)
        #expect(file.path == path)
        #expect(folder.ref == ref)
    }

    @Test(arguments: [
        ("git::git.example/r.git", "it has no scheme"),
        ("git::git@git.example:r.git", "it has no scheme"),
        ("git::ext://sh -c true", "it holds a blank or a control character"),
        ("git::ext://sh/-c/true", "the scheme is 'ext', expected https, http, ssh or file"),
        ("git::https:///r.git", "it names no host"),
        ("git::ssh://-oProxyCommand=true/r.git", "it names no host"),
        ("git::ssh://git@-oProxyCommand=true/r.git", "it names no host"),
        (
            "git::https://anna:pass@git.example/r.git",
            "it holds a password, which everybody could read who sees the environment"
        ),
        ("git::https://git.example/r.git//../x", "the path '../x' leaves the folder"),
        ("git::https://git.example/r.git//a/../../x", "the path 'a/../../x' leaves the folder"),
        ("git::https://git.example/r.git//x?sshkey=abc", "there is no option 'sshkey', expected 'ref'"),
        ("git::https://git.example/r.git?ref=%zz", "'ref=%zz' holds a '%' that no two hexadecimal digits follow"),
        (
            "git::https://git.example/r.git?ref=--upload-pack",
            "'--upload-pack' is no name of a branch, a tag or a commit"
        ),
        ("git::https://git.example/r.git?ref=a:b", "'a:b' is no name of a branch, a tag or a commit"),
        ("git::https://git.example/r.git?ref=a..b", "'a..b' is no name of a branch, a tag or a commit"),
        ("git::https://git.example/r.git?ref=", "'' is no name of a branch, a tag or a commit"),
        (
            "https://host.example/r.zip?checksum=sha1:\(String(repeating: "a", count: 40))",
            "a checksum of 'sha1' proves nothing: others can make an archive with the same one"
        ),
        (
            "https://host.example/r.zip?checksum=\(String(repeating: "a", count: 32))",
            "a checksum of 'md5' proves nothing: others can make an archive with the same one"
        ),
        (
            "https://host.example/r.zip?checksum=file:https://host.example/sums",
            "the checksum 'file:https://host.example/sums' is in a file elsewhere, which changes with the archive"
        ),
        ("https://host.example/r.zip?checksum=md5:abc", "the checksum 'md5:abc' is none of SHA-256 or SHA-512"),
        ("https://host.example/r.zip?archive=rar", "there is no kind of archive 'rar'"),
        ("https://host.example/r.zip?sig=abc", "there is no option 'sig', expected 'checksum' or 'archive'"),
        ("https://host.example/a.bicep//b.bicep", "it names one file, which has nothing inside"),
        (
            "https://anna:pass@host.example/r.zip",
            "it holds a password, which everybody could read who sees the environment"
        ),
        (
            "http://host.example/r.zip",
            "'host.example' would be asked without TLS, where anybody on the way can change what it answers"
        ),
        (
            "git::http://git.example/r.git",
            "'git.example' would be asked without TLS, where anybody on the way can change what it answers"
        ),
        (
            "git::http://127.0.0.1.evil.example/r.git",
            "'127.0.0.1.evil.example' would be asked without TLS, where anybody on the way can change what it answers"
        ),
    ])
    func whatCannotBeFollowedIsSaid(text: String, reason: String) {
        #expect {
            try RemoteFile(RemoteFileAddress(text, allowsPlainHTTP: false))
        } throws: { error in
            (error as? RemoteFile.Problem)?.reason == reason
        }
    }

    @Test(arguments: [
        ("https://host.example/r.tar.gz//redis", "https://host.example/r.tar.gz", "redis", "tar.gz"),
        ("https://host.example/r.tgz", "https://host.example/r.tgz", "", "tar.gz"),
        ("https://host.example/r.zip//a.bicep?checksum=\(sum)", "https://host.example/r.zip", "a.bicep", "zip"),
        ("https://host.example/download?archive=tar", "https://host.example/download", "", "tar"),
        ("https://host.example/redis.bicep", "https://host.example/redis.bicep", "redis.bicep", "file"),
        ("http://127.0.0.1:80/r.tar", "http://127.0.0.1:80/r.tar", "", "tar"),
    ])
    func anAddressOfAnArchiveIsTakenApart(text: String, url: String, entry: String, kind: String) throws {
        let file = try RemoteFile(RemoteFileAddress(text, allowsPlainHTTP: false))
        guard case .archive(let folder) = file.folder else {
            Issue.record("\(file.folder)")
            return
        }
        #expect(folder.url == url)
        #expect(file.entry == entry)
        #expect(folder.kind == kind)
        #expect(folder.checksum == (text.contains("checksum") ? Self.sum : nil))
    }

    private static let sum = "sha256:" + String(repeating: "a", count: 64)

    /// What follows a scheme may also be the address of a registry, as Radius takes it.
    @Test func anArtifactOfARegistryIsNoArchive() async throws {
        var fixture = Fixture()
        try fixture.register("Applications.Datastores/redisCaches", source: "https://ghcr.io/shop/redis:1.0")
        try fixture.add("cache", "Applications.Datastores/redisCaches")
        let (_, diagnostics) = await fixture.bind()
        #expect(diagnostics.map(\.code) == ["RAD4003"])
    }

    @Test func withoutTLSOnlyWhereTheRegistrationSaysSo() throws {
        let file = try RemoteFile(RemoteFileAddress("git::http://git.example/r.git", allowsPlainHTTP: true))
        guard case .git(let folder) = file.folder else { return }
        #expect(folder.repository == "http://git.example/r.git")
    }

    /// Every machine that can send requests has zlib; without it, the package is named.
    @Test func withoutZlibThatIsSaid() throws {
        let file = try RemoteFile(RemoteFileAddress("https://host.example/r.zip", allowsPlainHTTP: false))
        guard case .archive(let folder) = file.folder else { return }
        let error = RemoteFileError.archive(folder, .noZlib("libz.so.1: no such file"))
        #expect(error.code == "RAD4142")
        #expect(error.help == "install the package 'zlib1g'")
    }

    /// The registration is where it is said.
    @Test func aMalformedAddressIsAnErrorOfTheRegistration() async throws {
        var fixture = Fixture()
        try fixture.register(
            "Applications.Datastores/redisCaches",
            source: "git::https://git.example/r.git//../x"
        )
        try fixture.add("cache", "Applications.Datastores/redisCaches")
        await checkErrors(
            fixture,
            """
            error: the address of recipe 'git::https://git.example/r.git//../x' cannot be followed: the path '../x' leaves the folder [RAD4130]
            help: name a path without '..' after '//'
            """
        )
    }
}
