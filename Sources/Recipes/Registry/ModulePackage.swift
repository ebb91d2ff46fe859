internal import Documents

/// A compiled module in the form in which registries keep it: blobs, and the manifest that names them.
///
/// Both the Bicep compiler and Radius read it. No time is in it, so that equal modules have equal digests.
public struct ModulePackage: Sendable {
    struct Blob: Sendable {
        let descriptor: BlobDescriptor
        let bytes: [UInt8]

        fileprivate init(_ mediaType: String, _ bytes: [UInt8]) {
            descriptor = BlobDescriptor(mediaType: mediaType, digest: ContentDigest(of: bytes), size: bytes.count)
            self.bytes = bytes
        }
    }

    /// The configuration and the layers.
    let blobs: [Blob]
    let manifest: [UInt8]

    /// Packs a template.
    ///
    /// - Parameters:
    ///   - template: The compiled template, in JSON.
    ///   - description: What the module is for, in a sentence.
    ///   - documentation: The address of its documentation.
    ///   - source: The archive of its source, as the Bicep compiler lays it out.
    public init(template: [UInt8], description: String? = nil, documentation: String? = nil, source: [UInt8]? = nil) {
        // Not every registry takes a blob without bytes, which is what this should be.
        let configuration = Blob(MediaType.moduleConfiguration, Array("{}".utf8))
        let layers = [Blob(MediaType.moduleLayer, template)] + (source.map { [Blob(MediaType.moduleSource, $0)] } ?? [])
        var annotations: ValueObject = [:]
        annotations["org.opencontainers.image.description"] = description.map(Value.string)
        annotations["org.opencontainers.image.documentation"] = documentation.map(Value.string)
        var manifest: ValueObject = [
            "schemaVersion": 2,
            "mediaType": .string(MediaType.imageManifest),
            "artifactType": .string(MediaType.module),
            "config": configuration.descriptor.value,
            "layers": .array(layers.map(\.descriptor.value)),
        ]
        if !annotations.isEmpty { manifest["annotations"] = .object(annotations) }
        blobs = [configuration] + layers
        self.manifest = Array(Value.object(manifest).json(.compact).utf8)
    }
}

extension BlobDescriptor {
    fileprivate var value: Value {
        ["mediaType": .string(mediaType), "digest": .string(digest.text), "size": .integer(Int64(size))]
    }
}
