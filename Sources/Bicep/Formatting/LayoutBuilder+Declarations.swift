import Diagnostics

extension SyntaxKind {
    /// Whether the parts of a node stand on lines of their own, such as decorators before what they decorate.
    var hasSeveralLayouts: Bool {
        switch self {
        case .program, .skipped, .newLines, .decorators, .missingDeclaration, .targetScope, .metadata, .parameter,
            .parameterAssignment, .variable, .typeAlias, .function, .output, .resource, .module, .test, .assert,
            .import, .extension, .extensionConfig, .using, .extends, .objectTypeProperty, .tupleItem:
            true
        case .decorator, .parameterDefault, .importList, .importItem, .wildcardImport, .fromClause, .asClause,
            .withClause, .integerLiteral, .booleanLiteral, .nullLiteral, .string, .variableAccess, .functionCall,
            .methodCall, .propertyAccess, .indexAccess, .resourceAccess, .nonNull, .unary, .binary, .ternary, .lambda,
            .localVariable, .variableBlock, .typedLambda, .typedVariableBlock, .typedVariable, .parenthesized, .array,
            .spread, .object, .objectProperty, .loop, .condition, .typeName, .parameterizedType,
            .qualifiedParameterizedType, .typeProperty, .typeAdditionalProperties, .typeItems, .typeIndex, .arrayType,
            .nullableType, .nonNullType, .unaryType, .unionType, .objectType, .tupleType, .parenthesizedType,
            .resourceType:
            false
        }
    }
}

extension LayoutBuilder {
    /// Lays out a part of the file.
    mutating func topLevelLayouts(of child: SyntaxChild) -> [Layout] {
        var layouts: [Layout] = []
        append(child, to: &layouts)
        // Lines that were skipped with their ends lose the empty line behind them, unless they follow decorators.
        if case .node(let node) = child, node.kind == .skipped, isAfterDecorators {
            append(node[node.childCount - 1], to: &layouts)
        }
        if case .node(let node) = child { isAfterDecorators = node.kind == .missingDeclaration }
        return layouts
    }

    mutating func append(_ node: SyntaxNode, to layouts: inout [Layout]) {
        switch node.kind {
        case .program, .newLines:
            for child in node.children { append(child, to: &layouts) }
        case .skipped:
            let bytes = text(of: node)
            if !bytes.isEmpty { layouts.append(rewritten(bytes)) }
        case .decorators:
            // Empty lines between decorators go, those between them and what they decorate too.
            var found: [Layout] = []
            for child in node.children { append(child, to: &found) }
            layouts += found.filter { !$0.isLine }
        case .missingDeclaration:
            guard let decorators = node.node(0) else { return }
            for child in decorators.children { append(child, to: &layouts) }
        case .targetScope, .metadata, .parameter, .parameterAssignment, .variable, .typeAlias, .function, .output,
            .resource, .module, .test, .assert, .import, .extension, .extensionConfig, .using, .extends:
            if hasFault(node) {
                layouts.append(rewritten(text(of: node)))
            } else {
                append(node[0], to: &layouts)
                layouts.append(declaration(node))
            }
        case .objectTypeProperty:
            appendDecorators(of: node, to: &layouts)
            layouts.append(.spaced([.glue([single(node[1]), single(node[2])]), single(node[3])]))
        case .tupleItem:
            appendDecorators(of: node, to: &layouts)
            layouts.append(single(node[1]))
        case _:
            layouts.append(layout(of: node))
        }
    }

    /// Decorators of a part of a type, which break the list that it stands in: no comma can follow them.
    private mutating func appendDecorators(of node: SyntaxNode, to layouts: inout [Layout]) {
        guard !node[0].isAbsent else { return }
        breaks += 1
        append(node[0], to: &layouts)
    }

    /// A declaration without its decorators.
    private mutating func declaration(_ node: SyntaxNode) -> Layout {
        switch node.kind {
        case .function:
            return .spaced([single(node[1]), .glue([single(node[2]), single(node[3])])])
        case .resource, .module:
            return deployment(node)
        case .extension where node[3].isAbsent && !node[4].isAbsent:
            // Two spaces, as the compiler's formatter has them.
            return .spaced([single(node[1]), single(node[2]), .nothing, single(node[4])])
        case _:
            return .spaced(singles(of: node, from: 1))
        }
    }

    /// A resource or module; the line ends before its condition go unless they have comments.
    private mutating func deployment(_ node: SyntaxNode) -> Layout {
        let value = node.childCount - 1
        var parts: [Layout] = []
        for slot in 1..<value - 1 where !node[slot].isAbsent { parts.append(single(node[slot])) }
        if hasComments(node[value - 1]) {
            parts.append(
                indentedGroup(after: .orNothing) { builder, layouts in
                    builder.append(node[value - 1], to: &layouts)
                    layouts.append(builder.single(node[value]))
                }
            )
        } else {
            parts.append(single(node[value]))
        }
        return .spaced(parts)
    }
}

// MARK: - What has mistakes

extension LayoutBuilder {
    /// Whether something is wrong within a node, so that it stays as it is written.
    private func hasFault(_ node: SyntaxNode) -> Bool {
        let range = node.range
        let first = faults.partitioningIndex { $0.lowerBound >= range.lowerBound }
        return faults[first...].prefix { $0.lowerBound <= range.upperBound }.contains {
            $0.upperBound <= range.upperBound || isLineEnd($0.lowerBound)
        }
    }

    private func isLineEnd(_ position: UInt32) -> Bool {
        let index = Int(position)
        return index < tree.file.bytes.count && tree.file.bytes[index].isLineEnd
    }

    /// The text of a node with the comments that belong to it, without white space around them.
    private func text(of node: SyntaxNode) -> [UInt8] {
        guard let first = node.firstToken, let last = node.lastToken else { return [] }
        let bytes = tree.file.bytes
        var start = first == 0 ? 0 : Int(tree.trailingTrivia(of: first - 1).end)
        var end = Int(tree.trailingTrivia(of: last).end)
        if start == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
        while start < end, bytes[start].isBlank || bytes[start].isLineEnd { start += 1 }
        while end > start, bytes[end - 1].isBlank || bytes[end - 1].isLineEnd { end -= 1 }
        return withLineEnds(UInt32(start)..<UInt32(end))
    }
}

extension SyntaxNode {
    /// The first token in the node; `nil` if it is empty.
    fileprivate var firstToken: Int? {
        for child in children {
            switch child {
            case .token(let token): return token.index
            case .node(let node):
                if let index = node.firstToken { return index }
            case .absent: break
            }
        }
        return nil
    }

    /// The last token in the node; `nil` if it is empty.
    fileprivate var lastToken: Int? {
        for slot in (0..<childCount).reversed() {
            switch self[slot] {
            case .token(let token): return token.index
            case .node(let node):
                if let index = node.lastToken { return index }
            case .absent: break
            }
        }
        return nil
    }
}
