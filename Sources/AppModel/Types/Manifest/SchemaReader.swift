import Diagnostics
import Documents

/// Reads the OpenAPI schema of one API version, and collects every rule of Radius 0.60 that it breaks.
struct SchemaReader {
    private let root: Document
    /// What is wrong; of a part that references lead to, as often as they do.
    var diagnostics: [Diagnostic] = []
    /// The references that are being followed, outermost first.
    private var references: [String] = []
    /// How many schemas were read, those that references lead to each time anew.
    private var readCount = 0

    init(_ root: Document) {
        self.root = root
    }

    /// What is wrong, where it stands itself and only once.
    var findings: [Diagnostic] {
        struct Report: Hashable {
            let code: String
            let message: String
            let span: Span?
        }
        var seen: Set<Report> = []
        return diagnostics.filter { seen.insert(Report(code: $0.code, message: $0.message, span: $0.span)).inserted }
    }

    /// How many references may lead from one to the next: as deep as data files go, which every stage walks recursively.
    private static let referenceLimit = 200
    /// How many schemas a resource type may be made of, so that references which double cost neither time nor memory.
    private static let partLimit = 20_000

    /// The name of the only property in which anything may stand.
    private static let freeName = "platformOptions"

    /// Where in a schema one stands.
    private struct Place {
        let name: String
        let isRoot: Bool
        /// Whether anything may stand here: in `platformOptions` and directly below.
        let isFree: Bool

        static let root = Place(name: "", isRoot: true, isFree: false)

        func member(_ name: String) -> Place { Place(name: name, isRoot: false, isFree: name == freeName) }

        var value: Place { Place(name: name, isRoot: false, isFree: isFree) }
    }

    /// What a schema describes.
    private struct Shape {
        let type: PropertyType
        /// Whether the whole value is a secret: it is marked, or what it is made of.
        var isSensitive = false
    }

    /// The shape of a resource's `properties`, the base properties of every type among them.
    mutating func properties() -> ObjectSchema? {
        guard members(of: root) != nil else { return nil }
        checkKeywords(of: root)
        let kind = kind(of: root)
        if let kind, kind != .object { diagnostics.append(.rootIsNoObject(at: root.span)) }
        if let mark = root["x-radius-sensitive"], flag(mark) {
            diagnostics.append(.sensitiveOfWrongType(at: mark.span))
        }
        let declared = declaredProperties(of: root)
        checkReserved(declared)
        if let secrets = declared.first(where: { $0.name == "secrets" }) { checkSecrets(secrets) }
        let own = properties(declared, of: root, at: .root)
        if let additional = root["additionalProperties"] { checkAdditional(additional, besides: true, at: .root) }
        let base = Self.baseProperties.filter { property in !own.contains { $0.name == property.name } }
        let required = own.map { $0.name == "environment" && !$0.isReadOnly ? $0.requiring : $0 }
        return ObjectSchema(base + required + PropertySchema.systemProperties)
    }

    /// What every type has; authors may declare it themselves.
    private static let baseProperties: [PropertySchema] = [
        .requiredEnvironment.described("The environment that the resource belongs to."),
        .optionalApplication.described("The application that the resource belongs to."),
        .optional(
            "connections",
            .map(.object([.required("source", .string), .optional("disableDefaultEnvVars", .boolean)]))
        ).described("The resources that this one uses."),
        .optional("codeReference", .string).described("Where the source of the resource is."),
        .optional("recipe", .object([.optional("name", .string), .optional("parameters", .freeform)]))
            .described("The recipe that provides the resource, if it is not the default one."),
    ]

    // MARK: Properties

    private mutating func declaredProperties(of document: Document) -> [Document.Member] {
        document["properties"].flatMap { members(of: $0) } ?? []
    }

    private mutating func properties(
        _ declared: [Document.Member],
        of document: Document,
        at place: Place
    ) -> [PropertySchema] {
        let required = required(in: document, among: declared.map(\.name), isRoot: place.isRoot)
        return declared.map { member in
            property(member, isRequired: required.contains(member.name), at: place.member(member.name))
        }
    }

    private mutating func property(_ member: Document.Member, isRequired: Bool, at place: Place) -> PropertySchema {
        let document = member.value
        let shape = shape(of: document, at: place)
        var schema: PropertySchema
        if flag(document["readOnly"]) {
            schema = .readOnly(member.name, shape.type)
        } else {
            let fallback = defaultValue(of: document, shape.type)
            schema =
                isRequired
                ? .required(member.name, shape.type) : .optional(member.name, shape.type, default: fallback)
        }
        schema = schema.described(document["description"].flatMap { string($0) })
        return shape.isSensitive ? schema.sensitive : schema
    }

    private mutating func required(in document: Document, among names: [String], isRoot: Bool) -> Set<String> {
        guard let list = document["required"] else { return [] }
        guard case .array(let elements) = list.content else {
            diagnostics.append(.schemaShape("'required'", expected: "a list of names", at: list.span))
            return []
        }
        let known = names + (isRoot ? Self.baseProperties.map(\.name) : [])
        var required: Set<String> = []
        for element in elements {
            guard let name = string(element) else {
                diagnostics.append(.schemaShape("'required'", expected: "a list of names", at: element.span))
                continue
            }
            required.insert(name)
            guard !known.contains(name) else { continue }
            diagnostics.append(.requiredIsNoProperty(name, known: known, at: element.span))
        }
        return required
    }

    private mutating func defaultValue(of document: Document, _ type: PropertyType) -> Value? {
        guard let given = document["default"] else { return nil }
        let value = given.value
        guard type.takesKind(of: value) else {
            diagnostics.append(.defaultDoesNotFit(value.noun, expected: type.noun, at: given.span))
            return nil
        }
        return value.isNull ? nil : value
    }

    // MARK: Types

    /// Sensitive values are hidden as a whole, so the mark counts for everything around it up to the next property.
    private mutating func shape(of document: Document, at place: Place) -> Shape {
        guard countPart(document), members(of: document) != nil else { return Shape(type: .any) }
        checkKeywords(of: document)
        let kind = document["$ref"] == nil ? kind(of: document) : nil
        var shape: Shape
        if let reference = document["$ref"] {
            shape = referenced(reference, at: place)
        } else {
            checkSensitive(document, kind)
            shape = described(document, kind, at: place)
        }
        if isSensitive(document) { shape.isSensitive = true }
        return shape
    }

    private mutating func described(_ document: Document, _ kind: Kind?, at place: Place) -> Shape {
        switch kind {
        case .string: return Shape(type: text(document))
        case .integer: return Shape(type: integer(document))
        case .number: return Shape(type: limited(.number, document, magnitude(of: document)))
        case .boolean: return Shape(type: limited(.boolean, document, nil))
        case .array: return array(document, at: place)
        case .object: return object(document, at: place)
        case .choice: return Shape(type: choice(document, span: document["type"]?.span ?? document.span))
        case .any:
            if !place.isFree { diagnostics.append(.anyOutsidePlatformOptions(at: document["type"]?.span)) }
            return Shape(type: .any)
        case nil: return untyped(document, at: place)
        }
    }

    /// Counts a schema, and tells whether it may still be read.
    private mutating func countPart(_ document: Document) -> Bool {
        readCount += 1
        if readCount == Self.partLimit + 1 {
            diagnostics.append(.schemaTooLarge(Self.partLimit, at: document.span))
        }
        return readCount <= Self.partLimit
    }

    enum Kind: String, CaseIterable {
        case string, number, integer, boolean, object, array
        case choice = "enum"
        case any
    }

    /// The kind that a schema names; `nil` if it names none, or none that there is.
    private mutating func kind(of document: Document) -> Kind? {
        guard let type = document["type"] else { return nil }
        guard let name = string(type) else {
            diagnostics.append(.schemaShape("'type'", expected: "the name of a type", at: type.span))
            return nil
        }
        guard let kind = Kind(rawValue: name) else {
            let known = Kind.allCases.map(\.rawValue).filter { $0 != Kind.any.rawValue }
            diagnostics.append(.unsupportedSchemaType(name, known: known, at: type.span))
            return nil
        }
        return kind
    }

    /// What a schema without a type describes, by its keywords.
    private mutating func untyped(_ document: Document, at place: Place) -> Shape {
        if document["properties"] != nil || document["additionalProperties"] != nil {
            return object(document, at: place)
        }
        if document["items"] != nil { return array(document, at: place) }
        return Shape(type: document["enum"] == nil ? .any : choice(document, span: document.span))
    }

    private mutating func object(_ document: Document, at place: Place) -> Shape {
        let declared = declaredProperties(of: document)
        let own = properties(declared, of: document, at: place)
        var additional: Shape?
        if let schema = document["additionalProperties"] {
            additional = checkAdditional(schema, besides: !declared.isEmpty, at: place)
        }
        let type: PropertyType =
            own.isEmpty
            ? .map(additional?.type ?? .any) : .object(ObjectSchema(own, additional: additional?.type))
        return Shape(type: type, isSensitive: additional?.isSensitive ?? false)
    }

    /// The type of the values of a map; `nil` if there are none.
    @discardableResult
    private mutating func checkAdditional(
        _ document: Document,
        besides hasProperties: Bool,
        at place: Place
    ) -> Shape? {
        if case .bool(let isOpen) = document.content {
            if isOpen { diagnostics.append(.additionalPropertiesTrue(at: document.span)) }
            return nil
        }
        if hasProperties { diagnostics.append(.propertiesAndAdditional(at: document.span)) }
        guard let members = members(of: document) else { return nil }
        let isUnconstrained = !members.contains { !Self.annotations.contains($0.name) }
        if isUnconstrained || string(document["type"]) == Kind.any.rawValue, !place.isFree {
            diagnostics.append(.additionalOutsidePlatformOptions(at: document.span))
            return Shape(type: .any)
        }
        return shape(of: document, at: place.value)
    }

    private mutating func array(_ document: Document, at place: Place) -> Shape {
        let element = document["items"].map { shape(of: $0, at: place.value) } ?? Shape(type: .any)
        let bounds = range(document, "minItems", "maxItems")
        let type = limited(.array(element.type), document, bounds.map { .count($0) })
        return Shape(type: type, isSensitive: element.isSensitive)
    }

    // MARK: References

    private mutating func referenced(_ reference: Document, at place: Place) -> Shape {
        guard let target = reachable(reference), let text = string(reference) else { return Shape(type: .any) }
        references.append(text)
        let shape = shape(of: target, at: place)
        references.removeLast()
        return shape
    }

    /// The schema that a reference leads to, if it may be followed.
    private mutating func reachable(_ reference: Document) -> Document? {
        guard let text = string(reference) else {
            diagnostics.append(.schemaShape("'$ref'", expected: "a text that begins with '#/'", at: reference.span))
            return nil
        }
        guard text.hasPrefix("#") else {
            diagnostics.append(.externalReference(text, at: reference.span))
            return nil
        }
        guard let target = target(of: text) else {
            diagnostics.append(.danglingReference(text, at: reference.span))
            return nil
        }
        guard !references.contains(text) else {
            diagnostics.append(.circularReference(text, at: reference.span))
            return nil
        }
        guard references.count < Self.referenceLimit else {
            diagnostics.append(.deepReference(text, limit: Self.referenceLimit, at: reference.span))
            return nil
        }
        return target
    }

    /// The part of this schema that a reference leads to.
    private func target(of reference: String) -> Document? {
        var target: Document? = root
        for step in reference.dropFirst().split(separator: "/") {
            target = target?[String(step).replacing("~1", with: "/").replacing("~0", with: "~")]
        }
        return target
    }

    // MARK: Texts and numbers

    private mutating func text(_ document: Document) -> PropertyType {
        if document["enum"] != nil { return choice(document, span: document.span) }
        let bounds = range(document, "minLength", "maxLength")
        return limited(.string, document, bounds.map { .length($0) })
    }

    private mutating func integer(_ document: Document) -> PropertyType {
        limited(.integer, document, magnitude(of: document))
    }

    /// A choice among texts, or among other values.
    private mutating func choice(_ document: Document, span: Span) -> PropertyType {
        guard let values = values(of: document) else {
            diagnostics.append(.schemaShape("'enum'", expected: "a list of values", at: document["enum"]?.span ?? span))
            return .any
        }
        let texts = values.compactMap(\.stringValue)
        return texts.count == values.count ? .oneOf(texts) : .limited(.any, [.oneOf(values)])
    }

    private func values(of document: Document) -> [Value]? {
        guard case .array(let elements)? = document["enum"]?.content, !elements.isEmpty else { return nil }
        return elements.map(\.value)
    }

    private func limited(_ type: PropertyType, _ document: Document, _ limit: PropertyType.Limit?) -> PropertyType {
        let choice = values(of: document).map { PropertyType.Limit.oneOf($0) }
        let limits = [limit, choice].compactMap(\.self)
        return limits.isEmpty ? type : .limited(type, limits)
    }

    private mutating func range(_ document: Document, _ least: String, _ most: String) -> ClosedRange<Int>? {
        guard document[least] != nil || document[most] != nil else { return nil }
        let lower = document[least].flatMap { whole($0, least) } ?? 0
        let upper = document[most].flatMap { whole($0, most) } ?? .max
        guard lower <= upper else {
            diagnostics.append(.emptyLimits(least, most, at: (document[least] ?? document).span))
            return nil
        }
        return lower...upper
    }

    private mutating func whole(_ document: Document, _ keyword: String) -> Int? {
        if case .integer(let number) = document.content, number >= 0, let count = Int(exactly: number) { return count }
        diagnostics.append(.schemaShape("'\(keyword)'", expected: "a number from 0 up", at: document.span))
        return nil
    }

    private mutating func magnitude(of document: Document) -> PropertyType.Limit? {
        guard document["minimum"] != nil || document["maximum"] != nil else { return nil }
        let lower = document["minimum"].flatMap { number($0, "minimum") } ?? -.infinity
        let upper = document["maximum"].flatMap { number($0, "maximum") } ?? .infinity
        guard lower <= upper else {
            diagnostics.append(.emptyLimits("minimum", "maximum", at: (document["minimum"] ?? document).span))
            return nil
        }
        return .magnitude(lower...upper)
    }

    private mutating func number(_ document: Document, _ keyword: String) -> Double? {
        switch document.content {
        case .integer(let number): return Double(number)
        case .number(let number) where !number.isNaN: return number
        case .null, .bool, .number, .string, .array, .object:
            diagnostics.append(.schemaShape("'\(keyword)'", expected: "a number", at: document.span))
            return nil
        }
    }
}

extension PropertySchema {
    /// The property, to be given whatever its author says.
    fileprivate var requiring: PropertySchema {
        var schema = self
        schema.isRequired = true
        schema.defaultValue = nil
        return schema
    }
}
