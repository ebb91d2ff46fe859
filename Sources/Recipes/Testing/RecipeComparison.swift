internal import AppModel
internal import Diagnostics
internal import Documents

/// Compares what a recipe gives with what a case expects.
///
/// Resources, values and secrets are compared where they are expected, and then as a whole: one more is a difference.
/// The bodies of resources are compared in what is expected of them only.
struct RecipeComparison {
    private(set) var differences: [RecipeDifference] = []
    /// Where the case stands, for what it does not expect.
    private let place: Span

    init(at place: Span) {
        self.place = place
    }

    /// A case without `expect` has to be written first.
    mutating func reportNothingExpected() {
        differences.append(
            RecipeDifference(subject: "expect", span: place, expected: nil, found: "'--update' writes what there is")
        )
    }

    /// Compares everything.
    mutating func compare(_ result: MadeResult, with expectation: Document) {
        if let error = expectation["error"] {
            report("error", error.span, expected: error.value, found: nil)
        }
        if let resources = expectation["resources"] { compare(result.objects, with: resources) }
        if let values = expectation["values"] {
            compareMembers(of: values, with: result.values, "values") { document, value, comparison, subject in
                comparison.compare(value, with: document, subject)
            }
        }
        if let secrets = expectation["secrets"] {
            compareMembers(of: secrets, with: result.secrets, "secrets") { document, value, comparison, subject in
                // Without a value the name is enough.
                guard !document.value.isNull else { return }
                comparison.compare(value.concealed, with: document, subject)
            }
        }
    }

    private mutating func compareMembers(
        of document: Document,
        with actual: ValueObject,
        _ subject: String,
        _ compare: (Document, Value, inout RecipeComparison, String) -> Void
    ) {
        guard case .object(let members) = document.content else { return }
        for member in members {
            let subject = "\(subject).\(member.name)"
            if let value = actual[member.name] {
                compare(member.value, value, &self, subject)
            } else {
                report(subject, member.nameSpan, expected: shown(member.value.value, in: subject), found: nil)
            }
        }
        for (name, value) in actual where !members.contains(where: { $0.name == name }) {
            report("\(subject).\(name)", document.span.start, expected: nil, found: shown(value, in: subject))
        }
    }

    /// What may be shown of a value: nothing of what is among the secrets.
    private func shown(_ value: Value, in subject: String) -> Value {
        subject.hasPrefix("secrets") ? value.concealed : value
    }

    // MARK: Resources

    private mutating func compare(_ objects: [MadeObject], with document: Document) {
        guard case .array(let elements) = document.content else { return }
        var rest = objects
        for element in elements {
            let kind = element["kind"]?.value.stringValue ?? ""
            let name = element["name"]?.value.stringValue ?? ""
            let namespace = element["namespace"]?.value.stringValue
            guard let place = rest.firstIndex(where: { $0.isCalled(kind, name, in: namespace) }) else {
                let others = rest.filter { $0.isOf(kind: kind) }
                let label = MadeObject.label(kind, name, namespace)
                let found = others.count == 1 ? others.first.map { Value.string($0.label) } : nil
                report("resources", element.span.start, expected: .string(label), found: found)
                if let found = others.first, others.count == 1 { rest.removeAll { $0.address == found.address } }
                continue
            }
            let output = rest.remove(at: place)
            guard let body = element["body"] else { continue }
            compareParts(of: .object(output.body), with: body, "resources[\(output.label)]")
        }
        for output in rest { report("resources", document.span.start, expected: nil, found: .string(output.label)) }
    }

    /// Compares the parts of a body that are expected; null expects that there is none.
    private mutating func compareParts(of value: Value, with document: Document, _ subject: String) {
        switch (document.content, value.revealed) {
        case (.object(let expected), .object(let members)):
            for member in expected {
                let subject = "\(subject).\(member.name)"
                let part = members[member.name].map { value.isSecret ? $0.concealed : $0 }
                switch (part, member.value.content) {
                case (nil, .null): break
                case (nil, _): report(subject, member.nameSpan, expected: member.value.value, found: nil)
                case (let part?, _): compareParts(of: part, with: member.value, subject)
                }
            }
        case (.array(let expected), .array(let elements)) where expected.count == elements.count:
            for (index, pair) in zip(elements, expected).enumerated() {
                compareParts(of: pair.0, with: pair.1, "\(subject)[\(index)]")
            }
        case (_, _): compare(value, with: document, subject)
        }
    }

    // MARK: Values

    private mutating func compare(_ value: Value, with document: Document, _ subject: String) {
        let expected = document.value
        guard !value.matches(expected) else { return }
        guard !value.holdsSecret else {
            let other = Value.string("\(Value.redactedText), another value")
            return report(subject, document.span, expected: .string(Value.redactedText), found: other)
        }
        report(subject, document.span, expected: expected, found: value)
    }

    private mutating func report(_ subject: String, _ span: Span, expected: Value?, found: Value?) {
        differences.append(
            RecipeDifference(subject: subject, span: span, expected: expected?.line, found: found?.line)
        )
    }
}

extension Value {
    /// Whether this is what a file expects: secrets by what they hold, what is not known by the text that stands for it.
    fileprivate func matches(_ expected: Value) -> Bool {
        switch (self, expected) {
        case (.secret, .string(Value.redactedText)): true
        case (.secret(let value), _): value.matches(expected)
        case (.unknown, _): expected == .string(Value.unknownText)
        case (.integer(let number), .number(let other)), (.number(let other), .integer(let number)):
            Double(number) == other
        case (.array(let elements), .array(let others)):
            elements.count == others.count && zip(elements, others).allSatisfy { $0.matches($1) }
        case (.object(let members), .object(let others)):
            members.count == others.count
                && members.allSatisfy { name, value in others[name].map { value.matches($0) } ?? false }
        case (_, _): self == expected
        }
    }

    /// The value on one line: texts as they are where nobody would take them for something else.
    fileprivate var line: String {
        switch self {
        case .secret: return Value.redactedText
        case .unknown: return Value.unknownText
        case .string(let text) where !text.isEmpty && !text.contains("\n") && Int64(text) == nil: return text
        case .null, .bool, .integer, .number, .string, .array, .object: return json(.compact)
        }
    }
}

extension Span {
    /// The place where the span begins.
    fileprivate var start: Span { Span(file, range.lowerBound..<range.lowerBound) }
}
