import Diagnostics

extension YAMLComposer {
    /// A mapping while it is being read.
    private struct Entries {
        var members: [Document.Member] = []
        var names = NameRegister()
        /// What `<<` names, with the number of members that stand before it.
        var merge: (position: Int, objects: [[Document.Member]], span: Span)?
        var size = 1
        var height = 0

        mutating func count(_ node: Node) {
            size += node.size
            height = max(height, node.height)
        }
    }

    /// A mapping whose start has been read.
    mutating func mapping(from start: Span, depth: Int) -> Node? {
        var entries = Entries()
        var end = start
        while let event = next() {
            if case .mappingEnd(let isFlow) = event.kind {
                let span = start.extended(to: isFlow ? event.span : end)
                let document = Document(.object(merged(entries)), at: span)
                return Node(document: document, size: entries.size, height: entries.height + 1)
            }
            guard let key = node(event, depth: depth + 1), let valueEvent = next(),
                let value = node(valueEvent, depth: depth + 1)
            else { return nil }
            end = event.span.extended(to: valueEvent.span).extended(to: value.document.span)
            entries.count(key)
            entries.count(value)
            if isMergeKey(event) {
                addMerge(of: value.document, at: key.document.span, to: &entries)
            } else {
                add(value.document, named: key, to: &entries)
            }
        }
        return nil
    }

    private mutating func add(_ value: Document, named key: Node, to entries: inout Entries) {
        let span = key.document.span
        guard let name = key.text, !key.document.value.isNull else { return report(.keyIsNotText(at: span)) }
        if let first = entries.names.existing(name, in: entries.members) {
            return report(.duplicateName(name, at: span, first: first.nameSpan))
        }
        entries.members.append(Document.Member(name: name, nameSpan: span, value: value))
    }

    private func isMergeKey(_ event: YAMLEvent) -> Bool {
        guard case .scalar("<<", isPlain: let isPlain) = event.kind else { return false }
        return event.tag.map { $0 == YAMLTag.merge } ?? isPlain
    }

    private mutating func addMerge(of value: Document, at span: Span, to entries: inout Entries) {
        if let first = entries.merge { return report(.duplicateName("<<", at: span, first: first.span)) }
        let sources: [Document] = if case .array(let elements) = value.content { elements } else { [value] }
        var objects: [[Document.Member]] = []
        for source in sources {
            guard case .object(let members) = source.content else {
                report(.mergeOfNoMapping(at: source.span))
                continue
            }
            objects.append(members)
        }
        entries.merge = (entries.members.count, objects, span)
    }

    /// The members with those of `<<` in its place; what is written out wins, and so does the earlier source.
    private func merged(_ entries: Entries) -> [Document.Member] {
        guard let merge = entries.merge else { return entries.members }
        var taken = Set(entries.members.map(\.name))
        var additions: [Document.Member] = []
        for member in merge.objects.joined() where taken.insert(member.name).inserted { additions.append(member) }
        return entries.members[..<merge.position] + additions + entries.members[merge.position...]
    }
}
