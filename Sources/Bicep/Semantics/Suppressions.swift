import Diagnostics

/// What the directives of a file turn off, and where.
struct Suppressions {
    private var regions: [(codes: Set<String>, range: Range<Int>)] = []

    init(_ tree: SyntaxTree) {
        for (index, directive) in tree.directives.enumerated() {
            let codes = Set(directive.codes.map { tree.text($0) })
            switch directive.kind {
            case .disableNextLine:
                regions.append((codes, tree.file.lineAfter(Int(directive.range.upperBound))))
            case .disable:
                for code in codes {
                    let restored = tree.directives[(index + 1)...].first { later in
                        later.kind == .restore && later.codes.contains { tree.text($0) == code }
                    }
                    let end = restored.map { Int($0.range.lowerBound) } ?? .max
                    regions.append(([code], Int(directive.range.upperBound)..<end))
                }
            case .restore: break
            }
        }
    }

    /// Whether a diagnostic is turned off.
    func cover(_ diagnostic: Diagnostic) -> Bool {
        guard let offset = diagnostic.span?.range.lowerBound else { return false }
        return regions.contains { $0.range.contains(offset) && $0.codes.contains(diagnostic.code) }
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
