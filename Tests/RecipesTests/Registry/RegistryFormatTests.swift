import HTTP
import Testing

@testable import Recipes

/// Headers, addresses, manifests: the small languages of the protocol.
@Suite struct RegistryFormatTests {
    @Test func challengesAreToldApart() {
        let field =
            #"Basic realm="a, \"b\"", Bearer realm="https://auth.example/token",service=reg , scope="x:y:pull,push""#
        #expect(
            AuthenticationChallenge.all(in: field) == [
                AuthenticationChallenge(scheme: "basic", parameters: ["realm": #"a, "b""#]),
                AuthenticationChallenge(
                    scheme: "bearer",
                    parameters: ["realm": "https://auth.example/token", "service": "reg", "scope": "x:y:pull,push"]
                ),
            ]
        )
    }

    @Test(arguments: [
        ("", []), (",,,", []), ("=", []), ("Bearer realm=\"", ["bearer"]), ("Bearer realm", ["bearer", "realm"]),
        ("Basic =x", ["basic"]), ("\"", []), ("a=b=c", ["a"]), ("é", []),
    ])
    func anyFieldIsRead(field: String, schemes: [String]) {
        let challenges = schemes.map { AuthenticationChallenge(scheme: $0, parameters: [:]) }
        #expect(AuthenticationChallenge.all(in: field) == challenges)
    }

    @Test(arguments: [
        ("https://Example.com:443/a?b#c", "https://example.com/a?b"), ("http://h:80", "http://h/"),
        ("http://h:443?x", "http://h:443/?x"), ("https://[::1]:5000/v2/", "https://[::1]:5000/v2/"),
    ])
    func addressesAreRead(text: String, expected: String) {
        #expect(RegistryURL(text)?.text == expected)
    }

    @Test(arguments: ["", "h/p", "ftp://h/", "https://", "https:///p", "https://u@h/", "https://h/a b", "https://h/\n"])
    func whatIsNoAddressIsNone(text: String) {
        #expect(RegistryURL(text) == nil)
    }

    @Test(arguments: [
        ("/x?y", "https://h:1/x?y"), ("//other/x", "https://other/x"), ("http://o/x", "http://o/x"), ("x", nil),
    ])
    func aLocationIsSeenFromWhereItStands(location: String, expected: String?) {
        #expect(RegistryURL("https://h:1/a/b?c")?.resolving(location)?.text == expected)
    }

    @Test(arguments: [
        ("https://ghcr.io/v2/", true), ("http://ghcr.io/v2/", false), ("http://localhost:5000/", true),
        ("http://LOCALHOST/", true), ("http://127.0.0.1:5000/", true), ("http://127.1.2.3/", true),
        ("http://[::1]:5000/", true), ("http://[::2]/", false), ("http://localhost.example/", false),
        ("http://127.example/", false), ("http://127.0.0.1.example/", false), ("http://127.0.0.256/", false),
        ("http://127.0.0.01/", false), ("http://128.0.0.1/", false), ("http://127.0.0/", false),
    ])
    func nobodyReadsAlongWithTLSOrOnThisMachine(text: String, expected: Bool) {
        #expect(RegistryURL(text)?.isConfidential == expected)
    }
}

/// Which manifests are those of a module.
@Suite struct ModuleManifestTests {
    private static let digest = "sha256:" + String(repeating: "a", count: 64)

    private static func manifest(_ members: String, layers: [String] = [layer()]) -> String {
        #"{"schemaVersion": 2, \#(members)"layers": [\#(layers.joined(separator: ", "))]}"#
    }

    private static func layer(
        _ type: String = "application/vnd.ms.bicep.module.layer.v1+json",
        digest: String = digest,
        size: String = "7"
    ) -> String {
        #"{"mediaType": "\#(type)", "digest": "\#(digest)", "size": \#(size)}"#
    }

    @Test(arguments: [
        manifest(""), manifest(#""artifactType": "application/vnd.ms.bicep.module.artifact", "#),
        manifest(#""artifactType": "", "config": {"mediaType": "application/vnd.unknown.config.v1+json"}, "#),
        manifest("", layers: [layer("APPLICATION/vnd.ms.bicep.module.layer.v1+json")]),
        manifest("", layers: [layer("application/vnd.ms.bicep.module.source.v1.tar+gzip"), layer()]),
    ])
    func modulesOldAndNewAreRead(text: String) throws {
        let manifest = try ModuleManifest(Array(text.utf8), contentType: MediaType.imageManifest)
        #expect(manifest.template.digest.text == Self.digest && manifest.template.size == 7)
    }

    @Test func whatIsPublishedIsRead() throws {
        let package = ModulePackage(template: [1, 2, 3], description: "d", documentation: "https://x", source: [4])
        let manifest = try ModuleManifest(package.manifest, contentType: nil)
        #expect(manifest.template.digest == ContentDigest(of: [1, 2, 3]) && manifest.template.size == 3)
    }

    @Test(arguments: [
        ("{", "its manifest is no JSON"), ("[]", "its manifest has no schemaVersion 2"),
        (#"{"schemaVersion": 1}"#, "its manifest has no schemaVersion 2"),
        (#"{"schemaVersion": 2}"#, "its manifest has no layers"),
        (#"{"schemaVersion": 2, "manifests": []}"#, "it is an index of several images"),
        (
            #"{"schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json"}"#,
            "it is an index of several images"
        ),
        (manifest(#""artifactType": "application/vnd.ms.bicep.provider.artifact", "#), "it is a Bicep extension"),
        (manifest(#""artifactType": "text/\u001bplain", "#), "its type is 'text/?plain'"),
        (manifest("", layers: []), "it has no layer, expected 'application/vnd.ms.bicep.module.layer.v1+json'"),
        (
            manifest("", layers: [layer("application/vnd.oci.image.layer.v1.tar")]),
            "its layer is of type 'application/vnd.oci.image.layer.v1.tar', "
                + "expected 'application/vnd.ms.bicep.module.layer.v1+json'"
        ),
        (manifest("", layers: [layer(), layer()]), "it has 2 layers with a template"),
        (
            manifest("", layers: [layer(digest: "sha512:1")]),
            "the digest of its layer is 'sha512:1', expected 'sha256:' and 64 digits"
        ),
        (manifest("", layers: [layer(size: "-1")]), "its layer has no size"),
    ])
    func whatIsNoModuleSaysWhy(text: String, reason: String) {
        #expect(throws: ModuleManifest.Problem(reason: reason)) {
            try ModuleManifest(Array(text.utf8), contentType: nil)
        }
    }
}
