import Diagnostics

extension LayoutBuilder {
    /// Lays out a node whose layout is one.
    mutating func layout(of node: SyntaxNode) -> Layout {
        switch node.kind {
        case .integerLiteral, .booleanLiteral, .nullLiteral, .variableAccess, .localVariable, .typeName:
            return single(node[0])
        case .string:
            return string(node)
        case .decorator, .propertyAccess, .indexAccess, .resourceAccess, .nonNull, .unary, .parenthesized, .spread,
            .typeProperty, .typeAdditionalProperties, .typeItems, .typeIndex, .arrayType, .nullableType, .nonNullType,
            .unaryType, .parenthesizedType:
            return .glue(singles(of: node))
        case .binary, .condition, .parameterDefault, .asClause, .withClause, .fromClause, .importItem,
            .wildcardImport, .typedVariable, .resourceType:
            return .spaced(singles(of: node))
        case .functionCall: return call(node, open: 1)
        case .methodCall: return call(node, open: 3)
        case .ternary: return ternary(node)
        case .lambda: return lambda(node)
        case .typedLambda: return typedLambda(node)
        case .loop: return loop(node)
        case .array, .object, .objectType, .importList, .tupleType, .variableBlock, .typedVariableBlock:
            return list(node)
        case .objectProperty:
            return .spaced([.glue([single(node[0]), single(node[1])]), single(node[2])])
        case .parameterizedType: return parameterizedType(node, open: 1)
        case .qualifiedParameterizedType: return parameterizedType(node, open: 3)
        case .unionType: return union(node)
        case .program, .skipped, .newLines, .decorators, .missingDeclaration, .targetScope, .metadata, .parameter,
            .parameterAssignment, .variable, .typeAlias, .function, .output, .resource, .module, .test, .assert,
            .import, .extension, .extensionConfig, .using, .extends, .objectTypeProperty, .tupleItem:
            return single(.node(node))
        }
    }

    private mutating func list(_ node: SyntaxNode) -> Layout {
        switch node.kind {
        case .object, .objectType, .importList: return list(node, as: .object, keepsBreak: true)
        case .array: return list(node, as: .array, keepsBreak: true)
        case .tupleType: return list(node, as: .array, keepsBreak: false)
        case _:
            let last = node.childCount - 1
            return list(from: node[0], to: node[last], as: .variables, isBroken: false) { builder, layouts in
                builder.appendArguments(of: node, in: 1..<last, to: &layouts)
            }
        }
    }

    /// A string as it is written, but for spaces at the start of its holes.
    private mutating func string(_ node: SyntaxNode) -> Layout {
        guard let first = node.token(0), let last = node.token(node.childCount - 1) else { return .nothing }
        let leading = tree.leadingTrivia(of: first.index).map { layout(of: $0) }
        var text = source(first.range, role: .plain)
        if node.childCount > 1 {
            var bytes: [UInt8] = []
            for slot in stride(from: 0, to: node.childCount - 1, by: 2) {
                guard let piece = node.token(slot), let next = node.token(slot + 2) else { continue }
                bytes += withLineEnds(piece.range)
                var start = piece.range.upperBound
                while start < next.range.lowerBound, tree.file.bytes[Int(start)].isBlank { start += 1 }
                bytes += withLineEnds(start..<next.range.lowerBound)
            }
            bytes += withLineEnds(last.range)
            text = rewritten(bytes)
        }
        return withTrailingTrivia(text, of: last, after: leading)
    }
}

// MARK: - Calls, choices and functions

extension LayoutBuilder {
    private mutating func call(_ node: SyntaxNode, open: Int) -> Layout {
        let last = node.childCount - 1
        let slots = open + 1..<last
        let lastArgument = tailArgument(node, slots)
        var parts = (0..<open).map { single(node[$0]) }
        let arguments = list(from: node[open], to: node[last], as: .arguments, isBroken: false) { builder, layouts in
            builder.appendArguments(of: node, in: slots, last: lastArgument?.layout, to: &layouts)
        }
        parts.append(lastArgument?.tail.map { call(arguments, withTail: $0) } ?? arguments)
        return .glue(parts)
    }

    /// A call whose last argument may become a tail, if nothing breaks it.
    private func call(_ arguments: Layout, withTail tail: Layout) -> Layout {
        guard case .group(let parts) = arguments, case .indent(let inner) = parts[1] else { return arguments }
        var withTail = parts
        withTail[1] = .indent(inner.dropLast() + [tail])
        return .call(group: parts, withTail: withTail)
    }

    /// The last of several arguments if it ends with an array or object, which then need not break the call.
    ///
    /// Where it is not broken, it comes with the layout that it has as a tail if it will be: broken once, it is
    /// a tail when it is formatted again.
    private mutating func tailArgument(_ node: SyntaxNode, _ slots: Range<Int>) -> (layout: Layout, tail: Layout?)? {
        let arguments = slots.compactMap { node.node($0) }
        guard arguments.count > 1, let last = arguments.last, let body = last.tailBody,
            let close = body.token(body.childCount - 1), !hasTrailingLineComment(close)
        else { return nil }
        let layout = single(.node(last))
        if last.index == body.index {
            switch layout {
            case .glue(let parts): return (.tail(parts), nil)
            case .group(let parts): return (layout, body.staysBroken ? .tail(parts) : nil)
            case _: return (layout, nil)
            }
        }
        guard case .glue(var parts) = layout, let end = parts.popLast() else { return (layout, nil) }
        switch end {
        case .glue(let bodyParts): return (.glue(parts + [.tail(bodyParts)]), nil)
        case .group(let bodyParts) where body.staysBroken: return (layout, .glue(parts + [.tail(bodyParts)]))
        case _: return (layout, nil)
        }
    }

    private func hasTrailingLineComment(_ token: SyntaxToken) -> Bool {
        tree.trailingTrivia(of: token.index).found.contains { if case .lineComment = $0.kind { true } else { false } }
    }

    private mutating func ternary(_ node: SyntaxNode) -> Layout {
        indentedGroup(after: nil) { builder, layouts in
            layouts.append(builder.single(node[0]))
            builder.append(node[1], to: &layouts)
            layouts.append(.spaced([builder.single(node[2]), .indent([builder.single(node[3])])]))
            builder.append(node[4], to: &layouts)
            layouts.append(.spaced([builder.single(node[5]), .indent([builder.single(node[6])])]))
        }
    }

    private mutating func lambda(_ node: SyntaxNode) -> Layout {
        guard bodyMayMove(node[3], after: node[2]) else {
            return .spaced([single(node[0]), single(node[1]), single(node[3])])
        }
        let head = [single(node[0]), single(node[1])]
        let body = indentedGroup(after: .orNothing) { builder, layouts in
            builder.append(node[2], to: &layouts)
            layouts.append(builder.single(node[3]))
        }
        return .spaced(head + [body])
    }

    private mutating func typedLambda(_ node: SyntaxNode) -> Layout {
        guard bodyMayMove(node[4], after: node[3]) else {
            return .spaced([single(node[0]), single(node[1]), single(node[2]), single(node[4])])
        }
        let head = [single(node[0]), single(node[1])]
        let body = indentedGroup(after: nil) { builder, layouts in
            layouts.append(builder.single(node[2]))
            builder.append(node[3], to: &layouts)
            layouts.append(builder.single(node[4]))
        }
        return .spaced(head + [body])
    }

    /// Whether the body of a lambda goes to the next line if it does not fit: not if it has brackets itself.
    private func bodyMayMove(_ body: SyntaxChild, after newLines: SyntaxChild) -> Bool {
        guard case .node(let body) = body, body.kind == .array || body.kind == .object else { return true }
        return hasComments(newLines)
    }

    /// Whether comments or directives stand at some line ends.
    func hasComments(_ newLines: SyntaxChild) -> Bool {
        guard case .node(let newLines) = newLines else { return false }
        return (0..<newLines.childCount).contains { slot in
            newLines.token(slot).map { !tree.leadingTrivia(of: $0.index).isEmpty } ?? false
        }
    }

    private mutating func loop(_ node: SyntaxNode) -> Layout {
        let last = node.childCount - 1
        // The language wants the variables on one line.
        let variables = single(node[3]).flattened
        return list(from: node[0], to: node[last], as: .loop, isBroken: false) { builder, layouts in
            builder.append(node[1], to: &layouts)
            let items = Layout.glue([builder.single(node[5]), builder.single(node[6])])
            layouts.append(
                .spaced([builder.single(node[2]), variables, builder.single(node[4]), items, builder.single(node[7])])
            )
            builder.append(node[8], to: &layouts)
        }
    }
}

// MARK: - Types

extension LayoutBuilder {
    private mutating func parameterizedType(_ node: SyntaxNode, open: Int) -> Layout {
        let last = node.childCount - 1
        var isBroken = false
        if case .token(let token) = node[open + 1] { isBroken = token.kind == .newLine && last > open + 2 }
        var parts = (0..<open).map { single(node[$0]) }
        let arguments = list(from: node[open], to: node[last], as: .variables, isBroken: isBroken) { builder, layouts in
            builder.appendArguments(of: node, in: open + 1..<last, to: &layouts)
        }
        // `resourceInput<'…'>` reads better on one line, however long.
        parts.append(arguments.flattened)
        return .glue(parts)
    }

    /// A union; since no comment can stand on a line of its own before a `|`, they stay before signs and at ends.
    private mutating func union(_ node: SyntaxNode) -> Layout {
        var opening: [Layout] = []
        let members = indentedGroup(after: .orNothing) { builder, members in
            var beforePipe: [Layout] = []
            for child in node.children {
                switch child {
                case .absent: break
                case .token(let token) where token.kind == .pipe:
                    builder.append(child, to: &beforePipe)
                case .token:
                    var atEnd: [Layout] = []
                    builder.append(child, to: &atEnd)
                    atEnd.removeAll(where: \.isLine)
                    if atEnd.isEmpty { continue }
                    if let last = members.popLast() {
                        members.append(.spaced([last] + atEnd))
                    } else {
                        opening += atEnd
                    }
                case .node:
                    let pipe = members.isEmpty ? Layout.text(LayoutText("| ", role: .leadingPipe)) : .fixed("| ")
                    members.append(.spaced(beforePipe + [.glue([pipe, builder.single(child)])]))
                    beforePipe = []
                }
            }
        }
        return opening.isEmpty ? members : .spaced(opening + [members])
    }
}

extension SyntaxNode {
    /// Whether the array or object is broken for good once its first item stands on a line of its own.
    fileprivate var staysBroken: Bool { nodes(from: 1).contains { $0.kind != .spread } }

    /// The array or object that an argument ends with: itself or the body of a lambda.
    fileprivate var tailBody: SyntaxNode? {
        switch kind {
        case .array, .object: self
        case .lambda, .typedLambda:
            node(childCount - 1).flatMap { $0.kind == .array || $0.kind == .object ? $0 : nil }
        case _: nil
        }
    }
}
