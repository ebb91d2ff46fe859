import Bicep
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
    /// What is wrong with the form of the definition: with errors there is no file.
    private(set) var diagnostics: [Diagnostic] = []
    /// What is wrong with expressions, in whose places the file has values of no meaning.
    private(set) var mistakes: [Diagnostic] = []
    private var wrong: Set<YAMLPiece.ID> = []
    /// The names that expressions leave to what is around them.
    private var mentioned: Set<String> = []
    /// The variables of the loop whose body is being written.
    private var loopVariables: Set<String> = []
    private let limit: Int
    private var isTooLong = false

    /// More than what stands before the first section.
    private static let headerLength = 64
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
        var declared: Set<String> = []
        for section in Self.sections {
            guard let member = members.first(where: { $0.name == section }) else { continue }
            for entry in entries(of: section, member.value) {
                declared.insert(entry.name)
                write(entry, of: section)
            }
        }
        places.end(at: bytes.count)
        writeHeader(declared)
        if isTooLong { diagnostics.append(.definitionTooLong(limit, at: document.span)) }
    }

    /// The members of a section, if it has the form of one.
    private mutating func entries(of section: String, _ document: Document) -> [Document.Member] {
        switch document.content {
        case .object(let members): return members
        case .null: return []
        case .bool, .integer, .number, .string, .array:
            diagnostics.append(.definitionShape("'\(section)'", expected: "a mapping of names", at: document.span))
            return []
        }
    }

    // MARK: - Declarations

    /// Puts before everything the parameters that a deployment fills in, where they are mentioned and not declared.
    private mutating func writeHeader(_ declared: Set<String>) {
        let implied = ["environment", "application"].filter { mentioned.contains($0) && !declared.contains($0) }
        let header = Array(("extension radius\n" + implied.map { "param \($0) string\n" }.joined()).utf8)
        bytes = header + bytes
        places.move(by: header.count)
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
        if flag("secure", of: members) { write("@secure()\n") }
        for name in ["allowed", "description"] + Self.constraints {
            guard let value = members[name] else { continue }
            write("@\(name)(")
            write(value)
            write(")\n")
        }
        write("param ")
        writeSymbol(entry)
        write(" ")
        writeType(type)
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
        if flag("secure", of: members) { write("@secure()\n") }
        write("output ")
        writeSymbol(entry)
        write(" ")
        writeType(type)
        write(" = ")
        write(value)
    }

    /// Whether something is said to be so.
    private mutating func flag(_ name: String, of members: [String: Document]) -> Bool {
        guard let document = members[name] else { return false }
        if case .bool(let flag) = document.content { return flag }
        diagnostics.append(.definitionShape("'\(name)'", expected: "true or false", at: document.span))
        return false
    }

    private mutating func writeResource(_ entry: Document.Member) {
        guard let members = members(of: entry, "the resource", known: nil) else { return }
        guard let type = members["type"] else {
            diagnostics.append(.definitionLacks("type", of: "the resource '\(entry.name)'", at: entry.nameSpan))
            return
        }
        write("resource ")
        writeSymbol(entry)
        write(" ")
        writeString(type, "'type'")
        if flag("existing", of: members) { write(" existing") }
        let hasName = members["name"] != nil || members["for"] != nil
        writeBody(of: entry, members, besides: ["type", "if", "for", "existing", "dependsOn"], names: !hasName)
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
        writeString(path, "'path'")
        writeBody(of: entry, members, besides: ["path", "if", "for", "dependsOn"], names: false)
    }

    /// Writes the body of a resource or module: the members of an entry without those that say where and when.
    private mutating func writeBody(
        of entry: Document.Member,
        _ members: [String: Document],
        besides placement: [String],
        names: Bool
    ) {
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
            for member in all where !placement.contains(member.name) { write(member) }
        }
        if let dependencies = members["dependsOn"] { writeDependencies(dependencies) }
        write(members["for"] == nil ? "}" : "}]")
        loopVariables = []
    }

    private mutating func writeDependencies(_ document: Document) {
        guard case .array(let elements) = document.content else {
            diagnostics.append(.definitionShape("'dependsOn'", expected: "a list of names", at: document.span))
            return
        }
        write("  dependsOn: [\n")
        for element in elements {
            writeBare(element, instead: "")
            write("\n")
        }
        write("  ]\n")
    }

    private mutating func writeLoop(_ document: Document) {
        let text = document.text ?? ""
        let piece = YAMLText(text, at: document.span).expression ?? YAMLPiece(text, at: document.span)
        let check = piece.fragment.check(as: .loop)
        mentioned.formUnion(check.names)
        loopVariables = Set(check.variables)
        if check.variables.isEmpty {
            diagnostics.append(.unreadableLoop(text, at: document.span))
        } else {
            diagnostics += check.diagnostics.map { $0.moved(piece) }
        }
        write(piece)
    }

    // MARK: - Values

    /// A type of a parameter or output.
    private mutating func writeType(_ document: Document) {
        guard let text = document.text else {
            diagnostics.append(.definitionShape("'type'", expected: "a text", at: document.span))
            return
        }
        let piece = YAMLPiece(text, at: document.span)
        diagnostics += piece.fragment.check(as: .type).diagnostics.map { $0.moved(piece) }
        write(piece)
    }

    /// A text that stays one, whatever is in it.
    private mutating func writeString(_ document: Document, _ owner: String) {
        guard let text = document.text else {
            diagnostics.append(.definitionShape(owner, expected: "a text", at: document.span))
            return
        }
        places.begin(at: bytes.count, document.span)
        writeString(YAMLText(text, at: document.span), at: document.span)
        places.end(at: bytes.count)
    }

    /// An expression with or without `${}` around it, or another value.
    private mutating func writeBare(_ document: Document, instead: String = Self.anything) {
        guard let text = document.text, YAMLText(text, at: document.span).expression == nil else {
            return write(document)
        }
        write(YAMLPiece(text, at: document.span), as: .expression, instead: instead)
    }

    private mutating func write(_ member: Document.Member) {
        places.begin(at: bytes.count, member.nameSpan)
        write("  ")
        if member.name.isSymbol {
            write(member.name)
        } else {
            writeString(YAMLText(member.name, at: member.nameSpan), at: member.nameSpan)
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
        case .number(let number):
            guard number.isFinite else {
                diagnostics.append(.definitionShape("a number", expected: "finite", at: document.span))
                break
            }
            write("json('\(document.value.json(.compact))')")
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
        let text = YAMLText(text, at: span)
        guard let piece = text.expression else { return writeString(text, at: span) }
        // Parentheses keep a line break within the expression from ending it.
        write("(")
        write(piece, as: .expression)
        // What is missing at the end is missing before the brace.
        places.begin(at: bytes.count, piece.end)
        write(")")
        places.end(at: bytes.count)
    }

    private mutating func writeString(_ text: YAMLText, at span: Span) {
        write("'")
        for part in text.parts {
            switch part {
            case .text(let text): write(Self.escaped(text))
            case .expression(let piece):
                write("${")
                write(piece, as: .hole)
                write("}")
            case .unfinished: diagnostics.append(.unfinishedExpression(at: span))
            }
        }
        write("'")
    }

    /// A value of no meaning that can stand wherever one can.
    private static let anything = "any(null)"

    /// Writes an expression, if it is one: what would be something else in the file does not come into it.
    private mutating func write(
        _ piece: YAMLPiece,
        as form: SyntaxFragment.Form,
        instead: String = Self.anything
    ) {
        guard !isTooLong else { return }
        let check = piece.fragment.check(as: form)
        mentioned.formUnion(check.names.subtracting(loopVariables))
        var found = check.diagnostics.map { $0.moved(piece) }
        if form == .hole, piece.fragment.hasLineEnds { found.append(.expressionOfSeveralLines(at: piece.span)) }
        guard found.isEmpty else {
            // What several aliases stand for is wrong once.
            if wrong.insert(piece.id).inserted { mistakes += found }
            return write(instead)
        }
        write(piece)
    }

    private mutating func write(_ piece: YAMLPiece) {
        places.begin(at: bytes.count, piece.span, isVerbatim: piece.shift != nil)
        write(piece.fragment.text)
        places.end(at: bytes.count)
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
        guard Self.headerLength + bytes.count + text.utf8.count <= limit else {
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
}

extension Diagnostic {
    /// The diagnostic of a piece with its places in the file.
    fileprivate func moved(_ piece: YAMLPiece) -> Diagnostic { moved { piece.span(of: $0.range) } }
}
