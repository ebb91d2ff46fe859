import AppModel
import Documents
import Recipes

/// The environment variables of a container.
extension ContainerGroup {
    /// What the connections inject and the author writes, sorted by name; the author's value wins.
    mutating func variables(of spec: ContainerSpec) -> [Value] {
        var values: [String: Value] = [:]
        if injectsConnections(into: spec) {
            for connection in bound.connections { addVariables(of: connection, to: &values) }
        }
        for variable in spec.environment {
            values[variable.name] = authoredValue(variable, of: spec)
        }
        let references = VariableReferences(resource: resource, names: Set(values.keys))
        for diagnostic in references.diagnostics(of: spec) { report(diagnostic) }
        return values.sorted { $0.key < $1.key }.map { name, value in Self.variable(name, value) }
    }

    /// A variable; whatever is secret, or not known well enough to tell, is kept from view.
    private static func variable(_ name: String, _ value: Value) -> Value {
        switch value {
        case .secret, .unknown: ["name": .string(name), "secureValue": value.concealed]
        case .string, .null, .array, .object: ["name": .string(name), "value": value]
        case .bool(let flag): ["name": .string(name), "value": flag ? "true" : "false"]
        case .integer(let number): ["name": .string(name), "value": .string("\(number)")]
        case .number(let number): ["name": .string(name), "value": .string("\(number)")]
        }
    }

    /// In the legacy generation the one container gets them, in the current one every container does.
    private func injectsConnections(into spec: ContainerSpec) -> Bool {
        switch container.generation {
        case .legacy: !spec.isInit
        case .current: true
        }
    }

    private mutating func addVariables(of resolved: ResolvedConnection, to values: inout [String: Value]) {
        var renamed: [(from: String, to: String)] = []
        var injected = resolved.variables.map { ($0.name, hostTranslated($0.value, of: resolved)) }
        injected += secretVariables(of: resolved)
        for (name, value) in injected {
            let usable = Self.usableName(for: name)
            if usable != name { renamed.append((name, usable)) }
            values[usable] = value.concealed
        }
        guard !renamed.isEmpty, renamedConnections.insert(resolved.connection.name).inserted else { return }
        report(.variablesRenamed(renamed, of: resource, at: resolved.connection.path))
    }

    /// A URL connection injects the name of a host; the others inject values that are hosts already.
    private func hostTranslated(_ value: Value, of resolved: ResolvedConnection) -> Value {
        switch (resolved.target, value) {
        case (.url, .string(let text)): hosts.translate(text).value
        case (.url, _), (.resource, _), (.external, _): value
        }
    }

    /// Every key of the secrets that a connection injects whole.
    private mutating func secretVariables(of resolved: ResolvedConnection) -> [(String, Value)] {
        var variables: [(String, Value)] = []
        for source in resolved.secretSources {
            guard let values = secrets.values(in: source.secret) else {
                let what = "the secret '\(source.secret)' of connection '\(resolved.connection.name)'"
                report(.secretNotFound(what, in: resource, at: resolved.connection.path))
                continue
            }
            variables += values.map { (source.prefix + $0.key, $0.value) }
        }
        return variables
    }

    private mutating func authoredValue(_ variable: EnvironmentVariable, of spec: ContainerSpec) -> Value {
        let path = spec.path.appending("env").appending(variable.name)
        if Self.usableName(for: variable.name) != variable.name {
            let expected = "a name of letters, digits and '_' that starts with no digit"
            let what = "the name of a variable on Azure Container Instances"
            report(
                .unusableName(variable.name, as: what, expected: expected, at: resource.origin.span(ofProperty: path))
            )
        }
        switch variable.source {
        case .value(let value): return translated(value, variable: variable.name, path: path)
        case .secret(let secret, let key):
            if let source = secret.stringValue, let name = key.stringValue,
                let value = secrets.value(of: name, in: source)
            {
                return value
            }
            report(.secretNotFound("variable '\(variable.name)'", in: resource, at: path))
            return .null
        }
    }

    private mutating func translated(_ value: Value, variable: String, path: ValuePath) -> Value {
        switch value {
        case .string(let text):
            let (result, unresolved) = hosts.translate(text)
            if let unresolved { check(unresolved, variable: variable, path: path) }
            return result
        case .secret(let inner): return translated(inner, variable: variable, path: path).concealed
        case .unknown(let unknown):
            let hosts = hosts
            return .unknown(
                Unknown(expression: unknown.expression, sources: unknown.sources) { runtime in
                    hosts.translated(unknown.resolved(with: runtime))
                }
            )
        case .null, .bool, .integer, .number, .array, .object: return value
        }
    }

    /// Says when a value names a host that will not be found.
    private mutating func check(_ unresolved: HostNames.Unresolved, variable: String, path: ValuePath) {
        let name = unresolved.name
        if let (reason, help) = unresolved.why {
            report(
                .hostNotKnown(name, inVariable: variable, of: resource, because: reason, help: help, at: path)
            )
        } else if unresolved.isURL, let other = index.container(named: name) {
            let isSelf = other.resource.id == resource.id
            let reason =
                isSelf
                ? "a container group does not reach itself through its load balancer"
                : "'\(resource.name)' does not connect to it, so that its host name is not put in"
            let help = isSelf ? "use 'localhost'" : "add a connection to '\(name)'"
            report(
                .hostNotKnown(name, inVariable: variable, of: resource, because: reason, help: help, at: path)
            )
        }
    }

    /// The name with every character replaced that ACI refuses in the name of a variable.
    private static func usableName(for name: String) -> String {
        let isUsable: (UInt8) -> Bool = { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
            default: false
            }
        }
        guard let first = name.utf8.first else { return "_" }
        let startsWithDigit = UInt8(ascii: "0")...UInt8(ascii: "9") ~= first
        if !startsWithDigit, name.utf8.allSatisfy(isUsable) { return name }
        let bytes = name.utf8.map { isUsable($0) ? $0 : UInt8(ascii: "_") }
        return (startsWithDigit ? "_" : "") + String(decoding: bytes, as: UTF8.self)
    }
}

extension HostNames {
    /// A value in which a host is put that has become known.
    fileprivate func translated(_ value: Value) -> Value {
        switch value {
        case .string(let text): translate(text).value
        case .secret(let inner): translated(inner).concealed
        case .null, .bool, .integer, .number, .array, .object, .unknown: value
        }
    }
}
