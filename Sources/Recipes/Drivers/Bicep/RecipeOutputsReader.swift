internal import AppModel
internal import Bicep
internal import Diagnostics
internal import Documents
internal import OrderedCollections

/// Reads what a recipe says of what it made: its `result`, or else all of its outputs.
///
/// A `result` has only the members `resources`, `values` and `secrets`, whatever their case (Radius 0.60).
struct RecipeOutputsReader {
    let module: BoundModule
    let registration: RecipeRegistration
    let resource: Resource
    private(set) var diagnostics: [Diagnostic] = []

    /// Creates a reader for the outputs of a module.
    init(module: BoundModule, registration: RecipeRegistration, resource: Resource) {
        self.module = module
        self.registration = registration
        self.resource = resource
    }

    /// The ordinary and the secret values; each of the latter is concealed.
    mutating func read(_ outputs: OrderedDictionary<String, Value>) -> (values: ValueObject, secrets: ValueObject) {
        guard registration.outputs.isEmpty else { return readMapped(outputs) }
        if let result = outputs["result"] { return read(result: result) }
        var values: ValueObject = [:]
        var secrets: ValueObject = [:]
        for (name, value) in outputs where !value.revealed.isNull {
            if case .secret = value {
                secrets[name] = value
            } else {
                values[name] = value
            }
        }
        return (values, secrets)
    }

    // MARK: - The output `result`

    private mutating func read(result: Value) -> (values: ValueObject, secrets: ValueObject) {
        var isSecret = false
        var result = result
        if case .secret(let inner) = result { (isSecret, result) = (true, inner) }
        guard case .object(let members) = result else {
            report("an object with 'resources', 'values' and 'secrets'", "the output 'result' is \(Self.word(result))")
            return ([:], [:])
        }
        var values: ValueObject = [:]
        var secrets: ValueObject = [:]
        reportUnknown(members.names.filter { !Self.known.contains($0.lowercased()) })
        for (name, value) in members {
            switch name.lowercased() {
            case "values": values = object(value, named: name)
            case "secrets": secrets = object(value, named: name).mapValues(\.concealed)
            case "resources": checkResources(value, named: name)
            default: break
            }
        }
        return (isSecret ? values.mapValues(\.concealed) : values, secrets)
    }

    private static let known = ["values", "secrets", "resources"]

    private mutating func reportUnknown(_ names: [String]) {
        guard !names.isEmpty else { return }
        let list = names.map { "'\($0)'" }.joined(separator: ", ")
        report(
            "only 'resources', 'values' and 'secrets'",
            "the output 'result' has \(names.count == 1 ? "a member" : "the members") \(list)"
        )
    }

    private mutating func object(_ value: Value, named name: String) -> ValueObject {
        switch value {
        case .null: return [:]
        case .object(let members): return members
        case .secret(.object(let members)): return members.mapValues(\.concealed)
        case .bool, .integer, .number, .string, .array, .secret, .unknown:
            report("an object", "'\(name)' of the output 'result' is \(Self.word(value))")
            return [:]
        }
    }

    /// The ids in `resources` tell Radius what to keep; here the recipe's evaluation tells, so they are only checked.
    private mutating func checkResources(_ value: Value, named name: String) {
        guard !value.isNull else { return }
        let elements = value.arrayValue
        guard let elements, elements.allSatisfy({ $0.stringValue != nil || !$0.isKnown }) else {
            report("an array of strings", "'\(name)' of the output 'result' is something else")
            return
        }
    }

    private mutating func report(_ expected: String, _ found: String) {
        let output = module.outputs.first { $0.name == "result" }
        diagnostics.append(
            .badRecipeResult(found: found, expected: expected, at: output.map { module.span($0.nameRange) })
                .usedBy(resource, through: registration)
        )
    }

    private static func word(_ value: Value) -> String {
        switch value {
        case .null: "null"
        case .bool: "a boolean"
        case .integer, .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        case .secret(let inner): word(inner)
        case .unknown: "not known before the deployment"
        }
    }

    // MARK: - Outputs that the registration maps

    /// Takes outputs under other names, as the registration maps them; those below `secrets` become secret.
    private mutating func readMapped(
        _ outputs: OrderedDictionary<String, Value>
    ) -> (values: ValueObject, secrets: ValueObject) {
        var values: ValueObject = [:]
        var secrets: ValueObject = [:]
        for (name, mapping) in registration.outputs {
            if let members = mapping.objectValue, name.equalsIgnoringASCIICase("secrets") {
                for (name, mapping) in members {
                    let path: ValuePath = ["secrets", .member(name)]
                    let count = diagnostics.count
                    secrets[name] = mapped(mapping, to: path, in: outputs)?.concealed
                    guard secrets[name] == nil, diagnostics.count == count else { continue }
                    let output = mapping.stringValue ?? ""
                    diagnostics.append(.secretWithoutValue(name, output, of: registration, at: span(ofMapping: path)))
                }
            } else if let value = mapped(mapping, to: [.member(name)], in: outputs) {
                if case .secret = value {
                    secrets[name] = value
                } else {
                    values[name] = value
                }
            }
        }
        return (values, secrets)
    }

    private mutating func mapped(
        _ mapping: Value,
        to path: ValuePath,
        in outputs: OrderedDictionary<String, Value>
    ) -> Value? {
        let name = mapping.stringValue ?? ""
        guard let output = module.outputs.first(where: { $0.name.equalsIgnoringASCIICase(name) }) else {
            let span = span(ofMapping: path)
            diagnostics.append(
                .unknownRecipeOutput(name, of: registration, at: span, declared: module.outputs.map(\.name))
            )
            return nil
        }
        return outputs[output.name].flatMap { $0.revealed.isNull ? .none : .some($0) }
    }

    private func span(ofMapping path: ValuePath) -> Span? {
        registration.origin.span(ofProperty: ValuePath(registration.path.steps + ["outputs"] + path.steps))
    }
}

extension ValueObject {
    /// The object with every value replaced.
    func mapValues(_ transform: (Value) -> Value) -> ValueObject { ValueObject(map { ($0.key, transform($0.value)) }) }
}
