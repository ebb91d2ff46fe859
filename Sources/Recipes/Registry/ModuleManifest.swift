internal import Diagnostics
internal import Documents

/// The media types of what a registry keeps.
enum MediaType {
    static let imageManifest = "application/vnd.oci.image.manifest.v1+json"
    static let imageIndex = "application/vnd.oci.image.index.v1+json"
    static let dockerManifest = "application/vnd.docker.distribution.manifest.v2+json"
    static let dockerManifestList = "application/vnd.docker.distribution.manifest.list.v2+json"

    static let module = "application/vnd.ms.bicep.module.artifact"
    static let moduleConfiguration = "application/vnd.ms.bicep.module.config.v1+json"
    static let moduleLayer = "application/vnd.ms.bicep.module.layer.v1+json"
    static let moduleSource = "application/vnd.ms.bicep.module.source.v1.tar+gzip"
    static let extensionArtifact = "application/vnd.ms.bicep.provider.artifact"
}

/// A blob as a manifest names it.
struct BlobDescriptor: Equatable {
    let mediaType: String
    let digest: ContentDigest
    /// In bytes.
    let size: Int
}

/// The manifest of a module, read from what a registry sent.
///
/// Specification: OCI image-spec 1.1; the types of modules are the Bicep compiler's. They compare without case.
/// Manifests of older compilers have no `artifactType`, and those of other clients configurations of their own, so
/// that the layer decides: there is one of a module's type.
struct ModuleManifest {
    /// The compiled template.
    let template: BlobDescriptor

    /// Why a manifest is none of a module.
    struct Problem: Error, Equatable {
        let reason: String
    }

    /// Reads a manifest.
    ///
    /// - Parameters:
    ///   - bytes: The manifest.
    ///   - contentType: What the registry says that it is.
    /// - Throws: `Problem` if it is the manifest of something else.
    init(_ bytes: [UInt8], contentType: String?) throws(Problem) {
        let (document, diagnostics) = JSONReader.read(SourceFile(path: "manifest", bytes: bytes))
        guard let manifest = document?.value, !diagnostics.contains(where: { $0.severity == .error }) else {
            throw Problem(reason: "its manifest is no JSON")
        }
        guard manifest.objectValue != nil, manifest["schemaVersion"]?.integerValue == 2 else {
            throw Problem(reason: "its manifest has no schemaVersion 2")
        }
        try Self.checkType(manifest, contentType: contentType)
        template = try Self.template(of: manifest)
    }

    private static func checkType(_ manifest: Value, contentType: String?) throws(Problem) {
        let mediaType = manifest["mediaType"]?.stringValue ?? contentType?.mediaType ?? ""
        let isIndex = mediaType.isType(MediaType.imageIndex) || mediaType.isType(MediaType.dockerManifestList)
        guard !isIndex, manifest["manifests"] == nil else { throw Problem(reason: "it is an index of several images") }
        guard let type = manifest["artifactType"]?.stringValue, !type.isEmpty else { return }
        guard !type.isType(MediaType.extensionArtifact) else { throw Problem(reason: "it is a Bicep extension") }
        guard type.isType(MediaType.module) else { throw Problem(reason: "its type is '\(type.shown)'") }
    }

    private static func template(of manifest: Value) throws(Problem) -> BlobDescriptor {
        guard let layers = manifest["layers"]?.arrayValue else { throw Problem(reason: "its manifest has no layers") }
        let types = layers.map { $0["mediaType"]?.stringValue ?? "" }
        let places = types.indices.filter { types[$0].isType(MediaType.moduleLayer) }
        guard let place = places.first else {
            let found = types.first.map { "its layer is of type '\($0.shown)'" } ?? "it has no layer"
            throw Problem(reason: "\(found), expected '\(MediaType.moduleLayer)'")
        }
        guard places.count == 1 else { throw Problem(reason: "it has \(places.count) layers with a template") }
        return try descriptor(layers[place])
    }

    private static func descriptor(_ layer: Value) throws(Problem) -> BlobDescriptor {
        let digest = layer["digest"]?.stringValue ?? ""
        guard let known = ContentDigest(digest) else {
            throw Problem(reason: "the digest of its layer is '\(digest.shown)', expected 'sha256:' and 64 digits")
        }
        guard let size = layer["size"]?.integerValue, size >= 0 else {
            throw Problem(reason: "its layer has no size")
        }
        return BlobDescriptor(mediaType: MediaType.moduleLayer, digest: known, size: Int(size))
    }
}

extension String {
    /// The type of a `Content-Type`, without parameters.
    fileprivate var mediaType: String {
        let type = prefix { $0 != ";" }
        return String(type.filter { $0 != " " })
    }

    fileprivate func isType(_ other: String) -> Bool { equalsIgnoringASCIICase(other) }

    /// A stranger's text, safe and short enough for a message.
    fileprivate var shown: String {
        let text = String(decoding: utf8.prefix(120).map { 0x20...0x7E ~= $0 ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
        return utf8.count > 120 ? text + "..." : text
    }
}
