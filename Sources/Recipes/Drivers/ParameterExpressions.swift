internal import Documents

/// Resolves `{{…}}` in the parameters of a module that does not take Radius' `context`.
///
/// The expressions are those of Radius 0.60: a path into the context, or a chain of
/// `path == "text" ? "a" : "b"`. What cannot be resolved is left as it is written.
struct ParameterExpressions {
    let context: ValueObject

    /// The value with the expressions of all strings in it resolved; names of members are left alone.
    func resolve(_ value: Value) -> Value {
        switch value {
        case .null, .bool, .integer, .number, .unknown: value
        case .string(let text): resolve(text)
        case .array(let elements): .array(elements.map(resolve))
        case .object(let members): .object(members.mapValues(resolve))
        case .secret(let value): resolve(value).concealed
        }
    }

    /// A part of a string: text, or what stands between braces.
    private enum Part {
        case text(String)
        case expression(String)
    }

    private func resolve(_ text: String) -> Value {
        if case .expression(let expression)? = Self.parts(of: text.trimmed).only, let value = typedValue(at: expression)
        {
            return value
        }
        let values = Self.parts(of: text).map { part in
            switch part {
            case .text(let text): Value.string(text)
            case .expression(let expression): self.value(of: expression) ?? .string("{{\(expression)}}")
            }
        }
        return .derived(text, from: values) { .string($0.map(\.plainText).joined()) }
    }

    private static func parts(of text: String) -> [Part] {
        var parts: [Part] = []
        var rest = text[...]
        var searched = rest
        while let open = searched.firstRange(of: "{{") {
            let end = rest[open.upperBound...].firstIndex(of: "}") ?? rest.endIndex
            let expression = rest[open.upperBound..<end]
            guard !expression.isEmpty, rest[end...].hasPrefix("}}") else {
                // These braces are text; those of an expression may follow.
                searched = rest[rest.index(after: open.lowerBound)...]
                continue
            }
            if open.lowerBound > rest.startIndex { parts.append(.text(String(rest[..<open.lowerBound]))) }
            parts.append(.expression(String(expression)))
            rest = rest[rest.index(end, offsetBy: 2)...]
            searched = rest
        }
        if !rest.isEmpty { parts.append(.text(String(rest))) }
        return parts
    }

    // MARK: - Paths

    /// A property of the resource or of a connected one, whatever its type.
    private func typedValue(at expression: String) -> Value? {
        let path = expression.trimmed.split(separator: ".", omittingEmptySubsequences: false)
        guard path.dropLast().last == "properties" else { return nil }
        return value(at: path)
    }

    private func value(at path: [Substring]) -> Value? {
        guard path.first == "context", Self.isKnown(path.dropFirst().map { String($0) }) else { return nil }
        let value = path.dropFirst().reduce(Value.object(context)) { $0[String($1)] ?? .null }
        return value.isNull ? .none : .some(value)
    }

    /// Whether Radius knows the path: one level of properties, no indices.
    private static func isKnown(_ path: [String]) -> Bool {
        switch path.count {
        case 2: knownPairs[path[0]]?.contains(path[1]) ?? false
        case 3:
            path[0] == "resource" && path[1] == "properties" || knownTriples.contains(path.joined(separator: "."))
        case 4: path[0] == "resource" && path[1] == "connections" && ["id", "name", "type"].contains(path[3])
        case 5: path[0] == "resource" && path[1] == "connections" && path[3] == "properties"
        default: false
        }
    }

    private static let knownPairs: [String: [String]] = [
        "resource": ["id", "name", "type"], "application": ["id", "name"], "environment": ["id", "name"],
        "azure": ["resourceNameHash"], "aws": ["region", "account"],
    ]

    private static let knownTriples: Set<String> = [
        "runtime.kubernetes.namespace", "runtime.kubernetes.environmentNamespace",
        "azure.resourceGroup.id", "azure.resourceGroup.name",
        "azure.subscription.id", "azure.subscription.subscriptionId",
    ]

    // MARK: - Choices

    private func value(of expression: String) -> Value? {
        let text = expression.trimmed
        guard text.contains("?") else {
            return value(at: text.split(separator: ".", omittingEmptySubsequences: false))
        }
        return choice(in: text[...])
    }

    /// `path == "text" ? arm : arm`; an arm is a quoted text or another choice.
    private func choice(in text: Substring) -> Value? {
        guard let equals = text.firstRange(of: "=="),
            let question = Self.index(of: "?", in: text[equals.upperBound...]),
            let expected = Self.quoted(text[equals.upperBound..<question]),
            let colon = Self.colon(in: text[text.index(after: question)...])
        else { return nil }
        let path = String(text[..<equals.lowerBound]).trimmed.split(separator: ".", omittingEmptySubsequences: false)
        guard let found = value(at: path), found.isKnown else { return nil }
        let arm =
            found.revealed.plainText == expected
            ? text[text.index(after: question)..<colon] : text[text.index(after: colon)...]
        guard let chosen = Self.quoted(arm).map(Value.string) ?? choice(in: arm) else { return nil }
        return found.holdsSecret ? chosen.concealed : chosen
    }

    /// The first place of a character outside of quotes.
    private static func index(of character: Character, in text: Substring) -> Substring.Index? {
        var isQuoted = false
        return text.indices.first { index in
            if text[index] == "\"" { isQuoted.toggle() }
            return !isQuoted && text[index] == character
        }
    }

    /// The colon that belongs to a question mark already passed, past the choices between them.
    private static func colon(in text: Substring) -> Substring.Index? {
        var isQuoted = false
        var open = 0
        return text.indices.first { index in
            switch text[index] {
            case "\"": isQuoted.toggle()
            case "?" where !isQuoted: open += 1
            case ":" where !isQuoted:
                if open == 0 { return true }
                open -= 1
            default: break
            }
            return false
        }
    }

    private static func quoted(_ text: Substring) -> String? {
        let trimmed = String(text).trimmed
        guard trimmed.count >= 2, trimmed.hasPrefix("\""), trimmed.hasSuffix("\"") else { return nil }
        let inner = trimmed.dropFirst().dropLast()
        return inner.contains("\"") ? nil : String(inner)
    }
}

extension String {
    /// The text without white space at its ends.
    fileprivate var trimmed: String {
        let start = drop(while: \.isWhitespace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }
}

extension Array {
    /// The element of an array of one.
    fileprivate var only: Element? { count == 1 ? first : nil }
}

extension Substring {
    /// The place of a text of two characters.
    fileprivate func firstRange(of pair: String) -> Range<Index>? {
        var index = startIndex
        while index < endIndex {
            let next = self[index...].prefix(2)
            if next == pair { return index..<next.endIndex }
            index = self.index(after: index)
        }
        return nil
    }
}
