public import Diagnostics
package import Documents

extension ResourceTypeSchema {
    /// Everything that is wrong with a resource's properties, each at its place.
    ///
    /// Values that are not known yet are accepted wherever a value may stand, and so is `null`
    /// where a property may be left out.
    public func check(_ resource: Resource) -> [Diagnostic] {
        var checker = SchemaChecker(type: resource.type, origin: resource.origin)
        checker.check(resource.properties, against: properties(in: resource.apiVersion))
        return checker.diagnostics
    }
}

/// Walks a value along its schema.
private struct SchemaChecker {
    let type: ResourceType
    let origin: Origin
    var diagnostics: [Diagnostic] = []
    /// The way to the value at hand, below `properties`.
    var steps: [ValuePath.Step] = []
    /// Whether the value at hand is part of a sensitive property: then no message repeats it.
    var isConfidential = false

    init(type: ResourceType, origin: Origin) {
        self.type = type
        self.origin = origin
    }

    /// Checks an object; `discriminator` has been looked at and chose the schema.
    mutating func check(_ object: ValueObject, against schema: ObjectSchema, besides discriminator: String? = nil) {
        let properties = schema.properties
        for (name, value) in object where name != discriminator {
            steps.append(.member(name))
            defer { steps.removeLast() }
            guard let place = schema.position(of: name) else {
                guard let additional = schema.additional else {
                    let known = [discriminator].compactMap { $0 } + schema.settableNames
                    report(at: .name) { .unknownProperty(name, in: $0, known: known, at: $1) }
                    continue
                }
                check(value, against: additional)
                continue
            }
            guard !properties[place].isReadOnly else {
                report(at: .name) { .readOnlyProperty(name, in: $0, at: $1) }
                continue
            }
            guard !value.isNull else { continue }
            let isOutsideConfidential = isConfidential
            isConfidential = isOutsideConfidential || properties[place].isSensitive
            check(value, against: properties[place].type)
            isConfidential = isOutsideConfidential
        }
        checkPresence(in: object, against: schema)
    }

    private mutating func checkPresence(in object: ValueObject, against schema: ObjectSchema) {
        let properties = schema.properties
        for place in properties.indices where properties[place].isRequired {
            // A name in the wrong case was reported as unknown.
            let name = properties[place].name
            guard object[name]?.isNull ?? true else { continue }
            report { .missingProperty(name, in: $0, at: $1) }
        }
        for names in schema.exactlyOne {
            let given = names.filter { object[$0].map { !$0.isNull } ?? false }
            guard given.count != 1 else { continue }
            report { .notExactlyOne(of: names, given: given, in: $0, at: $1) }
        }
    }

    private mutating func check(_ value: Value, against type: PropertyType) {
        switch value {
        case .unknown: return
        case .secret(let inner): return checkSecret(inner, against: type)
        case .null, .bool, .integer, .number, .string, .array, .object: break
        }
        switch type {
        case .any: break
        case .string: if value.stringValue == nil { reportType(value, expected: type) }
        case .boolean: if value.boolValue == nil { reportType(value, expected: type) }
        case .integer(let bounds): checkInteger(value, bounds)
        case .number: checkNumber(value)
        case .oneOf(let texts): checkText(value, oneOf: texts)
        case .array(let element): checkArray(value, of: element)
        case .map(let member): checkMap(value, of: member)
        case .object(let schema):
            guard let object = value.objectValue else { return reportType(value, expected: type) }
            check(object, against: schema)
        case .variants(let discriminator, let variants, let toleratesOthers):
            guard let object = value.objectValue else { return reportType(value, expected: type) }
            if toleratesOthers, let other = object[discriminator]?.stringValue,
                !variants.contains(where: { $0.name == other })
            {
                return report { .withoutEffect(other, known: variants.map(\.name), path: $0, at: $1) }
            }
            check(object, discriminator: discriminator, variants: variants)
        case .either(let types):
            guard let fitting = types.first(where: { $0.takesKind(of: value) }) else {
                return reportType(value, expected: type)
            }
            check(value, against: fitting)
        case .limited(let type, let limits):
            check(value, against: type)
            for limit in limits { check(value, against: limit) }
        }
    }

    /// Values of another kind were reported already.
    private mutating func check(_ value: Value, against limit: PropertyType.Limit) {
        switch (limit, value) {
        case (.length(let range), .string(let text)) where !range.contains(text.unicodeScalars.count):
            let length = text.unicodeScalars.count
            let found = length == 1 ? "1 character long" : "\(length) characters long"
            report { .outOfLimits(found, range.words, path: $0, at: $1) }
        case (.magnitude(let range), .integer(let number)) where !range.contains(Double(number)):
            let found = shown("\(number)")
            report { .outOfLimits(found, range.words, path: $0, at: $1) }
        case (.magnitude(let range), .number(let number)) where !range.contains(number):
            let found = shown("\(number)")
            report { .outOfLimits(found, range.words, path: $0, at: $1) }
        case (.count(let range), .array(let elements)) where !range.contains(elements.count):
            let found = elements.count == 1 ? "1 element long" : "\(elements.count) elements long"
            report { .outOfLimits(found, range.words, path: $0, at: $1) }
        case (.oneOf(let values), _) where !values.contains(value):
            reportChoice(value.json(.compact), allowed: values.map { $0.json(.compact) })
        case (.length, _), (.magnitude, _), (.count, _), (.oneOf, _): break
        }
    }

    /// Only the kind of a secret's value is looked at; the value itself reaches no message.
    private mutating func checkSecret(_ value: Value, against type: PropertyType) {
        if case .unknown = value { return }
        guard !type.takesKind(of: value) else { return }
        reportType(value, expected: type)
    }

    private mutating func checkInteger(_ value: Value, _ bounds: ClosedRange<Int64>?) {
        guard let number = value.integerValue else { return reportType(value, expected: .integer) }
        guard let bounds, !bounds.contains(number) else { return }
        let found = shown("\(number)")
        report { .outOfBounds(found, bounds, path: $0, at: $1) }
    }

    private mutating func checkNumber(_ value: Value) {
        switch value {
        case .integer, .number: break
        case .null, .bool, .string, .array, .object, .secret, .unknown: reportType(value, expected: .number)
        }
    }

    private mutating func checkText(_ value: Value, oneOf texts: [String]) {
        guard let text = value.stringValue else { return reportType(value, expected: .string) }
        guard !texts.contains(text) else { return }
        reportChoice(text, allowed: texts)
    }

    private mutating func reportChoice(_ text: String, allowed: [String]) {
        guard !isConfidential else { return report { .secretNotAllowed(allowed: allowed, path: $0, at: $1) } }
        report { .notAllowed(text, allowed: allowed, path: $0, at: $1) }
    }

    /// A value as a message may repeat it.
    private func shown(_ text: String) -> String { isConfidential ? "another number" : text }

    private mutating func checkArray(_ value: Value, of type: PropertyType) {
        guard let elements = value.arrayValue else { return reportType(value, expected: .array(type)) }
        for (index, element) in elements.enumerated() {
            steps.append(.element(index))
            check(element, against: type)
            steps.removeLast()
        }
    }

    private mutating func checkMap(_ value: Value, of type: PropertyType) {
        guard let object = value.objectValue else { return reportType(value, expected: .map(type)) }
        for (name, member) in object {
            steps.append(.member(name))
            check(member, against: type)
            steps.removeLast()
        }
    }

    private mutating func check(
        _ object: ValueObject,
        discriminator: String,
        variants: [PropertyType.Variant]
    ) {
        guard let choice = object[discriminator], !choice.isNull else {
            return report { .missingProperty(discriminator, in: $0, at: $1) }
        }
        let names = variants.map(\.name)
        steps.append(.member(discriminator))
        check(choice, against: .oneOf(names))
        steps.removeLast()
        guard let variant = variants.first(where: { $0.name == choice.stringValue }) else { return }
        check(object, against: variant.schema, besides: discriminator)
    }

    private mutating func reportType(_ value: Value, expected: PropertyType) {
        report { .wrongType(found: value.noun, expected: expected.noun, path: $0, at: $1) }
    }

    private mutating func report(at side: PropertySide = .value, _ make: (String, Span?) -> Diagnostic) {
        let path = ValuePath(steps)
        let subject = steps.isEmpty ? type.description : path.description
        diagnostics.append(make(subject, origin.span(ofProperty: path, side)))
    }
}

extension PropertyType {
    /// Whether a value is of the kind that the type asks for, whatever its parts are.
    package func takesKind(of value: Value) -> Bool {
        switch self {
        case .any: true
        case .string, .oneOf: value.stringValue != nil
        case .boolean: value.boolValue != nil
        case .integer: value.integerValue != nil
        case .number: value.noun == "an integer" || value.noun == "a number"
        case .array: value.arrayValue != nil
        case .map, .object, .variants: value.objectValue != nil
        case .either(let types): types.contains { $0.takesKind(of: value) }
        case .limited(let type, _): type.takesKind(of: value)
        }
    }
}

extension ObjectSchema {
    /// The names that an author may give.
    fileprivate var settableNames: [String] { properties.filter { !$0.isReadOnly }.map(\.name) }
}

extension Value {
    /// The kind of value as a noun with its article, for messages; says nothing of what a secret holds.
    package var noun: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .integer: "an integer"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        case .secret: "a secret"
        case .unknown: "a value that is known after apply"
        }
    }
}

extension ClosedRange<Int> {
    /// The range as a message names it.
    fileprivate var words: String {
        if upperBound == .max { return "at least \(lowerBound)" }
        return lowerBound == 0 ? "at most \(upperBound)" : "\(lowerBound) to \(upperBound)"
    }
}

extension ClosedRange<Double> {
    /// The range as a message names it.
    fileprivate var words: String {
        if upperBound == .infinity { return "at least \(lowerBound.text)" }
        return lowerBound == -.infinity ? "at most \(upperBound.text)" : "\(lowerBound.text) to \(upperBound.text)"
    }
}

extension Double {
    /// The number without a fraction of nothing.
    fileprivate var text: String { Int64(exactly: self).map(String.init) ?? "\(self)" }
}
