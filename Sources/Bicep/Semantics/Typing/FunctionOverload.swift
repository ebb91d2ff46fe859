/// One way to call a function: the types that it takes and what it gives.
struct FunctionOverload {
    var parameters: [StaticType] = []
    /// How many of `parameters`, counted from the last, can be left out.
    var optional = 0
    /// The type of any number of further arguments.
    var rest: StaticType?
    var result: Result

    /// What a call comes to.
    enum Result {
        case type(StaticType)
        /// The array or text that was given, of any length.
        case sameAs(Int)
        /// The first item of the array that was given.
        case firstOf(Int)
        /// The last item of the array that was given.
        case lastOf(Int)
        /// The items of the arrays in the array that was given.
        case itemsOfItems
        /// An array of what the lambda at a position gives.
        case listOf(lambda: Int)
        /// An object of what the lambda at a position gives, or of the items of the array if it was left out.
        case dictionaryOf(lambda: Int)
        /// The same with arrays of them.
        case dictionaryOfLists(lambda: Int)
        /// What the lambda at a position gives.
        case resultOf(lambda: Int)
        /// An array of `{ key, value }`.
        case pairs
    }

    /// The type of an argument; `nil` if there are fewer.
    func parameter(_ position: Int) -> StaticType? {
        parameters.indices.contains(position) ? parameters[position] : rest
    }
}

extension FunctionOverload {
    /// The ways to call a function, first those that are tried first; `nil` if nothing is known of them.
    static func all(of function: BuiltinFunction) -> [FunctionOverload]? { table[function.name] }

    // MARK: - Table

    private static let table: [String: [FunctionOverload]] = {
        var table: [String: [FunctionOverload]] = [:]
        for name in [
            "base64", "base64ToString", "dataUriToString", "toLower", "toUpper", "trim", "uriComponent",
            "uriComponentToString",
        ] {
            table[name] = [take(.string, give: .string)]
        }
        for name in ["contains"] {
            table[name] = [
                take(.object, .string, give: .bool), take(.array, .any, give: .bool),
                take(.string, .string, give: .bool),
            ]
        }
        for name in ["startsWith", "endsWith", "like"] { table[name] = [take(.string, .string, give: .bool)] }
        for name in ["indexOf", "lastIndexOf"] {
            table[name] = [take(.string, .string, give: .int), take(.array, .any, give: .int)]
        }
        for name in ["union", "intersection"] {
            table[name] = [
                take(.object, .object, rest: .object, give: .object), take(.array, .array, rest: .array, give: .array),
            ]
        }
        for name in ["min", "max"] {
            table[name] = [take(.int, rest: .int, give: .int), take(.list(.int), give: .int)]
        }
        table["first"] = [
            FunctionOverload(parameters: [.array], result: .firstOf(0)), take(.string, give: .string),
        ]
        table["last"] = [FunctionOverload(parameters: [.array], result: .lastOf(0)), take(.string, give: .string)]
        for name in ["take", "skip"] {
            table[name] = [
                FunctionOverload(parameters: [.array, .int], result: .sameAs(0)), take(.string, .int, give: .string),
            ]
        }
        return table.merging(single) { $1 }.merging(lambdas) { $1 }.merging(azure) { $1 }
    }()

    /// Functions that have a form of their own.
    private static let single: [String: [FunctionOverload]] = [
        "any": [take(.any, give: .any)],
        "array": [take(.any, give: .array)],
        "base64ToJson": [take(.string, give: .any)],
        "bool": [take(.any, give: .bool)],
        "buildUri": [take(.object(uri), give: .string)],
        "cidrHost": [take(.string, .int, give: .string)],
        "cidrSubnet": [take(.string, .int, .int, give: .string)],
        "concat": [take(.array, rest: .array, give: .array), take(text, rest: text, give: .string)],
        "dataUri": [take(.any, give: .string)],
        "dateTimeAdd": [take(.string, .string, .string, optional: 1, give: .string)],
        "dateTimeFromEpoch": [take(.int, give: .string)],
        "dateTimeToEpoch": [take(.string, give: .int)],
        "distinct": [FunctionOverload(parameters: [.array], result: .sameAs(0))],
        "empty": [take(.either([.null, .object, .array, .string]), give: .bool)],
        "externalInput": [take(.string, .any, optional: 1, give: .any)],
        "fail": [take(.string, give: .never)],
        "flatten": [FunctionOverload(parameters: [.list(.array)], result: .itemsOfItems)],
        "format": [take(.string, rest: .any, give: .string)],
        "guid": [take(.string, rest: .string, give: .string(StaticType.Bounds(minimum: 36, maximum: 36)))],
        "int": [take(.either([.string, .int]), give: .int)],
        "items": [FunctionOverload(parameters: [.object], result: .pairs)],
        "join": [take(.list(.either([.string, .int, .bool])), .string, give: .string)],
        "json": [take(.string, give: .any)],
        "length": [take(.either([.string, .object]), give: .int), take(.array, give: .int)],
        "loadDirectoryFileInfo": [take(.string, .string, optional: 1, give: .any)],
        "loadFileAsBase64": [take(.string, give: .string(StaticType.Bounds(isLoose: true)))],
        "loadJsonContent": [take(.string, .string, encoding, optional: 2, give: .any)],
        "loadTextContent": [take(.string, encoding, optional: 1, give: .string(StaticType.Bounds(isLoose: true)))],
        "loadYamlContent": [take(.string, .string, encoding, optional: 2, give: .any)],
        "newGuid": [take(give: .string(StaticType.Bounds(minimum: 36, maximum: 36)))],
        "objectKeys": [take(.object, give: .list(.string))],
        "padLeft": [take(.either([.string, .int]), .int, .string, optional: 1, give: .string)],
        "parseCidr": [take(.string, give: .object(network))],
        "parseUri": [take(.string, give: .object(uri))],
        "range": [take(.int, .int, give: .list(.int))],
        "readCliArg": [take(.string, give: .string)],
        "readEnvVar": [take(.string, give: .string)],
        "readEnvironmentVariable": [
            take(.string, .string, optional: 1, give: .string(StaticType.Bounds(isLoose: true)))
        ],
        "replace": [take(.string, .string, .string, give: .string)],
        "shallowMerge": [take(.list(.object), give: .object)],
        "split": [take(.string, .either([.string, .array]), give: .list(.string, StaticType.Bounds(minimum: 1)))],
        "string": [take(.any, give: .string)],
        "substring": [take(.string, natural, natural, optional: 1, give: .string)],
        "uniqueString": [take(.string, rest: .string, give: .string(StaticType.Bounds(minimum: 13, maximum: 13)))],
        "uri": [take(.string, .string, give: .string)],
        "utcNow": [take(.string, optional: 1, give: .string)],
    ]

    /// Functions that take lambdas.
    private static let lambdas: [String: [FunctionOverload]] = [
        "filter": [FunctionOverload(parameters: [.array, lambda(1...2, .bool)], result: .sameAs(0))],
        "groupBy": [
            FunctionOverload(
                parameters: [.array, lambda(1...1, .string), lambda(1...1, .any)],
                optional: 1,
                result: .dictionaryOfLists(lambda: 2)
            )
        ],
        "map": [FunctionOverload(parameters: [.array, lambda(1...2, .any)], result: .listOf(lambda: 1))],
        "mapValues": [FunctionOverload(parameters: [.object, lambda(1...1, .any)], result: .dictionaryOf(lambda: 1))],
        "reduce": [FunctionOverload(parameters: [.array, .any, lambda(2...3, .any)], result: .resultOf(lambda: 2))],
        "sort": [FunctionOverload(parameters: [.array, lambda(2...2, .bool)], result: .sameAs(0))],
        "toObject": [
            FunctionOverload(
                parameters: [.array, lambda(1...1, .string), lambda(1...1, .any)],
                optional: 1,
                result: .dictionaryOf(lambda: 2)
            )
        ],
    ]

    /// Functions of Azure.
    ///
    /// A scope that is named by arguments is a place and has nothing to read.
    private static let azure: [String: [FunctionOverload]] = [
        "deployer": [take(give: .object(strings("deployer", ["objectId", "tenantId", "userPrincipalName"])))],
        "deployment": [take(give: .object(open("deployment", ["name", "id", "location", "properties"])))],
        "environment": [take(give: .object(environment))],
        "extensionResourceId": [take(.string, .string, .string, rest: .string, give: .string)],
        "getSecret": [take(.string, .string, .string, .string, .string, optional: 1, give: .string)],
        "managementGroup": [take(give: .object(managementGroup)), take(.string, give: .object(managementGroup))],
        "managementGroupResourceId": [take(.string, .string, rest: .string, give: .string)],
        "pickZones": [take(.string, .string, .string, .int, .int, optional: 2, give: .array)],
        "providers": [take(.string, .string, optional: 1, give: .any)],
        "reference": [take(.string, .string, .string, optional: 2, give: .object)],
        "resourceGroup": [
            take(give: .object(resourceGroup)),
            take(.string, .string, optional: 1, give: .object(StaticType.ObjectShape(name: "resourceGroup"))),
        ],
        "resourceId": [take(.string, .string, rest: .string, give: .string)],
        "roleDefinitions": [take(.string, give: .object(strings("roleDefinition", ["id", "roleDefinitionId"])))],
        "subscription": [
            take(give: .object(subscription)),
            take(.string, give: .object(StaticType.ObjectShape(name: "subscription"))),
        ],
        "subscriptionResourceId": [take(.string, .string, rest: .string, give: .string)],
        "tenant": [take(give: .object(open("tenant", ["tenantId", "id"])))],
        "tenantResourceId": [take(.string, .string, rest: .string, give: .string)],
        "toLogicalZone": [take(.string, .string, .string, give: .string)],
        "toLogicalZones": [take(.string, .string, .array, give: .list(.string))],
        "toPhysicalZone": [take(.string, .string, .string, give: .string)],
        "toPhysicalZones": [take(.string, .string, .array, give: .list(.string))],
    ]
}

// MARK: - Types of the table

extension FunctionOverload {
    private static func take(
        _ parameters: StaticType...,
        optional: Int = 0,
        rest: StaticType? = nil,
        give result: StaticType
    ) -> FunctionOverload {
        FunctionOverload(parameters: parameters, optional: optional, rest: rest, result: .type(result))
    }

    private static func lambda(_ parameters: ClosedRange<Int>, _ result: StaticType) -> StaticType {
        .lambda(StaticType.LambdaShape(parameters: parameters, result: result))
    }

    private static let text = StaticType.either([.string, .int, .bool])
    private static let natural = StaticType.int(StaticType.Bounds(minimum: 0))
    private static let encoding = StaticType.either(
        ["iso-8859-1", "us-ascii", "utf-16", "utf-16BE", "utf-8"].map { .literal(.string($0)) }
    )

    /// An object of texts.
    private static func strings(_ name: String, _ names: [String]) -> StaticType.ObjectShape {
        StaticType.ObjectShape(name: name, properties: names.map { StaticType.Property(name: $0, type: .string) })
    }

    /// An object with more than what is listed.
    private static func open(_ name: String, _ names: [String]) -> StaticType.ObjectShape {
        StaticType.ObjectShape(
            name: name,
            properties: names.map { StaticType.Property(name: $0, type: $0 == "properties" ? .any : .string) },
            others: .of(.any)
        )
    }

    private static let uri = StaticType.ObjectShape(properties: [
        StaticType.Property(name: "scheme", type: .string),
        StaticType.Property(name: "host", type: .string),
        StaticType.Property(name: "port", type: .int, isRequired: false),
        StaticType.Property(name: "path", type: .string, isRequired: false),
        StaticType.Property(name: "query", type: .string, isRequired: false),
    ])

    private static let network: StaticType.ObjectShape = {
        var shape = strings("object", ["network", "netmask", "broadcast", "firstUsable", "lastUsable"])
        shape.properties.append(StaticType.Property(name: "cidr", type: .int))
        return shape
    }()

    private static let resourceGroup: StaticType.ObjectShape = {
        var shape = strings("resourceGroup", ["id", "name", "type", "location", "managedBy"])
        shape.properties.append(StaticType.Property(name: "tags", type: .object))
        shape.properties.append(StaticType.Property(name: "properties", type: .object))
        return shape
    }()

    private static let subscription = strings("subscription", ["id", "subscriptionId", "tenantId", "displayName"])
    private static let managementGroup = open("managementGroup", ["id", "name", "type", "properties"])

    private static let environment: StaticType.ObjectShape = {
        var shape = strings(
            "environment",
            [
                "name", "resourceManager", "activeDirectoryDataLake", "batch", "gallery", "graph", "graphAudience",
                "media", "portal", "sqlManagement", "vmImageAliasDoc",
            ]
        )
        var authentication = strings("authentication", ["identityProvider", "loginEndpoint", "tenant"])
        authentication.properties.append(StaticType.Property(name: "audiences", type: .list(.string)))
        let suffixes = strings(
            "suffixes",
            [
                "acrLoginServer", "azureDatalakeAnalyticsCatalogAndJob", "azureDatalakeStoreFileSystem",
                "azureFrontDoorEndpointSuffix", "keyvaultDns", "sqlServerHostname", "storage",
            ]
        )
        shape.properties.append(StaticType.Property(name: "authentication", type: .object(authentication)))
        shape.properties.append(StaticType.Property(name: "suffixes", type: .object(suffixes)))
        return shape
    }()
}
