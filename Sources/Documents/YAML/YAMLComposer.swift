import Diagnostics

/// Builds documents from events.
///
/// A function returns `nil` once it has reported something after which there is no going on;
/// after anything else it puts the best value in place and goes on.
struct YAMLComposer {
    /// A value, with what it costs to put it somewhere else through an alias.
    struct Node {
        var document: Document
        /// How many values it consists of, itself included.
        var size = 1
        /// How many levels of arrays and objects it has.
        var height = 0
        /// The text of a scalar, whatever was made of it.
        var text: String?
    }

    private let source: YAMLEventSource
    private(set) var diagnostics: [Diagnostic] = []
    private var anchors: [String: Node] = [:]
    /// The anchors of the arrays and objects around the current event.
    private var openAnchors: [String] = []
    private var aliasedNodes = 0

    init(_ source: YAMLEventSource) {
        self.source = source
    }

    mutating func documents() -> [Document] {
        var documents: [Document] = []
        while let event = next() {
            switch event.kind {
            case .documentStart:
                anchors = [:]
                guard let first = next(), let node = node(first, depth: 0) else { return documents }
                documents.append(node.document)
            case .documentEnd: break
            case .streamEnd, .alias, .scalar, .sequenceStart, .sequenceEnd, .mappingStart, .mappingEnd:
                return documents
            }
        }
        return documents
    }

    mutating func report(_ diagnostic: Diagnostic) {
        diagnostics.append(diagnostic)
    }

    mutating func next() -> YAMLEvent? {
        switch source.next() {
        case .success(let event): return event
        case .failure(let problem):
            report(.yamlSyntax(problem))
            return nil
        }
    }

    /// The value that starts with an event.
    mutating func node(_ event: YAMLEvent, depth: Int) -> Node? {
        switch event.kind {
        case .alias(let name): return aliased(name, at: event.span, depth: depth)
        case .scalar(let text, let isPlain):
            let content = content(of: text, isPlain: isPlain, event)
            let node = Node(document: Document(content, at: event.span), text: text)
            if let anchor = event.anchor { anchors[anchor] = node }
            return node
        case .sequenceStart: return collection(event, depth: depth) { $0.sequence(from: event.span, depth: depth) }
        case .mappingStart: return collection(event, depth: depth) { $0.mapping(from: event.span, depth: depth) }
        case .streamEnd, .documentStart, .documentEnd, .sequenceEnd, .mappingEnd:
            preconditionFailure("libyaml gives a value where one is due")
        }
    }

    private mutating func collection(
        _ event: YAMLEvent,
        depth: Int,
        _ elements: (inout YAMLComposer) -> Node?
    ) -> Node? {
        guard depth < ReadingLimits.depth else {
            report(.nestedTooDeeply(at: event.span))
            return nil
        }
        checkTag(ofCollection: event)
        if let anchor = event.anchor { openAnchors.append(anchor) }
        guard let node = elements(&self) else { return nil }
        if let anchor = event.anchor {
            openAnchors.removeLast()
            anchors[anchor] = node
        }
        return node
    }

    private mutating func sequence(from start: Span, depth: Int) -> Node? {
        var elements: [Document] = []
        var (size, height, end) = (1, 0, start)
        while let event = next() {
            if case .sequenceEnd(let isFlow) = event.kind {
                let span = start.extended(to: isFlow ? event.span : end)
                return Node(document: Document(.array(elements), at: span), size: size, height: height + 1)
            }
            guard let element = node(event, depth: depth + 1) else { return nil }
            elements.append(element.document)
            size += element.size
            height = max(height, element.height)
            end = event.span.extended(to: element.document.span)
        }
        return nil
    }

    /// What an alias stands for, within the limits that keep a small file from becoming a large value.
    private mutating func aliased(_ name: String, at span: Span, depth: Int) -> Node? {
        guard let node = anchors[name] else {
            report(.unknownAlias(name, at: span, isOpen: openAnchors.contains(name)))
            return Node(document: Document(.null, at: span))
        }
        guard depth + node.height <= ReadingLimits.depth else {
            report(.nestedTooDeeply(at: span))
            return nil
        }
        aliasedNodes += node.size
        guard aliasedNodes <= ReadingLimits.aliasedNodes else {
            report(.tooManyAliases(at: span))
            return nil
        }
        var alias = node
        alias.document = Document(node.document.content, at: span)
        return alias
    }
}

extension Span {
    /// The span up to the end of another one of the same file.
    func extended(to other: Span) -> Span {
        Span(file, range.lowerBound..<max(range.upperBound, other.range.upperBound))
    }
}
