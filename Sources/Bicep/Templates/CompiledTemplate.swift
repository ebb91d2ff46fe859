import Diagnostics
import Documents

/// Reads ARM templates, as the Bicep compiler and registries' modules have them, into bound modules.
///
/// A template becomes the module that it could have been compiled from, so that evaluation knows one kind of
/// module only: `copy` becomes a loop, a nested deployment a module, `reference('x')` the resource `x`.
/// What has no counterpart fails when it is evaluated, not before: most of a template is seldom used.
enum CompiledTemplate {
    /// What a template comes to.
    struct Result {
        let loaded: LoadedModule
        let exports: Exports
        let diagnostics: [Diagnostic]
    }

    /// Reads a template, whatever its bytes.
    static func read(_ file: SourceFile) -> Result {
        let (document, diagnostics) = JSONReader.read(file)
        guard let document, !diagnostics.hasErrors else {
            return Result(
                loaded: LoadedModule(BoundModule(file: file)),
                exports: Exports(path: file.path),
                diagnostics: diagnostics.isEmpty ? [.notATemplate(at: file.span)] : diagnostics
            )
        }
        guard case .object = document.content, document["resources"] != nil else {
            return Result(
                loaded: LoadedModule(BoundModule(file: file)),
                exports: Exports(path: file.path),
                diagnostics: [.notATemplate(at: Span(file, 0..<0))]
            )
        }
        var reader = TemplateReader(document, of: file)
        let loaded = reader.read()
        return Result(loaded: loaded, exports: reader.exports(of: loaded), diagnostics: [])
    }
}

/// Reads one template: the outermost, or that of a nested deployment.
struct TemplateReader: Sendable {
    let document: Document
    var module: BoundModule
    /// Places in the arrays of the module, by names in lower case, as ARM compares them.
    var parameters: [String: Int] = [:]
    var variables: [String: Int] = [:]
    var functions: [String: Int] = [:]
    /// Resources and modules by their symbolic names.
    var symbols: [String: Symbol] = [:]
    /// The names of nested deployments, to find them by their ids where there are no symbolic names.
    var deploymentNames: [(name: TemplateExpression, module: Int, isLoop: Bool)] = []
    var valueTypes = ValueTypes()
    /// Places in the types of the module, by the names of definitions.
    var definitions: [String: Int] = [:]
    /// What the names of the declaration at hand stand for.
    var frame = Frame()

    /// The local names of one declaration, by their slots.
    struct Frame: Sendable {
        var slotCount = 0
        /// The parameters of a function; `nil` outside functions.
        var functionParameters: [String: Int]?
        var lambdaVariables: [String: Int] = [:]
        var copies: [String: Int] = [:]
        /// What `copyIndex()` without a name means.
        var resourceCopy: Int?

        mutating func newSlot() -> Int {
            slotCount += 1
            return slotCount - 1
        }
    }

    init(_ document: Document, of file: SourceFile) {
        self.document = document
        module = BoundModule(file: file)
    }

    /// Reads what others see of the template; the rest is read when it is needed.
    mutating func read() -> LoadedModule {
        module.compiled = document
        readTargetScope()
        declareTypes()
        declareParameters()
        declareVariables()
        declareFunctions()
        readTypes()
        readParameters()
        declareOutputs()
        return LoadedModule(interface: module) { [self] in
            var reader = self
            reader.readBodies()
            return reader.module
        }
    }

    /// Reads what the template computes and deploys.
    private mutating func readBodies() {
        readExtensions()
        declareResources()
        readVariables()
        readFunctions()
        readResources()
        readOutputs()
    }

    /// The members of a section of the template.
    func section(_ name: String) -> [Document.Member] {
        document[name]?.members ?? []
    }

    private mutating func readTargetScope() {
        guard case .string(let schema)? = document["$schema"]?.content else { return }
        let name = schema.split(separator: "/").last?.prefix { $0 != "." }.lowercased()
        module.targetScope =
            switch name {
            case "subscriptiondeploymenttemplate": "subscription"
            case "managementgroupdeploymenttemplate": "managementGroup"
            case "tenantdeploymenttemplate": "tenant"
            case _: "resourceGroup"
            }
    }
}

// MARK: - Parameters, variables, outputs

extension TemplateReader {
    private mutating func declareParameters() {
        for member in section("parameters") {
            parameters[member.name.lowercased()] = module.parameters.count
            module.parameters.append(BoundModule.Parameter(name: member.name, nameRange: member.nameSpan.offsets))
        }
    }

    private mutating func readParameters() {
        for (index, member) in section("parameters").enumerated() {
            frame = Frame()
            let declaration = member.value
            let type = declaredType(declaration)
            let decorators = decorators(declaration)
            module.parameters[index].type = valueTypes.valueType(type, in: module)
            module.parameters[index].declaredType = type
            module.parameters[index].decorators = decorators
            module.parameters[index].isSecure = decorators.isSecure
            module.parameters[index].defaultValue = declaration["defaultValue"].map { lower($0) }
            module.parameters[index].minimumValue = decorators.minimumValue
            module.parameters[index].maximumValue = decorators.maximumValue
            module.parameters[index].minimumLength = decorators.minimumLength
            module.parameters[index].maximumLength = decorators.maximumLength
            module.parameters[index].allowed = decorators.allowed
        }
    }

    private mutating func declareVariables() {
        for member in section("variables") where member.name != "copy" { declareVariable(member.name, member.nameSpan) }
        for copy in copies(of: document["variables"]) { declareVariable(copy.name, copy.span) }
    }

    private mutating func declareVariable(_ name: String, _ span: Span) {
        variables[name.lowercased()] = module.variables.count
        module.variables.append(
            BoundModule.Variable(name: name, nameRange: span.offsets, value: .invalid(span.offsets))
        )
    }

    private mutating func readVariables() {
        var index = 0
        for member in section("variables") where member.name != "copy" {
            frame = Frame()
            module.variables[index].value = lower(member.value)
            index += 1
        }
        for copy in copies(of: document["variables"]) {
            frame = Frame()
            module.variables[index].value = lower(copy)
            index += 1
        }
    }

    private mutating func declareOutputs() {
        for member in section("outputs") {
            let type = declaredType(member.value)
            module.outputs.append(
                BoundModule.Output(
                    name: member.name,
                    nameRange: member.nameSpan.offsets,
                    type: valueTypes.valueType(type, in: module),
                    isSecure: isSecure(member.value),
                    value: .invalid(member.value.span.offsets),
                    declaredType: type,
                    decorators: decorators(member.value)
                )
            )
        }
    }

    private mutating func readOutputs() {
        for (index, member) in section("outputs").enumerated() {
            frame = Frame()
            let declaration = member.value
            module.outputs[index].value =
                declaration["copy"].flatMap { Copy($0, name: member.name) }.map { lower($0, isUnnamed: true) }
                ?? declaration["value"].map { lower($0) } ?? Expression(.null, declaration.span.offsets)
        }
    }
}

// MARK: - Functions

extension TemplateReader {
    /// The functions of all namespaces.
    private var functionMembers: [(namespace: String, member: Document.Member)] {
        guard case .array(let namespaces)? = document["functions"]?.content else { return [] }
        return namespaces.flatMap { namespace in
            let name = namespace["namespace"]?.value.stringValue ?? ""
            return (namespace["members"]?.members ?? []).map { (name, $0) }
        }
    }

    private mutating func declareFunctions() {
        for (namespace, member) in functionMembers {
            functions["\(namespace).\(member.name)".lowercased()] = module.functions.count
            let range = member.nameSpan.offsets
            var function = BoundModule.UserFunction(
                name: member.name,
                nameRange: range,
                parameterSlots: [],
                body: .invalid(range)
            )
            for (slot, parameter) in parameters(of: member.value).enumerated() {
                function.parameterSlots.append(slot)
                function.parameters.append(
                    BoundModule.FunctionParameter(
                        name: parameter["name"]?.value.stringValue ?? "",
                        nameRange: parameter.span.offsets,
                        type: declaredType(parameter)
                    )
                )
            }
            function.namespace = namespace == "__bicep" ? nil : namespace
            function.result = member.value["output"].map { declaredType($0) }
            module.functions.append(function)
        }
    }

    private func parameters(of function: Document) -> [Document] {
        guard case .array(let parameters)? = function["parameters"]?.content else { return [] }
        return parameters
    }

    private mutating func readFunctions() {
        for (index, (_, member)) in functionMembers.enumerated() {
            frame = Frame()
            let names = module.functions[index].parameters.map { ($0.name.lowercased(), frame.newSlot()) }
            frame.functionParameters = Dictionary(names, uniquingKeysWith: { $1 })
            guard let value = member.value["output"]?["value"] else { continue }
            module.functions[index].body = lower(value)
        }
    }
}

// MARK: - Exports

extension TemplateReader {
    /// What the template offers to files that import it.
    mutating func exports(of loaded: LoadedModule) -> Exports {
        var exports = Exports(path: module.file.path)
        for member in section("definitions") where member.value.isExported {
            guard let index = definitions[member.name] else { continue }
            exports.names[member.name] = .type(BoundModule.ImportedDeclaration(module: loaded, index: index))
        }
        for (index, (_, member)) in functionMembers.enumerated() where member.value.isExported {
            exports.names[member.name] = .function(BoundModule.ImportedDeclaration(module: loaded, index: index))
        }
        guard case .array(let exported)? = document["metadata"]?["__bicep_exported_variables!"]?.content else {
            return exports
        }
        for entry in exported {
            guard let name = entry["name"]?.value.stringValue, let index = variables[name.lowercased()] else {
                continue
            }
            exports.names[name] = .variable(BoundModule.ImportedDeclaration(module: loaded, index: index))
        }
        return exports
    }
}

extension Document {
    /// Whether a definition or function is marked as exported.
    fileprivate var isExported: Bool { self["metadata"]?["__bicep_export!"]?.value.boolValue ?? false }

    /// The members of an object; none of anything else.
    var members: [Member] {
        if case .object(let members) = content { members } else { [] }
    }
}

extension Span {
    /// The range as the bound module counts it.
    var offsets: Range<UInt32> { UInt32(clamping: range.lowerBound)..<UInt32(clamping: range.upperBound) }
}

extension Diagnostic {
    fileprivate static func notATemplate(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1104",
            "the file is no ARM template; expected an object with 'resources'",
            at: span,
            help: "compile the module again, or use its Bicep source"
        )
    }
}
