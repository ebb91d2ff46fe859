/// How a list between brackets is laid out.
struct ListStyle {
    /// Between items where the list is broken or not.
    let separator: LayoutLine
    /// Behind the opening bracket and before the closing one.
    let padding: LayoutLine
    /// Whether an item that is alone moves to a line of its own if it does not fit.
    let indentsSingleItem: Bool

    static let object = ListStyle(separator: .orComma, padding: .orSpace, indentsSingleItem: true)
    static let array = ListStyle(separator: .orComma, padding: .orNothing, indentsSingleItem: true)
    static let loop = ListStyle(separator: .orNothing, padding: .orNothing, indentsSingleItem: true)
    static let variables = ListStyle(separator: .orSpace, padding: .orNothing, indentsSingleItem: true)
    static let arguments = ListStyle(separator: .orSpace, padding: .orNothing, indentsSingleItem: false)
}

extension LayoutBuilder {
    /// Lays out a list with its brackets.
    mutating func list(
        from open: SyntaxChild,
        to close: SyntaxChild,
        as style: ListStyle,
        isBroken: Bool,
        _ items: (inout LayoutBuilder, inout [Layout]) -> Void
    ) -> Layout {
        let opening = single(open)
        var comments: [Layout] = []
        append(close, to: &comments)
        let closing = comments.popLast() ?? .nothing
        let breaksBefore = breaks
        var found: [Layout] = []
        items(&self, &found)
        let content = withEmptyLines(found) + comments
        guard !content.isEmpty else { return .glue([opening, closing]) }
        if !style.indentsSingleItem, content.count == 1, !content[0].endsLine {
            return .glue([opening, content[0], closing])
        }
        if isBroken || !comments.isEmpty { breaks += 1 }
        if breaks == breaksBefore, content.contains(where: \.endsLine) { breaks += 1 }
        let padding = Layout.line(style.padding)
        let inner = Layout.indent([padding] + separated(content, by: style.separator))
        let parts = [opening, inner, padding, closing]
        return breaks > breaksBefore ? .glue(parts) : .group(parts)
    }

    /// A list of everything between the first and the last child.
    ///
    /// A list of kept breaks is broken if its first item stands on a line of its own; items that are
    /// spread do not count.
    mutating func list(_ node: SyntaxNode, as style: ListStyle, keepsBreak: Bool) -> Layout {
        let last = node.childCount - 1
        var isBroken = false
        if keepsBreak, last > 1, node.token(1)?.kind == .newLine {
            isBroken = (1..<last).contains { node.node($0).map { $0.kind != .spread } ?? false }
        }
        return list(from: node[0], to: node[last], as: style, isBroken: isBroken) { builder, layouts in
            for slot in 1..<last { builder.append(node[slot], to: &layouts) }
        }
    }

    /// Items with commas behind all but the last, for which a layout may be there already.
    mutating func appendArguments(
        of node: SyntaxNode,
        in slots: Range<Int>,
        last known: Layout? = nil,
        to layouts: inout [Layout]
    ) {
        let last = slots.last { node.node($0) != nil }
        for slot in slots {
            guard let argument = node.node(slot) else {
                append(node[slot], to: &layouts)
                continue
            }
            if slot == last {
                layouts.append(known ?? single(.node(argument)))
            } else {
                layouts.append(.glue([single(.node(argument)), .fixed(",")]))
            }
        }
    }

    /// Parts in one indented group, each on its line if they do not fit.
    mutating func indentedGroup(
        after padding: LayoutLine?,
        _ parts: (inout LayoutBuilder, inout [Layout]) -> Void
    ) -> Layout {
        let breaksBefore = breaks
        var found: [Layout] = []
        parts(&self, &found)
        found.removeAll(where: \.isLine)
        if breaks == breaksBefore, found.dropLast().contains(where: \.endsLine) { breaks += 1 }
        // A comment behind the last part ends the line of the group anyway.
        if let comment = found.last?.trailingComment, comment != harmlessComment {
            breaks -= 1
            harmlessComment = comment
        }
        let lines = separated(found, by: .orSpace)
        let indented = Layout.indent(padding.map { [.line($0)] + lines } ?? lines)
        return breaks > breaksBefore ? .glue([indented]) : .group([indented])
    }

    /// The layouts without the line ends of the source, with one empty line where there was one or more.
    private mutating func withEmptyLines(_ layouts: [Layout]) -> [Layout] {
        var kept: [Layout] = []
        var lines = LineRun()
        for layout in layouts {
            if case .line(let line) = layout {
                lines.add(line)
                continue
            }
            if !kept.isEmpty, lines.isEmptyLine {
                kept.append(.line(.empty))
                breaks += 1
            }
            lines = LineRun()
            kept.append(layout)
        }
        return kept
    }

    private func separated(_ layouts: [Layout], by separator: LayoutLine) -> [Layout] {
        var separated: [Layout] = []
        separated.reserveCapacity(layouts.count * 2)
        for layout in layouts {
            if let last = separated.last, !last.isLine { separated.append(.line(separator)) }
            separated.append(layout)
        }
        return separated
    }
}

/// The line ends between two things of the source.
struct LineRun {
    private var count = 0

    mutating func add(_ line: LayoutLine) {
        switch line {
        case .written: count += 1
        case .empty: count += 2
        case .orNothing, .orSpace, .orComma: break
        }
    }

    var isEmptyLine: Bool { count > 1 }
}

extension Layout {
    var isLine: Bool {
        if case .line = self { true } else { false }
    }
}
