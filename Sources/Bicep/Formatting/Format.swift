import Diagnostics

extension SyntaxTree {
    /// The text of the file in the style of the language.
    ///
    /// A declaration with mistakes in its syntax stays as it is written. Spaces, line ends, commas between
    /// lines and the first `|` of a union change, nothing else: if anything else would, the file stays as
    /// it is. A byte order mark goes.
    public func formatted(_ options: FormattingOptions = FormattingOptions()) -> [UInt8] {
        var builder = LayoutBuilder(self, newline: options.newline)
        var printer = LayoutPrinter(source: file.bytes, options: options)
        var lines = LineRun()
        var isFirst = true
        for child in root.children {
            var layouts: [Layout] = []
            builder.append(child, to: &layouts)
            for layout in layouts {
                if case .line(let line) = layout {
                    lines.add(line)
                    continue
                }
                if !isFirst {
                    printer.endLine()
                    if lines.isEmptyLine { printer.endLine() }
                }
                printer.print(layout)
                lines = LineRun()
                isFirst = false
            }
        }
        if options.insertFinalNewline { printer.endLine() }
        return printer.output
    }
}
