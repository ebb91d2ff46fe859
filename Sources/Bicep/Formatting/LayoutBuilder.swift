import Diagnostics

/// Lays out the nodes and tokens of a syntax tree, in the style of the Bicep compiler's formatter.
struct LayoutBuilder {
    let tree: SyntaxTree
    let newline: [UInt8]
    /// How many line ends were met that must stay: a group that has one is broken, and so is what is around it.
    var breaks = 0
    /// The comment at the end of a line, by its place, that last was found to break nothing.
    var harmlessComment: UInt32?
    /// The places where something is wrong or could not be read, in the order of their starts.
    let faults: [Range<UInt32>]
    /// Whether decorators without a declaration were met last.
    var isAfterDecorators = false

    init(_ tree: SyntaxTree, newline: [UInt8]) {
        self.tree = tree
        self.newline = newline
        let skipped = tree.nodes.lazy.filter { $0.kind == .skipped }.map { $0.start..<$0.end }
        faults = (tree.problems.map(\.range) + skipped).sorted { $0.lowerBound < $1.lowerBound }
    }

    /// Lays out something that is one layout.
    mutating func single(_ child: SyntaxChild) -> Layout {
        switch child {
        case .absent:
            return .nothing
        case .node(let node) where !node.kind.hasSeveralLayouts:
            return layout(of: node)
        case .token(let token) where isBare(token):
            return source(token.range, role: .plain)
        case .node, .token:
            var layouts: [Layout] = []
            append(child, to: &layouts)
            return layouts.count == 1 ? layouts[0] : .spaced(layouts)
        }
    }

    /// Lays out the children in some slots, those that are there.
    mutating func singles(of node: SyntaxNode, from first: Int = 0) -> [Layout] {
        var layouts: [Layout] = []
        for slot in first..<max(first, node.childCount) {
            let child = node[slot]
            if !child.isAbsent { layouts.append(single(child)) }
        }
        return layouts
    }

    /// Lays out something that may be several layouts: what stands before it is apart from it.
    mutating func append(_ child: SyntaxChild, to layouts: inout [Layout]) {
        switch child {
        case .absent: break
        case .node(let node): append(node, to: &layouts)
        case .token(let token): append(token, to: &layouts)
        }
    }

    /// A part of the source as it is, but for its line ends.
    func source(_ range: Range<UInt32>, role: LayoutText.Role) -> Layout {
        var width = 0
        var hasLineEnds = false
        for index in Int(range.lowerBound)..<Int(range.upperBound) {
            let byte = tree.file.bytes[index]
            if byte < 0x80 {
                width += 1
                hasLineEnds = hasLineEnds || byte.isLineEnd
            } else if byte & 0xC0 != 0x80 {
                width += byte >= 0xF0 ? 2 : 1
            }
        }
        guard hasLineEnds else { return .text(LayoutText(.source(range), role: role, width: width)) }
        return rewritten(withLineEnds(range), role: role)
    }

    /// A text that does not stand in the source like this.
    func rewritten(_ bytes: [UInt8], role: LayoutText.Role = .plain) -> Layout {
        let width = bytes.reduce(0) { $1 & 0xC0 == 0x80 ? $0 : $0 + ($1 >= 0xF0 ? 2 : 1) }
        return .text(LayoutText(.rewritten(bytes), role: role, width: width))
    }

    /// A part of the source with the line ends of the result.
    func withLineEnds(_ range: Range<UInt32>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        var index = Int(range.lowerBound)
        while index < Int(range.upperBound) {
            let byte = tree.file.bytes[index]
            index += 1
            guard byte.isLineEnd else {
                bytes.append(byte)
                continue
            }
            bytes += newline
            if byte == UInt8(ascii: "\r"), index < Int(range.upperBound), tree.file.bytes[index] == UInt8(ascii: "\n") {
                index += 1
            }
        }
        return bytes
    }
}

// MARK: - Tokens and comments

extension LayoutBuilder {
    private mutating func append(_ token: SyntaxToken, to layouts: inout [Layout]) {
        let leading = tree.leadingTrivia(of: token.index).map { layout(of: $0) }
        switch token.kind {
        case .newLine:
            if !leading.isEmpty {
                breaks += 1
                layouts.append(.spaced(leading))
            }
            layouts.append(.line(lineCount(token) > 1 ? .empty : .written))
        case .comma, .pipe, .endOfFile:
            if !leading.isEmpty { layouts.append(.spaced(leading)) }
        case let kind where kind.leavesLeadingComments:
            layouts += leading
            layouts.append(withTrailingTrivia(source(token.range, role: .plain), of: token, after: []))
        case _:
            layouts.append(withTrailingTrivia(source(token.range, role: .plain), of: token, after: leading))
        }
    }

    /// A text with the comments on both sides of it; those behind it are those behind a token.
    mutating func withTrailingTrivia(_ text: Layout, of token: SyntaxToken, after leading: [Layout]) -> Layout {
        let trailing = tree.trailingTrivia(of: token.index).found
        guard !leading.isEmpty || !trailing.isEmpty else { return text }
        var parts = leading
        parts.append(text)
        for trivia in trailing {
            guard case .lineComment = trivia.kind else {
                parts.append(layout(of: trivia))
                continue
            }
            breaks += 1
            return .glue([.spaced(parts), .weightlessSpace, source(trivia.range, role: .trailingComment)])
        }
        return .spaced(parts)
    }

    /// Comments and directives before a token.
    mutating func layout(of trivia: Trivia) -> Layout {
        switch trivia.kind {
        case .lineComment:
            breaks += 1
            return source(trivia.range, role: .lineComment)
        case .blockComment:
            var end = trivia.range.upperBound
            while end > trivia.range.lowerBound, tree.file.bytes[Int(end) - 1].isLineEnd { end -= 1 }
            return source(trivia.range.lowerBound..<end, role: .plain)
        case .directive(let directive):
            let codes = directive.codes.map { tree.file.bytes[Int($0.lowerBound)..<Int($0.upperBound)] }
            breaks += 1
            let text = Array("\(directive.kind.text) ".utf8) + codes.joined(separator: [UInt8(ascii: " ")])
            return rewritten(text, role: .directive)
        }
    }

    /// Whether there is nothing but white space on both sides of a token, and it is written as it is.
    private func isBare(_ token: SyntaxToken) -> Bool {
        switch token.kind {
        case .newLine, .comma, .pipe, .endOfFile: return false
        case _: break
        }
        let index = token.index
        return isBlank(from: index == 0 ? 0 : tree.tokens[index - 1].end, to: token.range.lowerBound)
            && (index + 1 == tree.tokens.count
                || isBlank(from: token.range.upperBound, to: tree.tokens[index + 1].start))
    }

    private func isBlank(from start: UInt32, to end: UInt32) -> Bool {
        for index in Int(start)..<Int(end) where !tree.file.bytes[index].isBlank { return false }
        return true
    }

    private func lineCount(_ token: SyntaxToken) -> Int {
        var count = 0
        var previous: UInt8 = 0
        for byte in tree.file.bytes[Int(token.range.lowerBound)..<Int(token.range.upperBound)] {
            if byte != UInt8(ascii: "\n") || previous != UInt8(ascii: "\r") { count += 1 }
            previous = byte
        }
        return count
    }
}

extension Directive.Kind {
    fileprivate var text: String {
        switch self {
        case .disableNextLine: "#disable-next-line"
        case .disable: "#disable-diagnostics"
        case .restore: "#restore-diagnostics"
        }
    }
}
