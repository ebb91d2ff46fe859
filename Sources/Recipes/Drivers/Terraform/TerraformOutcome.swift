internal import AppModel
internal import Bicep
internal import Diagnostics
internal import Documents

/// The values that a module of Terraform will give once it was applied, by their names.
///
/// The names come from the registration's mapping, from the literal of the output `result`, or else from what the
/// resource's type asks for; without a `result` every output is a value, and every sensitive one a secret.
struct TerraformOutcome {
    let address: String
    let module: TerraformModule
    let registration: RecipeRegistration
    private(set) var values: ValueObject = [:]
    private(set) var secrets: ValueObject = [:]
    private(set) var diagnostics: [Diagnostic] = []

    init(address: String, module: TerraformModule, registration: RecipeRegistration) {
        self.address = address
        self.module = module
        self.registration = registration
    }

    mutating func read(for resource: Resource, types: ResourceTypeCatalog) {
        if !registration.outputs.isEmpty {
            readMapped()
        } else if let result = module.output(named: "result") {
            readResult(result, for: resource, types: types)
        } else {
            for output in module.outputs {
                if output.isSensitive {
                    secrets[output.name] = value([output.name])
                } else {
                    values[output.name] = value([output.name])
                }
            }
        }
    }

    /// Makes every secret one.
    mutating func conceal() { secrets = secrets.mapValues(\.concealed) }

    private mutating func readResult(
        _ result: TerraformModule.Output,
        for resource: Resource,
        types: ResourceTypeCatalog
    ) {
        let members = result.members ?? []
        func names(_ group: String) -> [String]? {
            guard result.members != nil else { return nil }
            guard let member = members.first(where: { $0.name.lowercased() == group }) else { return [] }
            return member.members?.map(\.name)
        }
        for member in members where !["values", "secrets", "resources"].contains(member.name.lowercased()) {
            diagnostics.append(
                .badRecipeResult(
                    found: "the output 'result' has a member '\(member.name)'",
                    expected: "only 'resources', 'values' and 'secrets'",
                    at: nil
                )
                .usedBy(resource, through: registration)
            )
        }
        let schema = ResourceSchema.portable(resource.type)
        let properties = types.properties(of: resource.type, apiVersion: resource.apiVersion)
        for name in names("values") ?? schema?.values.map(\.name) ?? properties?.computedNames ?? [] {
            values[name] = value(["result", "values", name])
        }
        for name in names("secrets") ?? schema?.secrets.map(\.name) ?? [] {
            secrets[name] = value(["result", "secrets", name])
        }
    }

    private mutating func readMapped() {
        for (name, mapping) in registration.outputs {
            if let members = mapping.objectValue, name.equalsIgnoringASCIICase("secrets") {
                for (name, mapping) in members {
                    secrets[name] = mapped(mapping, to: ["secrets", .member(name)])
                }
            } else if let output = mapped(mapping, to: [.member(name)]) {
                if module.output(named: mapping.stringValue ?? "")?.isSensitive == true {
                    secrets[name] = output
                } else {
                    values[name] = output
                }
            }
        }
    }

    private mutating func mapped(_ mapping: Value, to path: ValuePath) -> Value? {
        let name = mapping.stringValue ?? ""
        guard module.output(named: name) != nil else {
            let place = ValuePath(registration.path.steps + ["outputs"] + path.steps)
            diagnostics.append(
                .unknownRecipeOutput(
                    name,
                    of: registration,
                    at: registration.origin.span(ofProperty: place),
                    declared: module.outputs.map(\.name)
                )
            )
            return nil
        }
        return value([name])
    }

    /// A part of an output, which is known when the module was applied; null if there is no such part.
    private func value(_ path: [String]) -> Value {
        .unknown(Self.unknown(path, of: address))
    }

    private static func unknown(_ path: [String], of address: String) -> Unknown {
        Unknown(expression: path.joined(separator: "."), sources: [address]) { runtime in
            guard let whole = runtime[address] else { return .unknown(unknown(path, of: address)) }
            var part: Value? = whole["outputs"]
            for name in path {
                // Of a plan some Terraform says only that the whole is not known.
                if case .unknown? = part?.revealed { return .unknown(unknown(path, of: address)) }
                part = part?.revealed.objectValue?.first { $0.key.equalsIgnoringASCIICase(name) }?.value
            }
            return part ?? .null
        }
    }
}

extension ObjectSchema {
    /// The names of the properties that only a recipe gives.
    fileprivate var computedNames: [String] { properties.filter(\.isReadOnly).map(\.name) }
}
