/// What is known of the type of an expression without evaluating it.
enum InferredType: String, Equatable {
    case any, null, string, int, bool, object, array

    init(_ type: BoundModule.ValueType) {
        switch type {
        case .any, .nullable: self = .any
        case .string, .literals: self = .string
        case .int: self = .int
        case .bool: self = .bool
        case .object: self = .object
        case .array: self = .array
        }
    }

    /// Whether an operand may have this type where another is wanted.
    func fits(_ wanted: InferredType) -> Bool { self == .any || wanted == .any || self == wanted }
}

extension BuiltinFunction {
    /// The type of what the function gives, where it is always the same.
    var resultType: InferredType { BuiltinFunction.results[name] ?? .any }

    private static let results: [String: InferredType] = {
        var results: [String: InferredType] = [:]
        let names: [(InferredType, [String])] = [
            (
                .string,
                [
                    "base64", "base64ToString", "buildUri", "cidrHost", "cidrSubnet", "dataUri", "dataUriToString",
                    "dateTimeAdd", "dateTimeFromEpoch", "format", "guid", "join", "loadFileAsBase64", "loadTextContent",
                    "newGuid", "padLeft", "replace", "string", "substring", "toLower", "toUpper", "trim",
                    "uniqueString", "uri", "uriComponent", "uriComponentToString", "utcNow", "resourceId",
                    "subscriptionResourceId", "tenantResourceId", "managementGroupResourceId", "extensionResourceId",
                ]
            ),
            (.int, ["dateTimeToEpoch", "indexOf", "int", "lastIndexOf", "length"]),
            (.bool, ["bool", "contains", "empty", "endsWith", "startsWith"]),
            (
                .array,
                [
                    "array", "distinct", "filter", "flatten", "items", "map", "objectKeys", "pickZones", "range",
                    "sort", "split",
                ]
            ),
            (
                .object,
                [
                    "deployer", "deployment", "environment", "groupBy", "managementGroup", "mapValues", "parseCidr",
                    "parseUri", "resourceGroup", "shallowMerge", "subscription", "tenant", "toObject",
                ]
            ),
        ]
        for (type, functions) in names {
            for function in functions { results[function] = type }
        }
        return results
    }()
}
