import Diagnostics
import Documents

extension TemplateReader {
    /// The expression for any value of the template.
    mutating func lower(_ document: Document) -> Expression {
        let range = document.span.offsets
        switch document.content {
        case .null: return Expression(.null, range)
        case .bool(let flag): return Expression(.bool(flag), range)
        case .integer(let number): return Expression(.integer(number), range)
        case .number(let number): return lowered(number, at: range)
        case .string(let text): return lower(text, at: document.span)
        case .array(let elements): return Expression(.array(elements.map { .item(lower($0)) }), range)
        case .object(let members): return lower(members, at: range)
        }
    }

    /// The expression for a text, which may be an expression itself.
    mutating func lower(_ text: String, at span: Span) -> Expression {
        switch TemplateText(text) {
        case .literal(let literal): return Expression(.string(literal), span.offsets)
        case .expression(let expression): return lower(expression, at: span.offsets)
        case .broken(let reason): return failing("'\(text)' is no expression: \(reason)", at: span.offsets)
        }
    }

    /// The expression for an object; what its `copy` lists are loops.
    private mutating func lower(_ members: [Document.Member], at range: Range<UInt32>) -> Expression {
        var lowered: [Expression.Member] = []
        lowered.reserveCapacity(members.count)
        for member in members {
            if member.name == "copy", case .array(let copies) = member.value.content {
                for copy in copies.compactMap({ Copy($0) }) {
                    lowered.append(.property(name: Expression(.string(copy.name), range), value: lower(copy)))
                }
            } else {
                lowered.append(.property(name: lower(member.name, at: member.nameSpan), value: lower(member.value)))
            }
        }
        return Expression(.object(lowered), range)
    }

    /// A number with a fraction, which the language has no literal for.
    func lowered(_ number: Double, at range: Range<UInt32>) -> Expression {
        let text = Expression(.string("\(number)"), range)
        return Expression(.call(BuiltinFunction(name: "json"), [text]), range)
    }

    /// An expression that cannot be understood: to evaluate it is an error.
    func failing(_ reason: String, at range: Range<UInt32>) -> Expression {
        Expression(.call(BuiltinFunction(name: "fail"), [Expression(.string(reason), range)]), range)
    }
}

// MARK: - Copies

/// A list that is made by repetition: `{ "name": …, "count": …, "input": … }`.
struct Copy {
    let name: String
    let count: Document
    let input: Document
    let span: Span

    /// Reads one; outputs have no name in it.
    init?(_ document: Document, name: String? = nil) {
        guard let count = document["count"], let input = document["input"],
            let name = name ?? document["name"]?.value.stringValue
        else { return nil }
        self.name = name
        self.count = count
        self.input = input
        span = document.span
    }
}

extension TemplateReader {
    /// The copies that an object lists.
    func copies(of document: Document?) -> [Copy] {
        guard case .array(let copies)? = document?["copy"]?.content else { return [] }
        return copies.compactMap { Copy($0) }
    }

    /// The loop that a copy stands for.
    ///
    /// - Parameters:
    ///   - copy: The copy.
    ///   - isUnnamed: Whether `copyIndex()` without a name means this copy, as in outputs.
    /// - Returns: A loop over the numbers from 0.
    mutating func lower(_ copy: Copy, isUnnamed: Bool = false) -> Expression {
        let range = copy.span.offsets
        let items = indices(upTo: copy.count)
        let outer = frame
        let slot = frame.newSlot()
        frame.copies[copy.name.lowercased()] = slot
        if isUnnamed { frame.resourceCopy = slot }
        let body = lower(copy.input)
        frame.copies = outer.copies
        frame.resourceCopy = outer.resourceCopy
        let loop = Expression.Loop(items: items, itemSlot: slot, indexSlot: nil, condition: nil, body: body)
        return Expression(.loop(loop), range)
    }

    /// The numbers that a copy runs over.
    mutating func indices(upTo count: Document) -> Expression {
        let range = count.span.offsets
        let arguments = [Expression(.integer(0), range), lower(count)]
        return Expression(.call(BuiltinFunction(name: "range"), arguments), range)
    }
}
