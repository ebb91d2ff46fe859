import Documents

/// How each function of `BuiltinFunctions` is computed.
enum FunctionTable {
    /// The implementations in the order of `BuiltinFunctions.all`; `nil` would be one that was forgotten.
    static let implementations: [FunctionImplementation?] = {
        let groups = [
            strings, conversions, encodings, collections, objects, lambdas, numbers, hashes, uris, networks, dates,
            files, places, runtime,
        ]
        var byName: [String: FunctionImplementation] = [:]
        for group in groups { byName.merge(group) { first, _ in first } }
        return BuiltinFunctions.all.map { byName[$0.name] }
    }()

    /// Functions whose result only a deployment knows.
    private static let runtime: [String: FunctionImplementation] = Dictionary(
        uniqueKeysWithValues: [
            "externalInput", "getSecret", "list*", "pickZones", "providers", "readCliArg", "readEnvVar",
            "reference", "roleDefinitions", "toLogicalZone", "toLogicalZones", "toPhysicalZone", "toPhysicalZones",
        ].map { ($0, .runtime) }
    )
}

extension FunctionCall {
    /// How many arguments there are.
    var count: Int { arguments.count }

    /// An argument that must be a string.
    func string(_ position: Int) throws(EvaluationFault) -> String {
        guard case .string(let text) = arguments[position] else { throw wrong(position, "a string") }
        return text
    }

    /// An argument that must be an int.
    func integer(_ position: Int) throws(EvaluationFault) -> Int64 {
        switch arguments[position] {
        case .integer(let number): return number
        case .number(let number):
            guard let integer = Int64(exactly: number) else { throw wrong(position, "an int") }
            return integer
        case .null, .bool, .string, .array, .object, .secret, .unknown: throw wrong(position, "an int")
        }
    }

    /// An argument that must be an array.
    func array(_ position: Int) throws(EvaluationFault) -> [Value] {
        guard case .array(let elements) = arguments[position] else { throw wrong(position, "an array") }
        return elements
    }

    /// An argument that must be an object.
    func object(_ position: Int) throws(EvaluationFault) -> ValueObject {
        guard case .object(let members) = arguments[position] else { throw wrong(position, "an object") }
        return members
    }

    /// The fault of an argument of the wrong kind.
    func wrong(_ position: Int, _ expected: String) -> EvaluationFault {
        .wrongArgument(position, of: name, arguments[position], expected: expected)
    }

    /// The fault of an argument of the right kind that makes no sense.
    func bad(_ reason: String, help: String) -> EvaluationFault { .badArgument(name, reason, help: help) }
}
