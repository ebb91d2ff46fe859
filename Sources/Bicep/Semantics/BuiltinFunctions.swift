/// The functions of the `sys` and `az` namespaces of Bicep 0.46, with how each may be called.
public enum BuiltinFunctions {
    /// The namespace that a function can be qualified with: `sys.concat`, `az.resourceGroup`.
    public enum Namespace: String, Sendable {
        case sys
        case az
    }

    /// Where a function may be called.
    public enum Placement: Sendable {
        case anywhere
        /// Only in the default value of a parameter: `newGuid`, `utcNow`.
        case parameterDefaults
        /// Only in a parameter file: `readEnvironmentVariable`, `getSecret`, `externalInput`.
        case parameterFiles
        /// Only in a parameter file of a project with the experimental feature `deployCommands`.
        case deployedParameterFiles
        /// Only in a module, not in a parameter file.
        case modules
    }

    /// How a function may be called.
    public struct Signature: Sendable {
        public let name: String
        public let namespace: Namespace
        /// The fewest arguments.
        public let minimumCount: Int
        /// The most arguments; `nil` for any number.
        public let maximumCount: Int?
        /// Which arguments are lambdas.
        public let lambdas: Range<Int>
        /// How many variables such a lambda may have.
        public let lambdaVariables: ClosedRange<Int>
        public let placement: Placement
    }

    /// The signature of a function, `listKeys` and its like included; `nil` if there is none of that name.
    ///
    /// Names are compared exactly, as Bicep does.
    public static func signature(of name: String) -> Signature? {
        index[name].map { all[$0] } ?? (isListFunction(name) ? all[listIndex] : nil)
    }

    /// The names that can be suggested for a mistyped one, in the order of the table.
    public static var names: [String] { all.map(\.name) }

    /// The place of a function in `all`; `list…` functions share one.
    static func position(of name: String) -> Int? {
        index[name] ?? (isListFunction(name) ? listIndex : nil)
    }

    /// Every function, the members of `list*` under that name.
    public static let all: [Signature] = system + azure

    private static let index = Dictionary(
        all.enumerated().map { ($1.name, $0) },
        uniquingKeysWith: { first, _ in first }
    )

    private static let listIndex = all.count - 1

    /// `list` and what begins with it and goes on in ASCII letters.
    private static func isListFunction(_ name: String) -> Bool {
        name.hasPrefix("list") && name.utf8.dropFirst(4).allSatisfy { 65...90 ~= $0 || 97...122 ~= $0 }
    }
}

extension BuiltinFunctions {
    private static let system: [Signature] = [
        sys("any", 1),
        sys("array", 1),
        sys("base64", 1),
        sys("base64ToJson", 1),
        sys("base64ToString", 1),
        sys("bool", 1),
        sys("buildUri", 1),
        sys("cidrHost", 2),
        sys("cidrSubnet", 3),
        sys("concat", 1, nil),
        sys("contains", 2),
        sys("dataUri", 1),
        sys("dataUriToString", 1),
        sys("dateTimeAdd", 2, 3),
        sys("dateTimeFromEpoch", 1),
        sys("dateTimeToEpoch", 1),
        sys("distinct", 1),
        sys("empty", 1),
        sys("endsWith", 2),
        sys("externalInput", 1, 2, placement: .parameterFiles),
        sys("fail", 1),
        sys("filter", 2, lambdas: 1..<2, variables: 1...2),
        sys("first", 1),
        sys("flatten", 1),
        sys("format", 1, nil),
        sys("groupBy", 2, 3, lambdas: 1..<3, variables: 1...1),
        sys("guid", 1, nil),
        sys("indexOf", 2),
        sys("int", 1),
        sys("intersection", 2, nil),
        sys("items", 1),
        sys("join", 2),
        sys("json", 1),
        sys("last", 1),
        sys("lastIndexOf", 2),
        sys("length", 1),
        sys("like", 2),
        sys("loadDirectoryFileInfo", 1, 2),
        sys("loadFileAsBase64", 1),
        sys("loadJsonContent", 1, 3),
        sys("loadTextContent", 1, 2),
        sys("loadYamlContent", 1, 3),
        sys("map", 2, lambdas: 1..<2, variables: 1...2),
        sys("mapValues", 2, lambdas: 1..<2, variables: 1...1),
        sys("max", 1, nil),
        sys("min", 1, nil),
        sys("nameof", 1),
        sys("newGuid", 0, placement: .parameterDefaults),
        sys("objectKeys", 1),
        sys("padLeft", 2, 3),
        sys("parseCidr", 1),
        sys("parseUri", 1),
        sys("range", 2),
        sys("readCliArg", 1, placement: .deployedParameterFiles),
        sys("readEnvVar", 1, placement: .deployedParameterFiles),
        sys("readEnvironmentVariable", 1, 2, placement: .parameterFiles),
        sys("reduce", 3, lambdas: 2..<3, variables: 2...3),
        sys("replace", 3),
        sys("shallowMerge", 1),
        sys("skip", 2),
        sys("sort", 2, lambdas: 1..<2, variables: 2...2),
        sys("split", 2),
        sys("startsWith", 2),
        sys("string", 1),
        sys("substring", 2, 3),
        sys("take", 2),
        sys("toLower", 1),
        sys("toObject", 2, 3, lambdas: 1..<3, variables: 1...1),
        sys("toUpper", 1),
        sys("trim", 1),
        sys("union", 2, nil),
        sys("uniqueString", 1, nil),
        sys("uri", 2),
        sys("uriComponent", 1),
        sys("uriComponentToString", 1),
        sys("utcNow", 0, 1, placement: .parameterDefaults),
    ]

    /// `list*` stands last.
    private static let azure: [Signature] = [
        az("deployer", 0),
        az("deployment", 0),
        az("environment", 0),
        az("extensionResourceId", 3, nil),
        az("getSecret", 4, 5, placement: .parameterFiles),
        az("managementGroup", 0, 1),
        az("managementGroupResourceId", 2, nil),
        az("pickZones", 3, 5),
        az("providers", 1, 2),
        az("reference", 1, 3),
        az("resourceGroup", 0, 2),
        az("resourceId", 2, nil),
        az("roleDefinitions", 1),
        az("subscription", 0, 1),
        az("subscriptionResourceId", 2, nil),
        az("tenant", 0),
        az("tenantResourceId", 2, nil),
        az("toLogicalZone", 3),
        az("toLogicalZones", 3),
        az("toPhysicalZone", 3),
        az("toPhysicalZones", 3),
        az("list*", 2, 3),
    ]

    /// A function with exactly `count` arguments.
    private static func sys(
        _ name: String,
        _ count: Int,
        lambdas: Range<Int> = 0..<0,
        variables: ClosedRange<Int> = 0...0,
        placement: Placement = .anywhere
    ) -> Signature {
        sys(name, count, count, lambdas: lambdas, variables: variables, placement: placement)
    }

    private static func sys(
        _ name: String,
        _ minimum: Int,
        _ maximum: Int?,
        lambdas: Range<Int> = 0..<0,
        variables: ClosedRange<Int> = 0...0,
        placement: Placement = .anywhere
    ) -> Signature {
        Signature(
            name: name,
            namespace: .sys,
            minimumCount: minimum,
            maximumCount: maximum,
            lambdas: lambdas,
            lambdaVariables: variables,
            placement: placement
        )
    }

    private static func az(_ name: String, _ count: Int) -> Signature { az(name, count, count) }

    private static func az(
        _ name: String,
        _ minimum: Int,
        _ maximum: Int?,
        placement: Placement = .modules
    ) -> Signature {
        Signature(
            name: name,
            namespace: .az,
            minimumCount: minimum,
            maximumCount: maximum,
            lambdas: 0..<0,
            lambdaVariables: 0...0,
            placement: placement
        )
    }
}

extension BuiltinFunction {
    /// Whether it is one of the functions `list…`, which ask a deployed resource for something, often for secrets.
    var isListFunction: Bool { name.hasPrefix("list") }

    /// Whether it asks for the state of what is deployed, which is known only then.
    var asksForState: Bool { name == "reference" || isListFunction }
}
