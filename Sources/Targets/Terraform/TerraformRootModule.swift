import Documents

/// The root module that calls a recipe's, as `main.tf.json` has it.
struct TerraformRootModule {
    /// Where the state is kept.
    enum Backend {
        /// A file beside the root module.
        case local
        /// A Secret `tfstate-default-<suffix>` of a cluster, as Radius keeps it; variables say how to reach the cluster.
        case kubernetes(suffix: String, namespace: String)
    }

    let value: Value

    /// Completes what a recipe asks for by what is known only here.
    ///
    /// - Parameters:
    ///   - wanted: The root module; its only call has the source as the environment registers it.
    ///   - source: Where the called module is: a path from the root module's folder that begins with `./` or `../`.
    ///   - backend: Where the state is kept.
    init(_ wanted: Value, source: String, backend: Backend) {
        var root = wanted.objectValue ?? [:]
        var terraform = root["terraform"]?.objectValue ?? [:]
        terraform["backend"] = backend.value
        var first: ValueObject = ["terraform": .object(terraform)]
        root["terraform"] = nil
        let calls = root["module"]?.objectValue ?? [:]
        root["module"] = .object(
            ValueObject(
                calls.map { name, call in
                    var call = call.objectValue ?? [:]
                    call["source"] = .string(source)
                    // A module that lies in a folder has no version.
                    call["version"] = nil
                    for (argument, value) in call where !Self.isMetaArgument(argument) {
                        call[argument] = value.escapingTemplates
                    }
                    return (name, .object(call))
                }
            )
        )
        for (name, part) in root { first[name] = part }
        value = .object(first)
    }

    /// The file's text, secrets included.
    var bytes: [UInt8] {
        var json = JSONWriter(style: .pretty)
        value.write(to: &json, disclosing: .revealed)
        return json.bytes + [UInt8(ascii: "\n")]
    }

    private static func isMetaArgument(_ name: String) -> Bool {
        ["source", "version", "providers", "count", "for_each", "depends_on"].contains(name)
    }
}

extension TerraformRootModule.Backend {
    fileprivate var value: Value {
        switch self {
        case .local: return ["local": [:]]
        case .kubernetes(let suffix, let namespace):
            return ["kubernetes": ["secret_suffix": .string(suffix), "namespace": .string(namespace)]]
        }
    }
}

extension Value {
    /// The value with every text written so that Terraform, which reads texts in JSON as templates, takes it as it is.
    fileprivate var escapingTemplates: Value {
        switch self {
        case .null, .bool, .integer, .number, .unknown: self
        case .string(let text): .string(Self.escaped(text))
        case .array(let elements): .array(elements.map(\.escapingTemplates))
        case .object(let members):
            .object(ValueObject(members.map { (Self.escaped($0.key), $0.value.escapingTemplates) }))
        case .secret(let value): .secret(value.escapingTemplates)
        }
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("${", with: "$${").replacing("%{", with: "%%{")
    }
}
