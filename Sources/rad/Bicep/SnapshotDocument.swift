import Bicep
import Documents

/// An evaluation as programs read it.
struct SnapshotDocument {
    let value: Value

    /// Writes an evaluation out, with the values that were given to its parameters.
    init(_ evaluation: Evaluation, given: ValueObject) {
        value = [
            "resources": .array(evaluation.resources.filter { !$0.isExisting }.map(Self.resource)),
            "modules": .array(evaluation.modules.map(Self.module)),
            "outputs": Self.shown(ValueObject(evaluation.outputs.map { ($0.key, $0.value) })),
            "parameters": Self.shown(given),
            "variables": Self.shown(ValueObject(evaluation.variables.map { ($0.key, $0.value) })),
        ]
    }

    private static func resource(_ resource: EvaluatedResource) -> Value {
        var result: ValueObject = [
            "module": .array(resource.module.map(shown)),
            "type": .string(resource.type),
        ]
        if let name = resource.extensionName { result["extension"] = .string(name) }
        result["apiVersion"] = resource.apiVersion.map(Value.string)
        if let scope = resource.scope { result["scope"] = shown(scope) }
        if resource.condition != nil { result["condition"] = runtime }
        if resource.items != nil { result["copyCount"] = runtime }
        if resource.extensionName == nil {
            result["name"] = shown(resource.name)
            result["body"] = shown(ValueObject(resource.body.filter { $0.key != "name" }.map { ($0.key, $0.value) }))
        } else {
            result["body"] = ["properties": shown(resource.body)]
        }
        return .object(result)
    }

    private static func module(_ module: EvaluatedModule) -> Value {
        var result: ValueObject = [
            "path": .array(module.path.map(shown)),
            "scope": ["kind": .string(module.place.kind.rawValue), "id": .string(module.place.id)],
            "parameters": shown(module.parameters),
            "outputs": shown(module.outputs),
        ]
        if module.condition != nil { result["condition"] = runtime }
        return .object(result)
    }

    /// Stands for what only a deployment knows.
    private static let runtime: Value = ["$runtime": true]

    private static func shown(_ members: ValueObject) -> Value { shown(.object(members)) }

    /// The value with its smallest unknown parts replaced, and without secrecy.
    private static func shown(_ value: Value) -> Value {
        switch value {
        case .null, .bool, .integer, .number, .string: value
        case .array(let elements): .array(elements.map(shown))
        case .object(let members): .object(ValueObject(members.map { ($0.key, shown($0.value)) }))
        case .secret(let hidden): shown(hidden)
        case .unknown: runtime
        }
    }
}
