package import Bicep
import Diagnostics
package import Documents

/// The values that a module's parameters get from outside.
struct ParameterBinding {
    private(set) var values: ValueObject = [:]
    private(set) var diagnostics: [Diagnostic] = []

    /// Joins what was given with what a deployment knows, and reports everything that is missing at once.
    ///
    /// Parameters named exactly `environment` and `application` get the ids of the deployment
    /// when nobody gives them (Radius 0.60).
    init(of module: BoundModule, given: [GivenParameter], scope: DeploymentScope) {
        let byName = Dictionary(module.parameters.map { ($0.name.lowercased(), $0) }) { first, _ in first }
        for parameter in given {
            guard let declared = byName[parameter.name.lowercased()] else {
                let names = module.parameters.map(\.name)
                diagnostics.append(
                    .unknownParameter(parameter.name, in: module.file.path, declared: names, at: parameter.span)
                )
                continue
            }
            take(parameter, as: declared, in: module)
        }
        inject("environment", scope.environment, byName)
        inject("application", scope.application, byName)
        for parameter in module.parameters where values[parameter.name] == nil {
            guard parameter.defaultValue == nil, !parameter.type.acceptsNull else { continue }
            guard !given.contains(where: { $0.name.lowercased() == parameter.name.lowercased() }) else { continue }
            diagnostics.append(.missingParameter(parameter.name, at: module.span(parameter.nameRange)))
        }
    }

    private mutating func inject(_ name: String, _ id: ResourceID?, _ declared: [String: BoundModule.Parameter]) {
        guard let id, declared[name]?.name == name, values[name] == nil else { return }
        values[name] = .string(id.description)
    }

    private mutating func take(_ given: GivenParameter, as declared: BoundModule.Parameter, in module: BoundModule) {
        switch given.content {
        case .value(let value):
            values[declared.name] = value
        case .text(let text):
            guard let value = declared.type.value(of: text) else {
                let shown = declared.isSecure ? Value.redactedText : text
                let place = given.span ?? module.span(declared.nameRange)
                diagnostics.append(
                    .invalidParameter(declared.name, text: shown, expected: declared.type.noun, at: place)
                )
                return
            }
            values[declared.name] = value
        }
    }
}

extension BoundModule.ValueType {
    /// The value that a text of the command line stands for; `nil` if it stands for none of the type.
    package func value(of text: String) -> Value? {
        switch self {
        case .any, .string, .literals: return .string(text)
        case .int: return Int64(text).map { .integer($0) }
        case .bool:
            switch text.lowercased() {
            case "true": return true
            case "false": return false
            case _: return nil
            }
        case .object: return json(text)?.objectValue.map { .object($0) }
        case .array: return json(text)?.arrayValue.map { .array($0) }
        case .nullable(let type): return text == "null" ? .null : type.value(of: text)
        }
    }

    private func json(_ text: String) -> Value? {
        let (document, diagnostics) = JSONReader.read(SourceFile(path: "parameter", text: text))
        return diagnostics.hasErrors ? Value?.none : document?.value
    }

    fileprivate var acceptsNull: Bool {
        if case .nullable = self { true } else { false }
    }

    package var noun: String {
        switch self {
        case .any, .string, .literals: "a string"
        case .int: "an integer"
        case .bool: "'true' or 'false'"
        case .object: "an object in JSON"
        case .array: "an array in JSON"
        case .nullable(let type): "\(type.noun) or 'null'"
        }
    }
}
