/// A half-open range of UTF-8 offsets in a source file.
public struct Span: Sendable, Hashable {
    /// The file that the offsets count in.
    public let file: SourceFile

    private let start: UInt32
    private let end: UInt32

    /// Creates a span; offsets beyond 4 GiB are clamped, as no reader accepts such a file.
    public init(_ file: SourceFile, _ range: Range<Int>) {
        self.file = file
        start = UInt32(clamping: range.lowerBound)
        end = UInt32(clamping: range.upperBound)
    }

    /// The offsets, in UTF-8 code units.
    public var range: Range<Int> { Int(start)..<Int(end) }

    /// The text that the span covers.
    public var text: String { file.text(in: range) }
}
