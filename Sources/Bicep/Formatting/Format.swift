import Diagnostics

extension SyntaxTree {
    /// The text of the file in the style of the language.
    ///
    /// A declaration with mistakes in its syntax stays as it is written. Spaces, line ends, commas between
    /// lines and the first `|` of a union change, nothing else: if anything else would, the file stays as
    /// it is. So it does if, for its mistakes, formatting it again would give another text. A byte order mark goes.
    public func formatted(_ options: FormattingOptions = FormattingOptions()) -> [UInt8] {
        let text = laidOut(options)
        let again = SyntaxTree.parse(SourceFile(path: file.path, bytes: text), as: language)
        guard again.saysTheSame(as: self), isWellFormed || again.laidOut(options) == text else { return file.bytes }
        return text
    }

    /// The text in the style of the language, whatever became of it.
    func laidOut(_ options: FormattingOptions) -> [UInt8] {
        var builder = LayoutBuilder(self, newline: options.newline)
        var printer = LayoutPrinter(source: file.bytes, options: options)
        var lines = LineRun()
        var isFirst = true
        // One by one, so that no more than a declaration is in memory as layouts.
        for child in root.children {
            for layout in builder.topLevelLayouts(of: child) {
                if case .line(let line) = layout {
                    lines.add(line)
                    continue
                }
                if !isFirst {
                    printer.endLine()
                    if lines.isEmptyLine { printer.endLine() }
                }
                printer.write(layout)
                lines = LineRun()
                isFirst = false
            }
        }
        if options.insertFinalNewline { printer.endLine() }
        return printer.output
    }
}
