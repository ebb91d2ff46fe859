import Diagnostics
import Documents

/// Writes one module as an ARM template.
///
/// Rules: the Bicep compiler, version 0.46 (`Bicep.Core/Emit`).
struct TemplateEmitter {
    let module: BoundModule
    let run: EmissionRun
    /// The module itself as others import it; `nil` for the one that the template is for.
    let home: LoadedModule?
    let settings: EmissionSettings
    /// Variables and existing resources that stand where they are used, as they hold what is known at runtime only.
    let inlined: InlineDecisions
    /// The names of what was imported, directly or by something else that was.
    let imported: ImportClosure
    /// The variables for what `load…` functions give, by the places of the calls.
    let loadedVariables: [UInt32: String]
    /// What is written in place of expressions, by their places in the file.
    let standIns: [Range<UInt32>: ARMExpression]

    /// An emitter for the template of a module.
    init(_ module: BoundModule, in run: EmissionRun) {
        self.module = module
        self.run = run
        home = nil
        settings = EmissionSettings(module)
        inlined = InlineDecisions(module)
        imported = ImportClosure(of: module)
        loadedVariables = LoadedVariables(module).names
        standIns = [:]
    }

    /// An emitter for expressions of a parameter file, which has no variables of its own to keep anything in.
    init(_ file: BoundModule, in run: EmissionRun, inlined: InlineDecisions, standIns: [Range<UInt32>: ARMExpression]) {
        module = file
        self.run = run
        home = nil
        settings = EmissionSettings(file)
        self.inlined = inlined
        imported = ImportClosure(of: file)
        loadedVariables = [:]
        self.standIns = standIns
    }

    /// An emitter for what the template takes from another file.
    init(_ home: LoadedModule, for outer: TemplateEmitter) {
        module = home.module
        run = outer.run
        self.home = home
        settings = outer.settings
        inlined = InlineDecisions()
        imported = outer.imported
        loadedVariables = outer.imported.loadedVariables[ObjectIdentifier(home)] ?? [:]
        standIns = [:]
    }

    /// The whole template.
    func template() -> Value {
        var members: [(String, Value)] = [("$schema", .string(schema))]
        if let version = settings.languageVersion { members.append(("languageVersion", .string(version))) }
        members.append(("contentVersion", "1.0.0.0"))
        members.append(("metadata", metadata()))
        add("definitions", .object(definitions()), to: &members)
        add("functions", .array(functions()), to: &members)
        add("parameters", .object(ValueObject(module.parameters.map { ($0.name, parameter($0)) })), to: &members)
        add("variables", .object(variables()), to: &members)
        add(settings.hasExtensionConfigurations ? "extensions" : "imports", .object(extensions()), to: &members)
        members.append(("resources", resources()))
        add("outputs", .object(ValueObject(module.outputs.map { ($0.name, output($0)) })), to: &members)
        let assertions = module.assertions.map { ($0.name, value($0.condition, [:])) }
        add("asserts", .object(ValueObject(assertions)), to: &members)
        return .object(ValueObject(members))
    }

    private func add(_ name: String, _ value: Value, to members: inout [(String, Value)]) {
        if value.objectValue?.isEmpty ?? value.arrayValue?.isEmpty ?? false { return }
        members.append((name, value))
    }

    private var schema: String {
        let (year, name) =
            switch module.targetScope {
            case "tenant": ("2019-08-01", "tenantDeploymentTemplate")
            case "managementGroup": ("2019-08-01", "managementGroupDeploymentTemplate")
            case "subscription": ("2018-05-01", "subscriptionDeploymentTemplate")
            case _: ("2019-04-01", "deploymentTemplate")
            }
        return "https://schema.management.azure.com/schemas/\(year)/\(name).json#"
    }

    /// Whether resources have symbolic names, with which templates of language version 2.0 refer to them.
    var isSymbolic: Bool { settings.isSymbolic }

    func span(_ range: Range<UInt32>) -> Span { module.span(range) }
}

// MARK: - Metadata, extensions

extension TemplateEmitter {
    private func metadata() -> Value {
        var members: [(String, Value)] = [("_generator", ["name": "rad"])]
        let exported = module.variables.filter { $0.imported == nil && $0.decorators.isExported }
        if !exported.isEmpty {
            let entries = exported.sorted { $0.name < $1.name }.map { variable -> Value in
                var entry: ValueObject = ["name": .string(variable.name)]
                if let description = variable.decorators.description {
                    entry["description"] = .string(description.withoutIndentation)
                }
                if let type = variable.declaredType { entry["type"] = .object(typeProperties(type)) }
                return .object(entry)
            }
            members.append(("__bicep_exported_variables!", .array(entries)))
        }
        for item in module.metadata { members.append((item.name, value(item.value, [:]))) }
        return .object(ValueObject(members))
    }

    private func extensions() -> ValueObject {
        ValueObject(
            module.extensions.filter { $0.name != "az" && $0.name != "sys" }.map { declaration in
                let identity = ExtensionIdentity(declaration)
                var members: [(String, Value)] = [
                    (settings.hasExtensionConfigurations ? "name" : "provider", .string(identity.provider)),
                    ("version", .string(identity.version)),
                ]
                if let configuration = declaration.configuration.map({ value($0, [:]) }) {
                    let wrapped = (configuration.objectValue ?? [:]).map {
                        ($0.key, ["defaultValue": $0.value] as Value)
                    }
                    let written = settings.hasExtensionConfigurations ? .object(ValueObject(wrapped)) : configuration
                    members.append(("config", written))
                }
                return (declaration.alias, .object(ValueObject(members)))
            }
        )
    }
}

/// Under which name and version the deployment engine knows an extension.
struct ExtensionIdentity {
    let provider: String
    let version: String

    /// Those of the built-in ones are known; others are read off the reference to their registry.
    init(_ declaration: BoundModule.ExtensionDeclaration) {
        switch BuiltinExtension(rawValue: declaration.name) {
        case .kubernetes: (provider, version) = ("Kubernetes", "1.0.0")
        case .radius: (provider, version) = ("Radius", "latest")
        case .aws: (provider, version) = ("AWS", "latest")
        case .az, .sys, .microsoftGraph, nil:
            let source = declaration.source ?? ""
            let isGraph = source.contains("microsoftgraph") || declaration.name.lowercased().hasPrefix("microsoftgraph")
            provider = isGraph ? "MicrosoftGraph" : declaration.name
            let tag = source.split(separator: "/").last.flatMap { last in
                last.contains(":") ? last.split(separator: ":").last.map(String.init) : nil
            }
            version = tag ?? "latest"
        }
    }
}

// MARK: - Parameters, variables, outputs, functions

extension TemplateEmitter {
    private func parameter(_ parameter: BoundModule.Parameter) -> Value {
        var members = typeProperties(
            parameter.declaredType,
            discriminator: parameter.decorators.discriminator,
            example: parameter.defaultValue
        )
        if let expression = parameter.defaultValue { members["defaultValue"] = value(expression, [:]) }
        if let allowed = parameter.allowed { members["allowedValues"] = .array(allowed.map { value($0, [:]) }) }
        return .object(modified(members, by: parameter.decorators))
    }

    private func output(_ output: BoundModule.Output) -> Value {
        let type = output.declaredType ?? .any(output.nameRange)
        var members = modified(
            typeProperties(type, discriminator: output.decorators.discriminator),
            by: output.decorators
        )
        if case .loop(let loop) = output.value.kind {
            members["copy"] = copyObject(nil, loop, [:])
        } else if case .resource = type.kind {
            let id = Expression(.property(base: output.value, name: "id", access: .strict), output.value.range)
            members["value"] = value(id, [:])
        } else {
            members["value"] = value(output.value, [:])
        }
        return .object(members)
    }

    private func variables() -> ValueObject {
        var copies: [Value] = []
        var plain: [(String, Value)] = []
        for (call, name) in LoadedVariables(module).calls { plain.append((name, loaded(call).escapedForTemplate)) }
        for (index, variable) in module.variables.enumerated() where variable.imported == nil {
            guard !inlined.variables.contains(index) else { continue }
            add(variable.name, variable.value, to: &plain, &copies)
        }
        for entry in imported.variables {
            let emitter = TemplateEmitter(entry.home, for: self)
            emitter.add(entry.name, entry.home.module.variables[entry.index].value, to: &plain, &copies)
        }
        for entry in imported.loaded {
            plain.append((entry.name, TemplateEmitter(entry.home, for: self).loaded(entry.call).escapedForTemplate))
        }
        return ValueObject((copies.isEmpty ? [] : [("copy", .array(copies))]) + plain)
    }

    private func add(
        _ name: String,
        _ expression: Expression,
        to plain: inout [(String, Value)],
        _ copies: inout [Value]
    ) {
        if case .loop(let loop) = expression.kind {
            copies.append(copyObject(name, loop, [:]))
        } else {
            plain.append((name.propertyName, value(expression, [:])))
        }
    }

    private func functions() -> [Value] {
        var spaces: [(name: String, members: [(String, Value)])] = []
        func add(_ qualified: String, _ function: Value) {
            let parts = qualified.split(separator: ".", maxSplits: 1)
            let space = parts.count > 1 ? String(parts[0]) : "__bicep"
            let member = (String(parts.last ?? ""), function)
            if let place = spaces.firstIndex(where: { $0.name == space }) {
                spaces[place].members.append(member)
            } else {
                spaces.append((space, [member]))
            }
        }
        for function in module.functions where function.imported == nil {
            add(function.name, self.function(function, origin: nil))
        }
        for entry in imported.functions {
            let emitter = TemplateEmitter(entry.home, for: self)
            let function = entry.home.module.functions[entry.index]
            add(entry.name, emitter.function(function, origin: entry))
        }
        return spaces.map { ["namespace": .string($0.name), "members": .object(ValueObject($0.members))] }
    }

    private func function(_ function: BoundModule.UserFunction, origin: ImportClosure.Entry?) -> Value {
        var locals: Locals = [:]
        for (slot, parameter) in zip(function.parameterSlots, function.parameters) {
            locals[slot] = .call("parameters", .text(parameter.name))
        }
        let parameters = function.parameters.map { parameter -> Value in
            var members = typeProperties(parameter.type)
            members["name"] = .string(parameter.name)
            return .object(members)
        }
        var output = typeProperties(function.result ?? .any(function.nameRange))
        output["value"] = value(function.body, locals)
        var members: ValueObject = ["parameters": .array(parameters), "output": .object(output)]
        var metadata: ValueObject = [:]
        if let description = function.decorators.description {
            metadata["description"] = .string(description.withoutIndentation)
        }
        if let origin {
            let isRenamed = origin.name.split(separator: ".").last.map(String.init) != origin.original
            metadata["__bicep_imported_from!"] = origin.metadata(isRenamed: isRenamed)
        } else if function.decorators.isExported {
            metadata["__bicep_export!"] = true
        }
        if !metadata.isEmpty { members["metadata"] = .object(metadata) }
        return .object(members)
    }
}
