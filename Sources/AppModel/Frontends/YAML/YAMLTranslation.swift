import Diagnostics
import Documents

/// Writes a definition in YAML as a Bicep file, and remembers where everything comes from.
///
/// So a definition has all of the language within `${…}`, and one meaning, whatever it is written in.
struct YAMLTranslation {
    /// The longest file that is made.
    static let lengthLimit = 8 * 1_048_576

    private(set) var bytes: [UInt8] = []
    private(set) var places = SpanMap()
    private(set) var diagnostics: [Diagnostic] = []
    /// What is declared, or used without being declared.
    private var declared: Set<String> = []
    private let limit: Int
    private var isTooLong = false

    private static let sections = ["parameters", "variables", "resources", "modules", "outputs"]

    /// Translates the only document of a file.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - limit: The longest file that is made, in bytes.
    init(_ document: Document, limit: Int = lengthLimit) {
        self.limit = limit
        places.begin(at: 0, document.span)
        guard case .object(let members) = document.content else {
            diagnostics.append(
                .definitionShape("a definition", expected: "a mapping with 'resources'", at: document.span)
            )
            return
        }
        for member in members where !Self.sections.contains(member.name) {
            let known = Self.sections
            diagnostics.append(.unknownMember(member.name, of: "a definition", known: known, at: member.nameSpan))
        }
        for member in members {
            for entry in entries(of: member.name, member.value) { declared.insert(entry.name) }
        }
        write("extension radius\n")
        declareImplied(by: document)
        for section in Self.sections {
            guard let member = members.first(where: { $0.name == section }) else { continue }
            for entry in entries(of: section, member.value, reporting: true) { write(entry, of: section) }
        }
        places.end(at: bytes.count)
        if isTooLong { diagnostics.append(.definitionTooLong(limit, at: document.span)) }
    }

    /// The members of a section, if it has the form of one.
    private mutating func entries(of section: String, _ document: Document, reporting: Bool = false) -> [Document
        .Member]
    {
        switch document.content {
        case .object(let members): return members
        case .null: return []
        case .bool, .integer, .number, .string, .array:
            if reporting {
                diagnostics.append(.definitionShape("'\(section)'", expected: "a mapping of names", at: document.span))
            }
            return []
        }
    }

    // MARK: - Declarations

    /// Declares the parameters that a deployment fills in, where they are mentioned and not declared.
    private mutating func declareImplied(by document: Document) {
        for name in ["environment", "application"] where !declared.contains(name) && document.mentions(name) {
            write("param \(name) string\n")
        }
    }

    private mutating func write(_ entry: Document.Member, of section: String) {
        guard entry.name.isSymbol else {
            diagnostics.append(.unusableSymbol(entry.name, at: entry.nameSpan))
            return
        }
        places.begin(at: bytes.count, entry.value.span)
        switch section {
        case "parameters": writeParameter(entry)
        case "variables":
            write("var ")
            writeSymbol(entry)
            write(" = ")
            write(entry.value)
        case "resources": writeResource(entry)
        case "modules": writeModule(entry)
        default: writeOutput(entry)
        }
        write("\n")
        places.end(at: bytes.count)
    }

    private mutating func writeSymbol(_ entry: Document.Member) {
        places.begin(at: bytes.count, entry.nameSpan, isVerbatim: entry.nameSpan.text == entry.name)
        write(entry.name)
        places.end(at: bytes.count)
    }

    /// The members of a declaration, those without a meaning reported.
    private mutating func members(
        of entry: Document.Member,
        _ owner: String,
        known: [String]?
    ) -> [String: Document]? {
        guard case .object(let members) = entry.value.content else {
            diagnostics.append(
                .definitionShape("\(owner) '\(entry.name)'", expected: "a mapping", at: entry.value.span)
            )
            return nil
        }
        if let known {
            for member in members where !known.contains(member.name) {
                let owner = "\(owner) '\(entry.name)'"
                diagnostics.append(.unknownMember(member.name, of: owner, known: known, at: member.nameSpan))
            }
        }
        return Dictionary(members.map { ($0.name, $0.value) }) { first, _ in first }
    }

    private static let constraints = ["minValue", "maxValue", "minLength", "maxLength"]

    private mutating func writeParameter(_ entry: Document.Member) {
        let known = ["type", "default", "secure", "allowed", "description"] + Self.constraints
        guard let members = members(of: entry, "the parameter", known: known) else { return }
        guard let type = members["type"] else {
            diagnostics.append(.definitionLacks("type", of: "the parameter '\(entry.name)'", at: entry.nameSpan))
            return
        }
        if let flag = members["secure"] {
            if case .bool(let isSecure) = flag.content {
                if isSecure { write("@secure()\n") }
            } else {
                diagnostics.append(.definitionShape("'secure'", expected: "true or false", at: flag.span))
            }
        }
        for name in ["allowed", "description"] + Self.constraints {
            guard let value = members[name] else { continue }
            write("@\(name)(")
            write(value)
            write(")\n")
        }
        write("param ")
        writeSymbol(entry)
        write(" ")
        writeName(type, "'type'")
        if let value = members["default"] {
            write(" = ")
            write(value)
        }
    }

    private mutating func writeOutput(_ entry: Document.Member) {
        guard let members = members(of: entry, "the output", known: ["type", "value", "secure"]) else { return }
        guard let type = members["type"], let value = members["value"] else {
            let missing = members["type"] == nil ? "type" : "value"
            diagnostics.append(.definitionLacks(missing, of: "the output '\(entry.name)'", at: entry.nameSpan))
            return
        }
        if case .bool(true)? = members["secure"]?.content { write("@secure()\n") }
        write("output ")
        writeSymbol(entry)
        write(" ")
        writeName(type, "'type'")
        write(" = ")
        write(value)
    }

    /// What is said of a resource or module beside its body.
    private static let placement = ["type", "path", "if", "for", "existing", "dependsOn"]

    private mutating func writeResource(_ entry: Document.Member) {
        guard let members = members(of: entry, "the resource", known: nil) else { return }
        guard let type = members["type"] else {
            diagnostics.append(.definitionLacks("type", of: "the resource '\(entry.name)'", at: entry.nameSpan))
            return
        }
        write("resource ")
        writeSymbol(entry)
        write(" ")
        write(type)
        if let flag = members["existing"] {
            if case .bool(let isExisting) = flag.content {
                if isExisting { write(" existing") }
            } else {
                diagnostics.append(.definitionShape("'existing'", expected: "true or false", at: flag.span))
            }
        }
        writeBody(of: entry, members, names: members["name"] == nil && members["for"] == nil)
    }

    private mutating func writeModule(_ entry: Document.Member) {
        let known = ["path", "if", "for", "dependsOn", "name", "scope", "params"]
        guard let members = members(of: entry, "the module", known: known) else { return }
        guard let path = members["path"] else {
            diagnostics.append(.definitionLacks("path", of: "the module '\(entry.name)'", at: entry.nameSpan))
            return
        }
        write("module ")
        writeSymbol(entry)
        write(" ")
        write(path)
        writeBody(of: entry, members, names: false)
    }

    private mutating func writeBody(of entry: Document.Member, _ members: [String: Document], names: Bool) {
        write(" = ")
        if let loop = members["for"] {
            write("[for ")
            writeLoop(loop)
            write(": ")
        }
        if let condition = members["if"] {
            write("if (")
            writeBare(condition)
            write(") ")
        }
        write("{\n")
        if names {
            write("  name: ")
            places.begin(at: bytes.count, entry.nameSpan)
            write("'\(entry.name)'")
            places.end(at: bytes.count)
            write("\n")
        }
        if case .object(let all) = entry.value.content {
            for member in all where !Self.placement.contains(member.name) { write(member) }
        }
        if let dependencies = members["dependsOn"] { writeDependencies(dependencies) }
        write(members["for"] == nil ? "}" : "}]")
    }

    private mutating func writeDependencies(_ document: Document) {
        guard case .array(let elements) = document.content else {
            diagnostics.append(.definitionShape("'dependsOn'", expected: "a list of names", at: document.span))
            return
        }
        write("  dependsOn: [\n")
        for element in elements {
            writeBare(element)
            write("\n")
        }
        write("  ]\n")
    }

    private mutating func writeLoop(_ document: Document) {
        let text = document.text ?? ""
        let bare = YAMLText.expression(text) ?? text
        // The blanks around `in` are the first that are not within parentheses.
        guard let middle = bare.firstRange(of: " in ") else {
            diagnostics.append(.unreadableLoop(text, at: document.span))
            return write("item in []")
        }
        let items = bare[middle.upperBound...]
        writeVerbatim("\(bare[..<middle.lowerBound]) in \(items)", of: document)
    }

    // MARK: - Values

    /// A name of a type or symbol, which is written without quotes.
    private mutating func writeName(_ document: Document, _ owner: String) {
        guard let text = document.text else {
            diagnostics.append(.definitionShape(owner, expected: "a text", at: document.span))
            return
        }
        writeVerbatim(text, of: document)
    }

    /// An expression with or without `${}` around it, or another value.
    private mutating func writeBare(_ document: Document) {
        guard let text = document.text, YAMLText.expression(text) == nil else { return write(document) }
        writeVerbatim(text, of: document)
    }

    private mutating func write(_ member: Document.Member) {
        places.begin(at: bytes.count, member.nameSpan)
        write("  ")
        if member.name.isSymbol {
            write(member.name)
        } else {
            writeText(member.name, at: member.nameSpan)
        }
        places.end(at: bytes.count)
        write(": ")
        write(member.value)
        write("\n")
    }

    private mutating func write(_ document: Document) {
        guard !isTooLong else { return }
        places.begin(at: bytes.count, document.span)
        switch document.content {
        case .null: write("null")
        case .bool(let flag): write(flag ? "true" : "false")
        case .integer(let number): write(number == .min ? "(-9223372036854775807 - 1)" : "\(number)")
        case .number: write("json('\(document.value.json(.compact))')")
        case .string(let text): writeText(text, at: document.span)
        case .array(let elements):
            write("[\n")
            for element in elements {
                write(element)
                write("\n")
            }
            write("]")
        case .object(let members):
            write("{\n")
            for member in members { write(member) }
            write("}")
        }
        places.end(at: bytes.count)
    }

    /// A text: one expression as it is, everything else as a string with holes.
    private mutating func writeText(_ text: String, at span: Span) {
        let parts = YAMLText.parts(of: text)
        var from = span.range.lowerBound
        if case .expression(let expression)? = parts.first, parts.count == 1 {
            // Parentheses keep a line break within the expression from ending it.
            write("(")
            let end = writeExpression(expression, from: from, in: span)
            // What is missing at the end is missing before the brace.
            let brace = end > from ? Span(span.file, end..<min(end + 1, span.range.upperBound)) : span
            places.begin(at: bytes.count, brace)
            write(")")
            return places.end(at: bytes.count)
        }
        write("'")
        for part in parts {
            switch part {
            case .text(let text): write(Self.escaped(text))
            case .expression(let expression):
                write("${")
                from = writeExpression(expression, from: from, in: span)
                write("}")
            case .unfinished: diagnostics.append(.unfinishedExpression(at: span))
            }
        }
        write("'")
    }

    private mutating func writeVerbatim(_ text: String, of document: Document) {
        _ = writeExpression(text, from: document.span.range.lowerBound, in: document.span)
    }

    /// Writes an expression, and finds where its text stands in the file if it stands there as it is.
    ///
    /// - Returns: Where to look for the next one.
    private mutating func writeExpression(_ text: String, from start: Int, in span: Span) -> Int {
        let wanted = Array(text.utf8)
        let found = span.file.bytes[start..<max(start, span.range.upperBound)].firstRange(of: wanted)
        if let found {
            places.begin(at: bytes.count, Span(span.file, found.lowerBound..<found.upperBound), isVerbatim: true)
        } else {
            places.begin(at: bytes.count, span)
        }
        write(text)
        places.end(at: bytes.count)
        return found?.upperBound ?? start
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "'": result += "\\'"
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "$": result += "\\$"
            case _ where scalar.value < 32 || scalar.value == 127:
                result += "\\u{\(String(scalar.value, radix: 16))}"
            case _: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private mutating func write(_ text: String) {
        guard bytes.count + text.utf8.count <= limit else {
            isTooLong = true
            return
        }
        bytes += text.utf8
    }
}

extension Document {
    /// The text of a string.
    fileprivate var text: String? {
        if case .string(let text) = content { text } else { nil }
    }

    /// Whether an expression in the value mentions a name, itself and not as a member of something.
    fileprivate func mentions(_ name: String) -> Bool {
        switch content {
        case .null, .bool, .integer, .number: false
        case .string(let text):
            YAMLText.parts(of: text).contains { part in
                if case .expression(let expression) = part { expression.mentions(name) } else { false }
            }
        case .array(let elements): elements.contains { $0.mentions(name) }
        case .object(let members): members.contains { $0.value.mentions(name) }
        }
    }
}

extension String {
    fileprivate func mentions(_ name: String) -> Bool {
        let (all, wanted) = (Array(utf8), Array(name.utf8))
        func isPart(_ byte: UInt8) -> Bool { String(decoding: [byte], as: UTF8.self).isSymbol || 48...57 ~= byte }
        return all.indices.contains { start in
            guard all[start...].starts(with: wanted) else { return false }
            let end = start + wanted.count
            let before = start > 0 ? all[start - 1] : UInt8(ascii: " ")
            return !isPart(before) && before != UInt8(ascii: ".") && (end == all.count || !isPart(all[end]))
        }
    }
}
