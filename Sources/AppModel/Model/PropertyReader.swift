import Diagnostics
import Documents

/// Reads the members of an object whose shape was checked against its schema.
///
/// What has the wrong type was reported by the check and reads as absent. What must be known
/// before anything is applied and is not, is reported here.
struct PropertyReader {
    let object: ValueObject
    let path: ValuePath
    let origin: Origin

    /// Starts at a resource's `properties`.
    init(_ resource: Resource) {
        self.init(object: resource.properties, path: [], origin: resource.origin)
    }

    private init(object: ValueObject, path: ValuePath, origin: Origin) {
        self.object = object
        self.path = path
        self.origin = origin
    }

    /// Whether a member was given.
    func has(_ name: String) -> Bool { object[name].map { !$0.isNull } ?? false }

    /// A member whatever its state; `nil` for `null`.
    func value(_ name: String) -> Value? {
        guard let value = object[name], !value.isNull else { return nil }
        return value
    }

    /// The place of a member.
    func span(_ name: String) -> Span? { origin.span(ofProperty: path.appending(name)) }

    /// The place of the object itself.
    var span: Span? { origin.span(ofProperty: path) }

    // MARK: Members that must be known

    func text(_ name: String, _ diagnostics: inout [Diagnostic]) -> String? {
        known(name, &diagnostics)?.stringValue
    }

    func flag(_ name: String, _ diagnostics: inout [Diagnostic]) -> Bool? {
        known(name, &diagnostics)?.boolValue
    }

    func integer(_ name: String, _ diagnostics: inout [Diagnostic]) -> Int? {
        known(name, &diagnostics)?.integerValue.map { Int($0) }
    }

    /// A number with its fraction cut off.
    func truncated(_ name: String, _ diagnostics: inout [Diagnostic]) -> Int? {
        switch known(name, &diagnostics) {
        case .integer(let number): Int(number)
        case .number(let number): Int(exactly: number.rounded(.towardZero))
        case .null, .bool, .string, .array, .object, .secret, .unknown, nil: nil
        }
    }

    func texts(_ name: String, _ diagnostics: inout [Diagnostic]) -> [String] {
        known(name, &diagnostics)?.arrayValue?.compactMap(\.stringValue) ?? []
    }

    /// The texts of an object with names of the author's.
    func textMap(_ name: String, _ diagnostics: inout [Diagnostic]) -> [String: String] {
        guard let object = known(name, &diagnostics)?.objectValue else { return [:] }
        return object.reduce(into: [:]) { texts, member in texts[member.key] = member.value.stringValue }
    }

    /// An object as it was written.
    func freeform(_ name: String, _ diagnostics: inout [Diagnostic]) -> ValueObject? {
        known(name, &diagnostics)?.objectValue
    }

    func reader(_ name: String, _ diagnostics: inout [Diagnostic]) -> PropertyReader? {
        guard let object = known(name, &diagnostics)?.objectValue else { return nil }
        return PropertyReader(object: object, path: path.appending(name), origin: origin)
    }

    /// The members of a map of objects, in order.
    func members(_ name: String, _ diagnostics: inout [Diagnostic]) -> [(name: String, reader: PropertyReader)] {
        guard let map = reader(name, &diagnostics) else { return [] }
        return map.object.compactMap { member in
            map.reader(member.key, &diagnostics).map { (member.key, $0) }
        }
    }

    /// The objects of an array, in order.
    func elements(_ name: String, _ diagnostics: inout [Diagnostic]) -> [PropertyReader] {
        guard let elements = known(name, &diagnostics)?.arrayValue else { return [] }
        return elements.enumerated().compactMap { index, element in
            guard let object = element.objectValue else { return nil }
            let elementPath = path.appending(name).appending(.element(index))
            return PropertyReader(object: object, path: elementPath, origin: origin)
        }
    }

    private func known(_ name: String, _ diagnostics: inout [Diagnostic]) -> Value? {
        guard let value = value(name) else { return nil }
        switch value {
        case .unknown(let unknown):
            let path = path.appending(name)
            diagnostics.append(
                .mustBeKnown(path.description, expression: unknown.expression, at: origin.span(ofProperty: path))
            )
            return nil
        case .secret:
            let path = path.appending(name)
            diagnostics.append(.mustNotBeSecret(path.description, at: origin.span(ofProperty: path)))
            return nil
        case .null, .bool, .integer, .number, .string, .array, .object:
            return value
        }
    }
}
