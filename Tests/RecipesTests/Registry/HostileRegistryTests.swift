import Bicep
import Diagnostics
import HTTP
import TestSupport
import Testing

@testable import Recipes

/// Whatever a registry answers, it is a module that can be trusted, or an error that says why not.
@Suite(.timeLimit(.minutes(10))) struct HostileRegistryTests {
    @Test func aModuleComesAsItWasPublished() async throws {
        try await withRegistry(wellBehaved) { server in
            let module = try await registryClient().pull(reference(server))
            #expect(module.template == servedTemplate)
            #expect(module.manifest == servedModule.manifest)
            let pinned = try await registryClient().pull(reference(server, "@\(module.digest)"))
            #expect(pinned.digest == module.digest)
        }
    }

    @Test(arguments: [
        (401, "RAD1115", "status 401 without a challenge"), (403, "RAD1111", "does not allow to pull from"),
        (404, "RAD1112", "has no 'shop/redis:1.0'"), (418, "RAD1115", "status 418"),
        (429, "RAD1113", "asked too often"), (500, "RAD1113", "in trouble (status 500)"),
    ])
    func aRefusalSaysWhatToDo(status: Int, code: String, words: String) async throws {
        try await withRegistry({ _ in .response(status: status) }) { server in
            let error = await #expect(throws: RegistryError.self) {
                _ = try await registryClient().pull(reference(server))
            }
            #expect(error?.code == code && error?.reason.contains(words) == true)
            #expect(error?.help.isEmpty == false)
        }
    }

    @Test func aBusyRegistryIsAskedAgain() async throws {
        let attempts = Counter()
        try await withRegistry({ attempts.next() < 2 ? .response(status: 503) : wellBehaved($0) }) { server in
            let module = try await registryClient().pull(reference(server))
            #expect(module.template == servedTemplate)
        }
    }

    @Test func aManifestOfAnotherDigestIsNotUsed() async throws {
        let digest = "sha256:" + String(repeating: "0", count: 64)
        let found = ContentDigest(of: servedModule.manifest).text
        try await checkPull(
            "@\(digest)",
            fails: """
                RAD1116 what 'REGISTRY' sent is not what was asked for: expected a manifest with digest \(digest), \
                found \(found)
                help: try again; if it stays so, do not trust the registry or what is between
                """
        ) { _ in nil }
        try await checkPull(
            fails: """
                RAD1116 what 'REGISTRY' sent is not what was asked for: expected a manifest with digest \(digest), \
                found \(found)
                help: try again; if it stays so, do not trust the registry or what is between
                """
        ) { request in
            guard request.target.contains("/manifests/") else { return nil }
            return .response(
                status: 200,
                headers: ["Docker-Content-Digest: \(digest)"],
                body: servedModule.manifest
            )
        }
    }

    @Test func aTemplateOfAnotherDigestOrSizeIsNotUsed() async throws {
        var other = servedTemplate
        other[0] = UInt8(ascii: "[")
        let changed = other
        let blob = servedModule.blobs[1].descriptor
        try await checkPull(
            fails: """
                RAD1116 what 'REGISTRY' sent is not what was asked for: expected a template with digest \
                \(blob.digest.text), found \(ContentDigest(of: changed).text)
                help: try again; if it stays so, do not trust the registry or what is between
                """
        ) { $0.target.contains("/blobs/") ? .response(status: 200, body: changed) : nil }
        try await checkPull(
            fails: """
                RAD1116 what 'REGISTRY' sent is not what was asked for: expected a template of \(blob.size) bytes, \
                found 3 bytes
                help: try again; if it stays so, do not trust the registry or what is between
                """
        ) { $0.target.contains("/blobs/") ? .response(status: 200, body: [1, 2, 3]) : nil }
    }

    @Test func aBodyThatEndsTooSoonIsALostConnection() async throws {
        try await withRegistry({ request in
            request.target.contains("/blobs/")
                ? .cut(after: "HTTP/1.1 200 OK\r\nContent-Length: 32\r\n\r\n{\"res") : wellBehaved(request)
        }) { server in
            let error = await #expect(throws: RegistryError.self) {
                _ = try await registryClient().pull(reference(server))
            }
            #expect(error?.code == "RAD1114")
        }
    }

    @Test func aConnectionThatIsLostIsTriedAgainAfterAPauseOfItsOwn() async throws {
        let clock = NotedClock()
        let attempts = Counter()
        try await withRegistry({ request in
            attempts.next() < 2 ? .cut(after: "HTTP/1.1 200 OK\r\nContent-Length: 32\r\n\r\n{") : wellBehaved(request)
        }) { server in
            let module = try await registryClient {
                $0.clock = clock
                $0.retry = Retry(attempts: 3, firstDelay: .seconds(8), longestDelay: .seconds(60))
                $0.jitter = { 0.5 }
            }
            .pull(reference(server))
            #expect(module.template == servedTemplate)
        }
        #expect(clock.pauses == [.seconds(6), .seconds(12)])
    }

    @Test func whoeverIsCancelledDoesNotTryAgain() async throws {
        let attempts = Counter()
        try await withRegistry({ _ in
            _ = attempts.next()
            return .response(status: 503)
        }) { server in
            let clock = NotedClock(isCancelled: true)
            let error = await #expect(throws: RegistryError.self) {
                _ = try await registryClient { $0.clock = clock }.pull(reference(server))
            }
            #expect(error?.code == "RAD1114" && error?.reason.hasSuffix("was cancelled") == true)
        }
        #expect(attempts.next() == 1)
    }

    @Test func aManifestWithoutEndIsBrokenOff() async throws {
        let huge = [UInt8](repeating: UInt8(ascii: " "), count: RegistryClient.manifestLimit + 1)
        try await checkPull(
            fails: """
                RAD1117 the manifest on 'REGISTRY' is larger than the 4194304 bytes that rad accepts
                help: check that the reference names a Bicep module
                """
        ) { $0.target.contains("/manifests/") ? .response(status: 200, body: huge) : nil }
    }

    @Test func aTemplateThatIsSaidToBeHugeIsNotAskedFor() async throws {
        let layer = #"{"mediaType": "application/vnd.ms.bicep.module.layer.v1+json", "size": 99999999999, "digest": "#
        let manifest = #"{"schemaVersion": 2, "layers": [\#(layer)"\#(ContentDigest(of: [1]).text)"}]}"#
        try await checkPull(
            fails: """
                RAD1117 the template of 'shop/redis:1.0' on 'REGISTRY' is larger than the 67108864 bytes that rad accepts
                help: check that the reference names a Bicep module
                """
        ) { request in
            guard request.target.contains("/manifests/") else {
                Issue.record("the template was asked for")
                return nil
            }
            return .response(status: 200, body: Array(manifest.utf8))
        }
    }

    @Test func aWebSiteIsNoRegistry() async throws {
        let page = Array("<!doctype html><title>Welcome</title>".utf8)
        try await checkPull(
            fails: """
                RAD1115 'REGISTRY' does not answer as a registry does: its manifest is no JSON
                help: check that 'REGISTRY' is the registry, and not the site around it
                """
        ) { _ in .response(status: 200, headers: ["Content-Type: text/html"], body: page) }
    }

    @Test func aLayerThatIsNoTemplateIsNoModule() async throws {
        let module = ModulePackage(template: Array(#"{"hello": "world"}"#.utf8))
        try await checkPull(
            fails: """
                RAD1118 'shop/redis:1.0' is no Bicep module: its layer is no ARM template in JSON
                help: name a module that was published with 'bicep publish' or 'rad bicep publish'
                """
        ) { request in
            .response(status: 200, body: request.target.contains("/blobs/") ? module.blobs[1].bytes : module.manifest)
        }
    }

    @Test func aRegistryThatIsNotThereIsReportedAtOnce() async throws {
        // The reserved port 1 is nobody's; a client that waited between attempts would outlast the test.
        let file = SourceFile(path: "reference", bytes: Array("br:127.0.0.1:1/m:1".utf8))
        let reference = try #require(ArtifactReference.read(file, near: "main.bicep", files: NoFiles()).reference)
        let error = await #expect(throws: RegistryError.self) {
            _ = try await registryClient { $0.retry.firstDelay = .seconds(600) }.pull(reference)
        }
        #expect(error?.code == "RAD1114")
        #expect(error?.reason.contains("127.0.0.1:1") == true)
    }
}

// MARK: - Redirects

/// What holds of a registry with TLS.
@Suite struct ProtectedRegistryTests {
    private func session() throws -> RegistrySession {
        let file = SourceFile(path: "reference", bytes: Array("br:example.com/shop/redis:1.0".utf8))
        let reference = try #require(ArtifactReference.read(file, near: "main.bicep", files: NoFiles()).reference)
        let configuration = RegistryClient.Configuration(userAgent: "rad/test")
        return RegistrySession(reference, .pull, configuration, over: .init(configuration))
    }

    @Test func noRedirectLeavesTLS() throws {
        let session = try session()
        let here = session.url("blobs/x")
        #expect(here.text == "https://example.com/v2/shop/redis/blobs/x")
        let kept = HTTPResponse(status: 307, headers: [("Location", "https://cdn.example/x")])
        #expect(try session.location(of: kept, from: here).text == "https://cdn.example/x")
        let lost = HTTPResponse(status: 307, headers: [("Location", "http://example.com/x")])
        let error = #expect(throws: RegistryError.self) { try session.location(of: lost, from: here) }
        #expect(error?.code == "RAD1121" && error?.reason.contains("not protected by TLS") == true)
    }

    @Test func noTokenServiceIsWithoutTLS() throws {
        let session = try session()
        let challenge = { AuthenticationChallenge(scheme: "bearer", parameters: ["realm": $0]) }
        #expect(try session.realm(of: challenge("https://auth.example/token")).text == "https://auth.example/token")
        for realm in ["http://auth.example/token", "http://example.com/token"] {
            let error = #expect(throws: RegistryError.self) { try session.realm(of: challenge(realm)) }
            #expect(error?.code == "RAD1119")
        }
    }
}

extension HostileRegistryTests {
    @Test func redirectsInACircleEnd() async throws {
        try await checkPull(
            fails: """
                RAD1121 'REGISTRY' sends the request elsewhere, where it is not followed: more than 5 redirects in a row
                help: tell the owner of the registry
                """
        ) { .response(status: 307, headers: ["Location: \($0.target)"]) }
    }

    @Test(arguments: ["Location: ftp://example.com/", "Location: https://u:p@example.com/", "X-Other: 1"])
    func aRedirectToNowhereIsNotFollowed(header: String) async throws {
        try await checkPull(
            fails: """
                RAD1121 'REGISTRY' sends the request elsewhere, where it is not followed: it names no address
                help: tell the owner of the registry
                """
        ) { _ in .response(status: 302, headers: [header]) }
    }

    @Test func anotherHostDoesNotLearnWhoAsks() async throws {
        let seen = Recorder()
        let storage = try LoopbackServer { request in
            seen.add(request)
            return .response(status: 200, body: servedTemplate)
        }
        defer { storage.stop() }
        let location = "Location: \(storage.url)/blob"
        try await ScratchFolder.with { folder in
            try await withRegistry({ request in
                guard request.headers["authorization"] != nil else {
                    return .response(status: 401, headers: ["WWW-Authenticate: Basic realm=\"x\""])
                }
                return request.target.contains("/blobs/")
                    ? .response(status: 307, headers: [location]) : wellBehaved(request)
            }) { server in
                let credentials = try storedCredentials(
                    #"{"auths": {"127.0.0.1:\#(server.port)": {"username": "anna", "password": "geheim"}}}"#,
                    in: folder
                )
                let client = registryClient { $0.credentials = credentials }
                let module = try await client.pull(reference(server))
                #expect(module.template == servedTemplate)
            }
        }
        #expect(seen.requests.map(\.target) == ["/blob"])
        #expect(seen.requests.allSatisfy { $0.headers["authorization"] == nil })
    }
}
