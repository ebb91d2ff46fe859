internal import Bicep
internal import HTTP

// MARK: - Pull

extension RegistrySession {
    private static let manifestTypes = [
        MediaType.imageManifest, MediaType.dockerManifest, MediaType.imageIndex, MediaType.dockerManifestList,
    ]

    /// The manifest under the reference, its digest, and what the registry says that it is.
    mutating func manifest() async throws(RegistryError) -> ([UInt8], ContentDigest, contentType: String?) {
        var request = RegistryRequest(url: url("manifests/\(reference.tagOrDigest)"), what: "the manifest")
        request.headers = [("Accept", Self.manifestTypes.joined(separator: ", "))]
        let response = try await send(request)
        guard response.status == 200 else { throw refusal(response, missing: reference.name) }
        guard response.body.first == UInt8(ascii: "{") || response.body.first?.isBlank == true else {
            throw .unexpected(registry, "its manifest is no JSON")
        }
        let digest = ContentDigest(of: response.body)
        if let expected = expectedDigest(response), expected != digest {
            throw .mismatch(registry, expected: "a manifest with digest \(expected.text)", found: digest.text)
        }
        return (response.body, digest, response.header("Content-Type"))
    }

    /// What the reference asks for, or what the registry claims.
    private func expectedDigest(_ response: HTTPResponse) -> ContentDigest? {
        switch reference.version {
        case .digest(let digest): ContentDigest(digest)
        case .tag: response.header("Docker-Content-Digest").flatMap { ContentDigest($0) }
        }
    }

    /// The bytes that a descriptor stands for.
    mutating func blob(_ descriptor: BlobDescriptor) async throws(RegistryError) -> [UInt8] {
        guard descriptor.size <= RegistryClient.blobLimit else {
            throw .tooLarge(registry, "the template of '\(reference.name)'", limit: RegistryClient.blobLimit)
        }
        var request = RegistryRequest(url: url("blobs/\(descriptor.digest.text)"), what: "the template")
        request.isLarge = true
        let response = try await send(request)
        guard response.status == 200 else { throw refusal(response, missing: descriptor.digest.text) }
        guard response.body.count == descriptor.size else {
            throw .mismatch(
                registry,
                expected: "a template of \(descriptor.size) bytes",
                found: "\(response.body.count) bytes"
            )
        }
        let digest = ContentDigest(of: response.body)
        guard digest == descriptor.digest else {
            throw .mismatch(registry, expected: "a template with digest \(descriptor.digest.text)", found: digest.text)
        }
        return response.body
    }
}

// MARK: - Push

extension RegistrySession {
    /// Whether there is a manifest under the reference.
    mutating func hasManifest() async throws(RegistryError) -> Bool {
        var request = RegistryRequest(
            method: "HEAD",
            url: url("manifests/\(reference.tagOrDigest)"),
            what: "the manifest"
        )
        request.headers = [("Accept", Self.manifestTypes.joined(separator: ", "))]
        let response = try await send(request)
        switch response.status {
        case 200: return true
        case 404: return false
        default: throw refusal(response, missing: reference.name)
        }
    }

    /// Puts a blob into the repository, unless it is there.
    mutating func upload(_ blob: ModulePackage.Blob) async throws(RegistryError) {
        let digest = blob.descriptor.digest.text
        let found = try await send(RegistryRequest(method: "HEAD", url: url("blobs/\(digest)"), what: "the template"))
        if found.status == 200 { return }
        let uploads = RegistryRequest(method: "POST", url: url("blobs/uploads/"), what: "the upload")
        let begun = try await send(uploads)
        guard begun.status == 202 else { throw refusal(begun, missing: reference.repository) }
        let target = try location(of: begun, from: uploads.url).appending(query: "digest", digest)
        var request = RegistryRequest(method: "PUT", url: target, what: "the upload")
        request.headers = [("Content-Type", "application/octet-stream")]
        request.body = blob.bytes
        request.isLarge = true
        let ended = try await send(request)
        guard ended.status == 201 else { throw refusal(ended, missing: reference.repository) }
    }

    /// Puts a manifest under the tag, which makes the module visible.
    mutating func publish(_ manifest: [UInt8]) async throws(RegistryError) -> ContentDigest {
        var request = RegistryRequest(
            method: "PUT",
            url: url("manifests/\(reference.tagOrDigest)"),
            what: "the manifest"
        )
        request.headers = [("Content-Type", MediaType.imageManifest)]
        request.body = manifest
        let response = try await send(request)
        guard response.status == 201 else { throw refusal(response, missing: reference.repository) }
        let digest = ContentDigest(of: manifest)
        if let stored = response.header("Docker-Content-Digest"), stored != digest.text, ContentDigest(stored) != nil {
            throw .mismatch(registry, expected: "a manifest with digest \(digest.text) to be stored", found: stored)
        }
        return digest
    }
}

extension UInt8 {
    /// Blanks before the first brace, and the byte order mark.
    fileprivate var isBlank: Bool { [0x20, 0x09, 0x0A, 0x0D, 0xEF].contains(self) }
}
