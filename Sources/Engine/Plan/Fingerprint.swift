import Crypto
public import Documents

/// The stable `sha256:…` of what the author controls of an output resource.
///
/// It covers the API version and the body as JSON with sorted member names. Secrets enter as a
/// keyed hash, unknown values by the expression that the author wrote, so that neither a secret
/// nor the moment of the deployment can be read from it.
public struct Fingerprint: Sendable, Equatable {
    /// `sha256:` and 64 hexadecimal digits.
    public let text: String
    /// The addresses that unknown parts of the body wait for, each once, in order of appearance.
    public let unknownSources: [String]
    /// The way to the first secret of the body.
    public let firstSecret: ValuePath?

    /// Takes the fingerprint of an output resource.
    public init(of output: OutputResource, key: FingerprintKey) {
        var writer = FingerprintWriter(key: key)
        writer.write(output.apiVersion)
        writer.write(output.body)
        unknownSources = writer.unknownSources
        firstSecret = writer.holdsSecrets ? output.body.firstSecret : nil
        text = writer.finish()
    }

    /// A fingerprint that was taken before, of an object whose values are all known.
    init(recorded text: String) {
        self.text = text
        unknownSources = []
        firstSecret = nil
    }

    /// Takes the fingerprints of many output resources, in their order.
    @concurrent static func all(of outputs: [OutputResource], key: FingerprintKey) async -> [Fingerprint] {
        guard outputs.count > share else { return outputs.map { Fingerprint(of: $0, key: key) } }
        return await withTaskGroup(of: (start: Int, fingerprints: [Fingerprint]).self) { group in
            for start in stride(from: 0, to: outputs.count, by: share) {
                group.addTask {
                    let part = outputs[start..<min(start + share, outputs.count)]
                    return (start, part.map { Fingerprint(of: $0, key: key) })
                }
            }
            var parts: [(start: Int, fingerprints: [Fingerprint])] = []
            for await part in group { parts.append(part) }
            return parts.sorted { $0.start < $1.start }.flatMap(\.fingerprints)
        }
    }

    /// How many fingerprints one task takes: some milliseconds of work.
    private static let share = 512

    /// The unkeyed `sha256:…` of bytes that hold no secret.
    public static func text(of bytes: [UInt8]) -> String {
        var hash = SHA256()
        bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
        return "sha256:\(hash.finalize().hexadecimal)"
    }
}

/// Feeds a hash with the canonical text of values, a buffer at a time.
private struct FingerprintWriter {
    private(set) var unknownSources: [String] = []
    private(set) var holdsSecrets = false
    private var json = CompactJSON()
    private var hash = SHA256()
    private let key: FingerprintKey

    init(key: FingerprintKey) {
        self.key = key
        json.bytes.reserveCapacity(Self.bufferSize * 2)
    }

    mutating func write(_ text: String) {
        json.write(text)
    }

    mutating func write(_ value: Value) {
        switch value {
        case .null: json.writeNull()
        case .bool(let flag): json.write(flag)
        case .integer(let number): json.write(number)
        case .number(let number): json.write(number)
        case .string(let text): json.write(text)
        case .array(let elements):
            json.beginArray(count: elements.count)
            for element in elements { write(element) }
            json.endArray()
        case .object(let members): write(members)
        case .secret(let secret): writeSecret(secret)
        case .unknown(let unknown): write(unknown)
        }
        drain(beyond: Self.bufferSize)
    }

    mutating func finish() -> String {
        drain(beyond: 0)
        return "sha256:\(hash.finalize().hexadecimal)"
    }

    private mutating func write(_ members: ValueObject) {
        json.beginObject(count: members.count)
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            json.writeName(name)
            write(value)
        }
        json.endObject()
    }

    private mutating func writeSecret(_ secret: Value) {
        holdsSecrets = true
        var inner = FingerprintWriter(key: key)
        inner.collectsWhole = true
        inner.write(secret)
        for source in inner.unknownSources { note(source) }
        json.writeMark(Self.secretMark)
        json.write(key.fingerprint(of: inner.json.bytes))
    }

    private mutating func write(_ unknown: Unknown) {
        for source in unknown.sources { note(source) }
        json.writeMark(Self.unknownMark)
        json.write(unknown.expression)
    }

    private mutating func note(_ source: String) {
        if !unknownSources.contains(source) { unknownSources.append(source) }
    }

    /// Whether the text is kept for a keyed hash rather than fed to the plain one.
    private var collectsWhole = false

    private mutating func drain(beyond limit: Int) {
        guard !collectsWhole, json.bytes.count > limit else { return }
        json.bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
        json.bytes.removeAll(keepingCapacity: true)
    }

    private static let bufferSize = 4096
    private static let secretMark: UInt8 = 1
    private static let unknownMark: UInt8 = 2
}

extension Value {
    /// The way to the first secret part, outside in.
    var firstSecret: ValuePath? {
        switch self {
        case .null, .bool, .integer, .number, .string, .unknown: return nil
        case .secret: return []
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                if let path = element.firstSecret { return ValuePath([.element(index)] + path.steps) }
            }
            return nil
        case .object(let members):
            for (name, value) in members {
                if let path = value.firstSecret { return ValuePath([.member(name)] + path.steps) }
            }
            return nil
        }
    }
}
