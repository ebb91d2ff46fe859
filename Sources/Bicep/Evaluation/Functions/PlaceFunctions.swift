import Documents

extension FunctionTable {
    /// Functions of the place of the deployment, and those that make ids of resources.
    static let places: [String: FunctionImplementation] = [
        "deployer": .deep { call throws(EvaluationFault) in
            let azure = call.scope.context.azure
            return [
                "objectId": .string(azure.deployerID), "tenantId": .string(azure.tenantID),
                "userPrincipalName": .string(azure.deployerName),
            ]
        },
        "deployment": .deep { call throws(EvaluationFault) in deployment(call.scope) },
        "environment": .deep { call throws(EvaluationFault) in call.scope.module.cloud.environment },
        "extensionResourceId": .deep { call throws(EvaluationFault) in
            let place = AzurePlace.resource(id: try call.string(0))
            return .string(place.prefix + (try providers(call, from: 1)))
        },
        "managementGroup": .deep { call throws(EvaluationFault) in
            let azure = call.scope.context.azure
            let name = call.count > 0 ? try call.string(0) : azure.managementGroup
            return [
                "id": .string(AzurePlace.managementGroup(name).id), "name": .string(name),
                "type": "/providers/Microsoft.Management/managementGroups",
                "properties": ["tenantId": .string(azure.tenantID), "displayName": .string(name)],
            ]
        },
        "managementGroupResourceId": .deep { call throws(EvaluationFault) in
            let azure = call.scope.context.azure
            let (position, place) = try leading(call, 1) { .managementGroup($0.last ?? azure.managementGroup) }
            return .string(place.prefix + (try providers(call, from: position)))
        },
        "resourceGroup": .deep { call throws(EvaluationFault) in try resourceGroup(call) },
        "resourceId": .deep { call throws(EvaluationFault) in
            let (position, place) = try leading(call, 2) { own(call.scope, $0) }
            return .string(place.prefix + (try providers(call, from: position)))
        },
        "subscription": .deep { call throws(EvaluationFault) in
            let azure = call.scope.context.azure
            let id = call.count > 0 ? try call.string(0) : azure.subscriptionID
            return [
                "id": .string(AzurePlace.subscription(id).id), "subscriptionId": .string(id),
                "tenantId": .string(azure.tenantID), "displayName": .string(azure.subscriptionName),
            ]
        },
        "subscriptionResourceId": .deep { call throws(EvaluationFault) in
            let azure = call.scope.context.azure
            let (position, place) = try leading(call, 1) { .subscription($0.last ?? azure.subscriptionID) }
            return .string(place.prefix + (try providers(call, from: position)))
        },
        "tenant": .deep { call throws(EvaluationFault) in
            ["tenantId": .string(call.scope.context.azure.tenantID)]
        },
        "tenantResourceId": .deep { call throws(EvaluationFault) in .string(try providers(call, from: 0)) },
    ]

    /// The arguments before the resource type, which is the first with a `/`, and the place that they name.
    private static func leading(
        _ call: FunctionCall,
        _ most: Int,
        _ place: ([String]) -> AzurePlace
    ) throws(EvaluationFault) -> (Int, AzurePlace) {
        var texts: [String] = []
        for position in 0..<min(most, call.count) {
            let text = try call.string(position)
            if text.contains("/") { break }
            texts.append(text)
        }
        return (texts.count, place(texts))
    }

    /// The place of `resourceId`: the module's own, a group by its name, or a subscription by its id.
    private static func own(_ scope: ModuleScope, _ texts: [String]) -> AzurePlace {
        let azure = scope.context.azure
        switch (texts.count, scope.place) {
        case (0, _): return scope.place
        case (1, .subscription): return .subscription(texts[0])
        case (1, _): return .resourceGroup(subscription: azure.subscriptionID, name: texts[0])
        case (_, _): return .resourceGroup(subscription: texts[0], name: texts[1])
        }
    }

    private static func providers(_ call: FunctionCall, from position: Int) throws(EvaluationFault) -> String {
        guard position < call.count else { throw call.bad("there is no type", help: "give it 'Namespace/type'") }
        let type = try call.string(position)
        var names: [String] = []
        for place in (position + 1)..<max(position + 1, call.count) { names.append(try call.string(place)) }
        guard type.split(separator: "/").count == names.count + 1 else {
            throw call.bad(
                "the type '\(type)' does not have one part more than the \(names.count) names",
                help: "give one name for each part of the type after its namespace"
            )
        }
        return AzurePlace.providersPart(type: type, names: names)
    }

    private static func resourceGroup(_ call: FunctionCall) throws(EvaluationFault) -> Value {
        let azure = call.scope.context.azure
        let subscription = call.count > 1 ? try call.string(0) : azure.subscriptionID
        let name = call.count > 0 ? try call.string(call.count - 1) : azure.resourceGroup
        let id = Value.string(AzurePlace.resourceGroup(subscription: subscription, name: name).id)
        guard call.count == 0 else { return ["id": id, "name": .string(name)] }
        return [
            "id": id, "name": .string(name), "type": "Microsoft.Resources/resourceGroups",
            "location": .string(azure.location), "tags": [:], "managedBy": nil,
            "properties": ["provisioningState": "Succeeded"],
        ]
    }

    private static func deployment(_ scope: ModuleScope) -> Value {
        let azure = scope.context.azure
        let name = azure.deploymentName
        let id = scope.place.prefix + "/providers/Microsoft.Resources/deployments/\(name)"
        var result: ValueObject = ["name": .string(name), "id": .string(id)]
        if case .resourceGroup = scope.place {} else { result["location"] = .string(azure.location) }
        result["properties"] = [
            "template": ["contentVersion": "1.0.0.0"],
            "templateLink": ["uri": "https://management.azure.com/"],
        ]
        return .object(result)
    }
}
