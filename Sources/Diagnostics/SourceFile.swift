/// The text of one file, with the path under which the user knows it.
///
/// A reference type: every span of a file shares it, and two files are the same
/// only if they are the same object. The bytes are kept as they were read; they
/// need not be valid UTF-8.
public final class SourceFile: Sendable {
    /// The path as it is shown to the user: relative to the working directory where possible.
    public let path: String

    /// The content, byte for byte.
    public let bytes: [UInt8]

    /// Creates a file from bytes.
    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    /// Creates a file from text, as tests and embedded sources do.
    public convenience init(path: String, text: String) {
        self.init(path: path, bytes: Array(text.utf8))
    }

    /// The whole file as a span.
    public var span: Span { Span(self, 0..<bytes.count) }

    /// The text between two UTF-8 offsets, which are clamped to the file.
    public func text(in range: Range<Int>) -> String {
        let bounds = range.clamped(to: 0..<bytes.count)
        return bytes.withUnsafeBufferPointer { String(decoding: $0[bounds], as: UTF8.self) }
    }
}

extension SourceFile: Equatable {
    public static func == (left: SourceFile, right: SourceFile) -> Bool { left === right }
}

extension SourceFile: Hashable {
    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
