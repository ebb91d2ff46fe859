/// A line and column, both counted from 1, as editors and the Bicep CLI count them.
///
/// Lines end at `\n`, `\r\n` or `\r`. Columns count UTF-16 code units, a tab is one,
/// and a byte order mark at the start of the file is none.
public struct SourceLocation: Sendable, Hashable {
    public let line: Int
    public let column: Int
}

extension SourceFile {
    /// The line and column of a UTF-8 offset.
    ///
    /// Scans the file from its start: whoever asks for many places of one file makes a `LineTable`.
    public func location(at offset: Int) -> SourceLocation {
        LineTable(self, upTo: offset).location(at: offset)
    }

    /// The text of the line that contains an offset, without its line end.
    public func lineText(containing offset: Int) -> String {
        text(in: LineTable(self).lineRange(containing: offset))
    }
}
