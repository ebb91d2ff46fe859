import Diagnostics
import Documents

/// Reads the members of an object whose shape was checked against its schema.
///
/// What has the wrong type was reported by the check and reads as absent. What must be known
/// before anything is applied and is not, is reported here.
struct PropertyReader {
    let object: ValueObject
    let origin: Origin
    /// Where the object is, or what it is a part of.
    private let base: ValuePath
    /// The step from there to the object; kept apart, as paths are made for what is wrong, and most is right.
    private let step: ValuePath.Step?

    /// Starts at a resource's `properties`.
    init(_ resource: Resource) {
        self.init(object: resource.properties, origin: resource.origin, base: [])
    }

    private init(object: ValueObject, origin: Origin, base: ValuePath, step: ValuePath.Step? = nil) {
        self.object = object
        self.origin = origin
        self.base = base
        self.step = step
    }

    /// The way from the resource's `properties` to the object.
    var path: ValuePath { step.map { base.appending($0) } ?? base }

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
        return PropertyReader(object: object, origin: origin, base: path, step: .member(name))
    }

    /// The members of a map of objects, in order.
    func members(_ name: String, _ diagnostics: inout [Diagnostic]) -> [(name: String, reader: PropertyReader)] {
        guard let map = reader(name, &diagnostics) else { return [] }
        let path = map.path
        var members: [(name: String, reader: PropertyReader)] = []
        members.reserveCapacity(map.object.count)
        for (name, value) in map.object {
            guard let object = map.known(name, value, &diagnostics)?.objectValue else { continue }
            let reader = PropertyReader(object: object, origin: origin, base: path, step: .member(name))
            members.append((name, reader))
        }
        return members
    }

    /// The objects of an array, in order.
    func elements(_ name: String, _ diagnostics: inout [Diagnostic]) -> [PropertyReader] {
        guard let elements = known(name, &diagnostics)?.arrayValue else { return [] }
        let path = path.appending(name)
        return elements.enumerated().compactMap { index, element in
            guard let object = element.objectValue else { return nil }
            return PropertyReader(object: object, origin: origin, base: path, step: .element(index))
        }
    }

    private func known(_ name: String, _ diagnostics: inout [Diagnostic]) -> Value? {
        value(name).flatMap { known(name, $0, &diagnostics) }
    }

    private func known(_ name: String, _ value: Value, _ diagnostics: inout [Diagnostic]) -> Value? {
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
        case .null: return nil
        case .bool, .integer, .number, .string, .array, .object: return value
        }
    }
}
