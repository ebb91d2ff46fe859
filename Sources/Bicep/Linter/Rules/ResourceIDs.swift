/// `use-resource-id-functions`: ids of resources that are put together by hand.
extension Linter {
    /// Looks at the properties of a resource that seem to hold ids.
    mutating func lintResourceIDs(of resource: BoundModule.ResourceDeclaration) {
        guard isOn(.useResourceIDFunctions), let properties = resource.body.member("properties"), properties.isObject,
            !resource.type.lowercased().hasFreeIDs
        else { return }
        lintIDs(in: properties, resource.type.lowercased())
    }

    private mutating func lintIDs(in expression: Expression, _ type: String) {
        guard case .object(let members) = expression.kind else {
            return expression.forEachChild { lintIDs(in: $0, type) }
        }
        for member in members {
            guard case .property(let name, let value) = member else {
                if case .spread(let value) = member { lintIDs(in: value, type) }
                continue
            }
            guard let text = name.text else {
                lintIDs(in: value, type)
                continue
            }
            if text.lowercased().isNoResourceID(in: type) { continue }
            guard text.lowercased().hasSuffix("id"), !text.hasSuffix("uid"), !text.hasSuffix("UID") else {
                lintIDs(in: value, type)
                continue
            }
            guard self.type(of: value).isText, !isProperID(value, depth: 0) else { continue }
            report(.handmadeID(text), at: name.range)
        }
    }

    /// Whether an id comes from a resource, a parameter or a function for ids, or is none at all.
    private func isProperID(_ value: Expression, depth: Int) -> Bool {
        guard depth < 32, !value.mentionsDeployed else { return true }
        switch value.kind {
        case .call(let function, _): return Self.idFunctions.contains(function.name)
        case .property(let base, _, _), .index(let base, _, _, _), .nonNull(let base):
            return isProperID(base, depth: depth + 1)
        case .variable(let index):
            return module.variables[index].imported != nil
                || isProperID(module.variables[index].value, depth: depth + 1)
        case .parameter, .conditional, .invalid: return true
        case .string(let text): return !text.contains("/")
        case .null, .bool, .integer, .interpolation, .array, .object, .resource, .module, .local, .userCall,
            .methodCall, .unary, .binary, .lambda, .loop:
            return false
        }
    }

    private static let idFunctions: Set<String> = [
        "extensionResourceId", "guid", "managementGroupResourceId", "reference", "resourceId", "roleDefinitions",
        "subscription", "subscriptionResourceId", "tenantResourceId",
    ]
}

extension Expression {
    /// Whether a resource or module is mentioned anywhere in it.
    fileprivate var mentionsDeployed: Bool {
        var found = false
        visitAll { part in
            switch part.kind {
            case .resource, .module: found = true
            default: break
            }
        }
        return found
    }
}

extension String {
    /// Whether properties of a type in lower case are named like ids without being ids of resources.
    fileprivate var hasFreeIDs: Bool {
        let types = [
            "microsoft.portal/dashboards", "microsoft.logic/workflows", "microsoft.apimanagement/service/backends",
        ]
        let isCollection = hasPrefix("microsoft.documentdb/databaseaccounts/") && hasSuffix("/collections")
        return types.contains(self) || hasPrefix("microsoft.web/sites/config") || isCollection
    }

    /// Whether a property of this name, in lower case, holds no id of a resource, nor does anything in it.
    fileprivate func isNoResourceID(in type: String) -> Bool {
        Self.otherIDs.contains(self) || (self == "ownerid" && type == "microsoft.apimanagement/service/subscriptions")
    }

    private static let otherIDs: Set<String> = [
        "appid", "clientid", "contentid", "connectorid", "datatypeid", "defaultmenuitemid", "deploymentspecid",
        "detector", "groupid", "illusiveincidentid", "keyid", "keyvaultid", "keyvaultsecretid", "locations", "menuid",
        "metadata", "metricid", "nodeagentskuid", "objectid", "parentid", "policydefinitionreferenceid",
        "requestedserviceobjectiveid", "resource", "ruleid", "schemaid", "serviceprincipalclientid", "sid",
        "startingdeviceid", "subscriptionid", "storageaccountsubscriptionid", "syntheticmonitorid", "tags",
        "targetprotectioncontainerid", "targetworkersizeid", "tenantid", "timezoneid", "vlanid", "workersizeid",
        "uniquefindingid", "principalid",
    ]
}

extension Linter.Finding {
    fileprivate static func handmadeID(_ name: String) -> Self {
        Self(
            rule: .useResourceIDFunctions,
            message: "'\(name)' seems to be the id of a resource, and is put together by hand",
            help: "use the id of a resource, a parameter, or resourceId(…)"
        )
    }
}
