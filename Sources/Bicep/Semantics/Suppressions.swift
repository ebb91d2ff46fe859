import Diagnostics

/// What the directives of a file turn off, and where.
struct Suppressions {
    /// For each `#disable-next-line` the line after it, in the order of the text.
    private var lines: [(range: Range<Int>, codes: Set<String>)] = []
    /// For each code the stretches in which it is turned off, in the order of the text.
    private var stretches: [String: [Range<Int>]] = [:]

    init(_ tree: SyntaxTree) {
        var open: [String: Int] = [:]
        for directive in tree.directives {
            let codes = directive.codes.map { tree.text($0) }
            let end = Int(directive.range.upperBound)
            switch directive.kind {
            case .disableNextLine: lines.append((tree.file.lineAfter(end), Set(codes)))
            case .disable: for code in codes where open[code] == nil { open[code] = end }
            case .restore:
                for code in codes {
                    guard let start = open.removeValue(forKey: code) else { continue }
                    stretches[code, default: []].append(start..<end)
                }
            }
        }
        for (code, start) in open { stretches[code, default: []].append(start..<Int.max) }
    }

    /// Whether a diagnostic is turned off.
    func cover(_ diagnostic: Diagnostic) -> Bool {
        guard let offset = diagnostic.span?.range.lowerBound else { return false }
        if let line = last(lines, startingBefore: offset, by: \.range), line.range.contains(offset),
            line.codes.contains(diagnostic.code)
        {
            return true
        }
        return last(stretches[diagnostic.code] ?? [], startingBefore: offset, by: \.self)?.contains(offset) ?? false
    }

    /// The last of sorted elements that starts at an offset or before it.
    private func last<Element>(
        _ elements: [Element],
        startingBefore offset: Int,
        by range: (Element) -> Range<Int>
    ) -> Element? {
        elements[..<elements.partitioningIndex { range($0).lowerBound > offset }].last
    }
}

extension SourceFile {
    /// The range of the line that follows an offset.
    fileprivate func lineAfter(_ offset: Int) -> Range<Int> {
        var start = offset
        while start < bytes.count, !bytes[start].isLineEnd { start += 1 }
        if start + 1 < bytes.count, bytes[start] == UInt8(ascii: "\r"), bytes[start + 1] == UInt8(ascii: "\n") {
            start += 1
        }
        start = min(start + 1, bytes.count)
        var end = start
        while end < bytes.count, !bytes[end].isLineEnd { end += 1 }
        return start..<max(end, start + 1)
    }
}
