/// What a part of a resource's type most likely is.
///
/// A template says so beside the name of the part. The compiler looks it up in the index of all resource types, which
/// rad does without: here it follows from how Azure names things. What the engine checks is the name, not this.
struct LikelyType {
    let name: String

    init(at pointer: [String]) {
        guard let last = pointer.last, pointer.count > 1 else {
            name = "object"
            return
        }
        switch (pointer[pointer.count - 2], last) {
        case (_, "items"): name = "object"
        case (_, "additionalProperties"): name = "string"
        case ("properties", _): name = Self.type(of: last, isTopLevel: pointer.count == 2)
        case _: name = "object"
        }
    }

    private static func type(of name: String, isTopLevel: Bool) -> String {
        // Labels of a resource are an object; of what is within it, a list.
        if name == "tags" { return isTopLevel ? "object" : "array" }
        if let known = irregular[name.lowercased()] { return known }
        let head = head(of: name)
        let lowercased = head.lowercased()
        if isFlag(head) { return "bool" }
        if lowercased.hasSuffix(anyOf: counts) { return "int" }
        if lowercased.hasSuffix(anyOf: words) { return "string" }
        if lowercased.hasSuffix(anyOf: groups) { return "object" }
        let isPlural = lowercased.hasSuffix("s") && !lowercased.hasSuffix(anyOf: ["ss", "us", "is"])
        return isPlural ? "array" : "object"
    }

    /// Of `patternsToMatch` what counts is `patterns`.
    private static func head(of name: String) -> String {
        let letters = Array(name)
        for link in ["To", "From", "For", "By", "With", "Of"] {
            for place in letters.indices.dropFirst() where letters[place...].starts(with: link) {
                let end = place + link.count
                if end < letters.count, letters[end].isUppercase { return String(letters[..<place]) }
            }
        }
        return name
    }

    private static func isFlag(_ name: String) -> Bool {
        if name.lowercased().hasSuffix(anyOf: ["enabled", "disabled", "redundant", "required"]) { return true }
        return ["is", "has", "enable", "disable", "allow", "use", "require"].contains { prefix in
            name.hasPrefix(prefix) && (name.dropFirst(prefix.count).first?.isUppercase ?? false)
        }
    }

    private static let counts = [
        "count", "units", "ingb", "inmb", "indays", "inminutes", "inseconds", "minutes", "seconds", "port", "capacity",
        "priority", "limit", "throughput", "number",
    ]
    private static let words = [
        "name", "id", "type", "kind", "location", "mode", "method", "state", "status", "level", "version", "tier",
        "option", "access", "scope", "visibility", "description", "uri", "url", "format", "path", "protocol", "key",
        "password", "text", "title", "value", "label", "region", "zone", "address", "prefix", "suffix", "time", "date",
    ]
    /// Names that look like lists and are none.
    private static let groups = [
        "properties", "settings", "credentials", "metadata", "details", "parameternames", "resourcetags", "acls",
        "headers", "criteria",
    ]
    /// Names of Azure that go by no rule.
    private static let irregular = [
        "allof": "array", "anyof": "array", "oneof": "array", "parameters": "object", "endpoints": "object",
        "datasources": "object", "destinations": "object", "streamdeclarations": "object", "installpatches": "object",
        "loganalytics": "array", "platformtelemetry": "array", "userownedstorage": "array", "customize": "array",
        "clientauthenticationmethod": "array", "verificationrecords": "object", "validationrules": "object",
        "colocationstatus": "object", "cors": "array", "tls": "object", "hyperv": "bool", "reserved": "bool",
        "perSiteScaling".lowercased(): "bool", "customproperties": "object", "identity": "object", "sku": "object",
    ]
}

extension String {
    fileprivate func hasSuffix(anyOf suffixes: [String]) -> Bool { suffixes.contains(where: hasSuffix) }
}
