/// Which expressions certainly give a text.
extension Linter {
    /// Whether an expression certainly gives a text, and not null.
    mutating func isText(_ expression: Expression) -> Bool {
        switch expression.kind {
        case .methodCall(let base, "getSecret", _): return isKeyVault(base)
        case .property(let base, let name, .strict): if isTextMember(name, of: base) { return true }
        case .index(let base, let index, .strict, false):
            if case .string(let name) = index.kind, isTextMember(name, of: base) { return true }
        case .call(let function, let arguments) where function.name == "concat": return isText(joining: arguments)
        default: break
        }
        return type(of: expression).isText
    }

    /// Whether `concat` of some arguments gives a text and no array.
    mutating func isText(joining arguments: [Expression]) -> Bool {
        guard !arguments.contains(where: \.isInvalid) else { return false }
        let found = arguments.map { isText($0) ? .string : type(of: $0) }
        return found.contains(where: \.isSimple) && !found.contains(where: \.isArray)
    }

    /// Whether a member is a text wherever it is one at all.
    private func isTextMember(_ name: String, of base: Expression) -> Bool {
        switch base.kind {
        case .resource(let index):
            // Every resource of Azure that has a location has a text there.
            name == "location" && module.resources[index].extensionName == nil && module.resources[index].loop == nil
        case .call(let function, _): Self.textMembers[function.name]?.contains(name) ?? false
        case .property(let outer, "suffixes", .strict):
            if case .call(let function, _) = outer.kind { function.name == "environment" } else { false }
        default: false
        }
    }

    private static let textMembers: [String: Set<String>] = [
        "resourceGroup": ["id", "location", "name", "type"],
        "subscription": ["displayName", "id", "subscriptionId", "tenantId"],
        "deployment": ["id", "location", "name"],
        "environment": ["name", "resourceManager"],
        "tenant": ["tenantId"],
    ]

    private func isKeyVault(_ expression: Expression) -> Bool {
        guard case .resource(let index) = expression.kind else { return false }
        return module.resources[index].isKeyVault
    }
}

extension StaticType {
    /// Whether a value is a text, and certainly not null.
    var isText: Bool {
        switch self {
        case .string, .literal(.string): true
        case .union(let members): members.allSatisfy(\.isText)
        default: false
        }
    }

    /// Whether a value is a text, a number or a truth value.
    fileprivate var isSimple: Bool {
        switch self {
        case .string, .int, .bool, .literal: true
        case .union(let members): members.allSatisfy(\.isSimple)
        default: false
        }
    }

    fileprivate var isArray: Bool {
        switch self {
        case .list, .tuple: true
        default: false
        }
    }
}
